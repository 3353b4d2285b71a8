import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesEstate } from '../../../estate/kubernetes/server.ts';
import { get } from '../../../shared/clients/kubernetes/get.ts';
import { type ListOptions, list } from '../../../shared/clients/kubernetes/list.ts';
import { ALPHA, connectTo, twoClusters } from './estate.ts';

const PODS = { group: '', version: 'v1', resource: 'pods', kind: 'Pod' };
const NAMES = Array.from({ length: 7 }, (_, i) => `pod-000${i}`);
const nameOf = (item: Readonly<Record<string, unknown>>) => (item.metadata as { name: string }).name;

let estate: KubernetesEstate;
beforeAll(async () => {
  estate = await twoClusters();
});
afterEach(() => estate.faults.clear());
afterAll(() => estate.close());

const listPods = (options: ListOptions = {}) => list(connectTo(estate), PODS, nameOf, options);
const requests = () => estate.counts(ALPHA)['list pods'] ?? 0;

describe('a list', () => {
  test.each([1, 2, 3, 7, 500])('is whole with %i items a page', async (pageSize) => {
    const before = requests();
    expect(await listPods({ limits: { pageSize } })).toEqual(NAMES);
    expect(requests() - before).toBe(Math.max(1, Math.ceil(7 / pageSize)));
  });

  test('keeps what the projection gives, and nothing for undefined', async () => {
    const kept = await list(connectTo(estate), PODS, (item) => (nameOf(item).endsWith('3') ? 3 : undefined));
    expect(kept).toEqual([3]);
  });

  test('of one namespace', async () => {
    expect(await list(connectTo(estate), { ...PODS, namespace: 'default' }, nameOf)).toEqual([]);
    expect(await list(connectTo(estate), { ...PODS, namespace: 'shop' }, nameOf)).toEqual(NAMES);
  });

  test('of metadata has no spec', async () => {
    const items = await list(connectTo(estate), PODS, (item) => Object.keys(item).sort(), { view: 'metadata' });
    expect(items[0]).toEqual(['apiVersion', 'kind', 'metadata']);
  });

  test('begins anew when its token has expired, without repeating what it had', async () => {
    estate.faults.add({ kind: 'expired', cluster: ALPHA, nth: 3 });
    expect(await listPods({ limits: { pageSize: 2 } })).toEqual(NAMES);
  });

  test('begins anew only so often', async () => {
    estate.faults.add({ kind: 'expired', cluster: ALPHA });
    const before = requests();
    await expect(listPods({ limits: { maxRestarts: 2 } })).rejects.toMatchObject({ kind: 'server', status: 410 });
    expect(requests() - before).toBe(3);
  });

  test('over a bound is an error, never a shorter list', async () => {
    await expect(listPods({ limits: { maxItems: 6 } })).rejects.toMatchObject({ kind: 'too-large' });
    await expect(listPods({ limits: { pageSize: 1, maxPages: 6 } })).rejects.toMatchObject({ kind: 'too-large' });
    expect(await listPods({ limits: { maxItems: 7, pageSize: 1, maxPages: 7 } })).toEqual(NAMES);
  });

  test('asks for fewer items where a page of them is larger than an answer may be, as long as one alone is not', async () => {
    const { length } = JSON.stringify(await get(connectTo(estate), '/api/v1/pods?limit=2'));
    const before = requests();
    expect(await listPods({ page: { maxBytes: length + 100 }, limits: { pageSize: 7, smallestPage: 2 } })).toEqual(NAMES);
    expect(requests() - before).toBe(1 + 4);
    const again = requests();
    await expect(listPods({ page: { maxBytes: 200 } })).rejects.toMatchObject({ kind: 'too-large' });
    expect(requests() - again).toBe(2);
  });

  test('fails whole when a later page fails', async () => {
    estate.faults.add({ kind: 'forbidden', cluster: ALPHA, nth: 2 });
    await expect(listPods({ limits: { pageSize: 2 } })).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test.each(['../../secrets', 'pods?x', 'pods/log', '', 'Pods', 'a'.repeat(64)])(
    'of the resource %j is refused before anything is sent',
    async (resource) => {
      const before = estate.counts(ALPHA);
      await expect(list(connectTo(estate), { ...PODS, resource }, nameOf)).rejects.toMatchObject({ kind: 'malformed' });
      expect(estate.counts(ALPHA)).toEqual(before);
    },
  );
});

describe('a throttled request', () => {
  test('waits as the server says, then goes on', async () => {
    estate.faults.add({ kind: 'throttled', retryAfter: 4, nth: 1 });
    const waits: number[] = [];
    const wait = async (milliseconds: number) => void waits.push(milliseconds);
    expect(await listPods({ wait })).toEqual(NAMES);
    expect(waits).toEqual([4000]);
  });

  test('is sent three times in all', async () => {
    estate.faults.add({ kind: 'throttled' });
    const before = requests();
    await expect(listPods({ wait: async () => {} })).rejects.toMatchObject({ kind: 'throttled' });
    expect(requests() - before).toBe(3);
  });

  test('ends at once when the wait is too long', async () => {
    estate.faults.add({ kind: 'throttled', retryAfter: 3600 });
    const before = requests();
    await expect(listPods()).rejects.toMatchObject({ kind: 'throttled' });
    expect(requests() - before).toBe(1);
  });
});

test('a get answers with the parsed JSON of a path', async () => {
  expect(await get(connectTo(estate), '/version')).toMatchObject({ major: '1', minor: '34' });
  await expect(get(connectTo(estate), '/apis/apps/v1/namespaces/shop/deployments/web')).rejects.toMatchObject({
    kind: 'not-found',
  });
  await expect(get(connectTo(estate), '/version\r\nx: y')).rejects.toMatchObject({ kind: 'malformed' });
});

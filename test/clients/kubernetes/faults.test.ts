import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FAULT_KINDS, type FaultKind, type FaultRule } from '../../../estate/kubernetes/faults.ts';
import type { KubernetesEstate } from '../../../estate/kubernetes/server.ts';
import { KubernetesError, type KubernetesErrorKind } from '../../../shared/clients/kubernetes/errors.ts';
import type { GetLimits } from '../../../shared/clients/kubernetes/limits.ts';
import { list } from '../../../shared/clients/kubernetes/list.ts';
import { ALPHA, BETA, CANARY, connectTo, twoClusters } from './estate.ts';

const PODS = { group: '', version: 'v1', resource: 'pods', kind: 'Pod' };
const nameOf = (item: Readonly<Record<string, unknown>>) => (item.metadata as { name: string }).name;

// Only what is to run into a time limit has a short one: the others must not fail on a busy machine.
const PATIENT: Partial<GetLimits> = { maxBytes: 1_000_000, headersMs: 10_000, idleMs: 10_000, totalMs: 10_000, attempts: 2 };
const HASTY: Partial<GetLimits> = { ...PATIENT, headersMs: 150, idleMs: 100, totalMs: 250 };
const limitsFor = (kind: FaultKind) => (EXPECTED[kind] === 'timeout' ? HASTY : PATIENT);

/** What a list of pods ends with under each fault; 'fine' where the client is not to mind. */
const EXPECTED: Record<FaultKind, KubernetesErrorKind | 'fine'> = {
  'wrong-authority': 'certificate',
  'expired-certificate': 'certificate',
  'wrong-host': 'certificate',
  'no-handshake': 'timeout',
  'plain-http': 'unreachable',
  unauthorized: 'unauthorized',
  forbidden: 'forbidden',
  'not-found': 'not-found',
  expired: 'server',
  throttled: 'throttled',
  'server-error': 'server',
  unavailable: 'server',
  redirect: 'redirect',
  echo: 'forbidden',
  'cut-body': 'unreachable',
  'endless-body': 'too-large',
  'compression-bomb': 'malformed',
  slow: 'timeout',
  trickle: 'timeout',
  silent: 'timeout',
  reset: 'unreachable',
  'malformed-json': 'malformed',
  'not-json': 'malformed',
  'deep-nesting': 'malformed',
  'polluting-keys': 'fine',
  'no-items': 'malformed',
  'huge-headers': 'malformed',
  'repeated-continue': 'malformed',
};

let estate: KubernetesEstate;
beforeAll(async () => {
  estate = await twoClusters();
});
afterEach(() => estate.faults.clear());
afterAll(() => estate.close());

const listPods = (cluster: string, limits = PATIENT) =>
  list(connectTo(estate, cluster), PODS, nameOf, { page: limits, wait: async () => {} });

async function failureUnder(rule: FaultRule): Promise<KubernetesError> {
  estate.faults.add({ cluster: ALPHA, delay: 400, ...rule });
  const error = await listPods(ALPHA, limitsFor(rule.kind)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof KubernetesError)) throw new Error(`${rule.kind}: ended with ${inspect(error)}`);
  return error;
}

describe.each(FAULT_KINDS)('a cluster that answers with %s', (kind) => {
  const expected = EXPECTED[kind];

  test('ends as it should, in time, and leaks nothing', async () => {
    const before = performance.now();
    if (expected === 'fine') {
      estate.faults.add({ kind, cluster: ALPHA });
      expect(await listPods(ALPHA)).toHaveLength(7);
    } else {
      const error = await failureUnder({ kind });
      expect(error.kind).toBe(expected);
      expect(error.message).toMatch(/^GET \/api\/v1\/pods at 127\.0\.0\.1:\d+: [^\n]+$/);
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(CANARY);
    }
    expect(performance.now() - before).toBeLessThan(5000);
  });

  test('leaves the other clusters alone', async () => {
    estate.faults.add({ kind, cluster: ALPHA, delay: 400 });
    const [, other] = await Promise.allSettled([listPods(ALPHA, limitsFor(kind)), listPods(BETA)]);
    expect(other).toMatchObject({ status: 'fulfilled', value: { length: 7 } });
  });
});

test('a connection that the server closed while it was idle is not an error', async () => {
  const connection = connectTo(estate);
  await list(connection, PODS, nameOf);
  const before = estate.counts(ALPHA)['list pods'] ?? 0;
  estate.faults.add({ kind: 'reset', cluster: ALPHA, nth: 1 });
  expect(await list(connection, PODS, nameOf)).toHaveLength(7);
  expect(estate.counts(ALPHA)['list pods']).toBe(before + 2);
  estate.faults.add({ kind: 'reset', cluster: ALPHA });
  await expect(list(connection, PODS, nameOf)).rejects.toMatchObject({ kind: 'unreachable' });
});

test('a redirect is never followed, whatever it points at', async () => {
  const before = estate.counts(ALPHA)['list pods'] ?? 0;
  await failureUnder({ kind: 'redirect' });
  expect(estate.counts(ALPHA)['list pods']).toBe(before + 1);
});

test('a refusal says what to grant', async () => {
  const error = await failureUnder({ kind: 'forbidden', resource: 'pods' });
  expect(error).toMatchObject({ status: 403, action: 'grant list on pods (core group)' });
});

test('keys that pollute prototypes are dropped, plain or escaped', async () => {
  estate.faults.add({ kind: 'polluting-keys', cluster: ALPHA });
  const items = await list(connectTo(estate), PODS, (item) => item);
  for (const item of items) expect(Object.hasOwn(item.metadata as object, '__proto__')).toBe(false);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect((Object.assign({}, items[0]?.metadata) as Record<string, unknown>).polluted).toBeUndefined();
});

test('the caller can stop a request that is under way', async () => {
  estate.faults.add({ kind: 'silent', cluster: ALPHA });
  const stop = new AbortController();
  const listing = list(connectTo(estate), PODS, nameOf, { signal: stop.signal });
  setImmediate(() => stop.abort());
  await expect(listing).rejects.toMatchObject({ kind: 'timeout' });
});

test('a token that never comes ends with the request', async () => {
  const connection = { ...connectTo(estate), bearerToken: () => new Promise<string>(() => {}) };
  await expect(list(connection, PODS, nameOf, { page: { totalMs: 30 } })).rejects.toMatchObject({ kind: 'timeout' });
});

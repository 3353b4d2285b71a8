import * as v from 'valibot';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { FAULT_KINDS } from '../../estate/kubernetes/faults.ts';
import { base } from '../../shared/checks/base.ts';
import { checks } from '../../shared/checks/index.ts';
import { clusterBounds } from '../../shared/collect/kubernetes/bounds.ts';
import { derivations } from '../../shared/derive/index.ts';
import { evaluate } from '../../shared/engine/evaluate.ts';
import { closure } from '../../shared/engine/order.ts';
import { selectChecks } from '../../shared/engine/select.ts';
import type { Reads } from '../../shared/facts/fact.ts';
import { type FactsOfTarget, facts } from '../../shared/facts/index.ts';
import { sampled } from '../whole.ts';
import { fromCluster, oneCluster } from './kubernetes-estate.ts';

const metadata = (name: string, more: object = {}) => ({ namespace: 'shop', name, uid: `uid-${name}`, ...more });
const pod = (name: string, spec: unknown, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: metadata(name, more),
  spec,
});
const spec = { containers: [{ name: 'web', image: 'web:1' }] };
const deep = (levels: number): unknown => (levels === 0 ? {} : { a: deep(levels - 1) });
const odd = [
  pod('no-spec', undefined),
  pod('text-spec', 'x'),
  pod('container-without-name', { containers: [{ image: 'x' }] }),
  pod('flag-as-text', { ...spec, hostPID: 'true' }),
  pod('many', { containers: Array.from({ length: 1001 }, (_, index) => ({ name: `c${index}`, image: 'x' })) }),
  pod('labels', spec, { labels: { a: 1 } }),
  pod('uid', spec, { uid: 'a b' }),
  pod('time', spec, { creationTimestamp: 'now' }),
];
const objects = [
  ...odd,
  pod(
    'good',
    { ...spec, unknown: deep(20), hostAliases: null, volumes: null },
    { ownerReferences: [{ kind: 'x\u001b[31m', name: '../..', controller: true }] },
  ),
  pod('__proto__', spec),
  pod('bad\u001b[31mname', spec),
  pod('a/b', spec),
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata('config'),
    data: { constructor: 'x', 'app.properties': 'password=hunter2-secret\n' },
  },
  {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n1', labels: { 'kubernetes.io/os': 'linux', mine: 'x' } },
    status: { addresses: [{ type: 'InternalIP', address: '10.0.0.1' }] },
  },
];

const cluster = await oneCluster(objects);
afterAll(cluster.close);
afterEach(() => cluster.faults.clear());
const clean = await cluster.collect();
const itemsOf = (found: FactsOfTarget, name: 'pods' | 'configMaps') => {
  const fact = found[name];
  return fact?.known ? fact : expect.unreachable();
};

describe('hostile objects', () => {
  test('one that is malformed is missing under its own id, or under its place where it has no name of Kubernetes', () => {
    const { items, missing } = itemsOf(clean, 'pods');
    expect(items).toMatchObject([{ name: 'good', labels: {}, spec: { containers: [{ name: 'web' }], volumes: [] } }]);
    expect(items[0]).not.toHaveProperty('owner');
    expect(Object.fromEntries(missing.map(({ id, why }) => [id, why.replace('MalformedAnswer: ', '')]))).toEqual({
      'Pod/shop/no-spec': 'malformed spec',
      'Pod/shop/text-spec': 'malformed spec',
      'Pod/shop/container-without-name': 'malformed spec.containers.0.name',
      'Pod/shop/flag-as-text': 'malformed spec.hostPID',
      'Pod/shop/many': 'malformed spec.containers',
      'Pod/shop/labels': 'malformed metadata.labels.a',
      'Pod/shop/uid': 'malformed metadata.uid',
      'Pod/shop/time': 'malformed metadata.creationTimestamp',
      ...Object.fromEntries(
        missing.filter(({ id }) => id.startsWith('pods[')).map(({ id }) => [id, 'malformed metadata.name']),
      ),
    });
    expect(missing.filter(({ id }) => /^pods\[\d+\]$/.test(id))).toHaveLength(3);
  });
  test('nothing of a value gets into a fact, and every fact is one of its schema', () => {
    expect(itemsOf(clean, 'configMaps').items).toEqual([
      {
        namespace: 'shop',
        name: 'config',
        credentials: [
          { detector: 'named-password', place: 'data.app.properties:1', fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) },
        ],
      },
    ]);
    const text = JSON.stringify(clean);
    for (const hidden of ['hunter2', '\\u001b', '"mine"', 'unknown', '__proto__']) expect(text).not.toContain(hidden);
    for (const name of fromCluster)
      expect([name, v.safeParse(facts[name].stored, clean[name]).issues]).toEqual([name, undefined]);
  });
});

const waits: readonly string[] = ['no-handshake', 'silent', 'slow', 'trickle'];
const benign: readonly string[] = ['polluting-keys', 'slow', 'repeated-continue', 'expired'];
const kinds = FAULT_KINDS.filter((kind) => !['expired'].includes(kind));
const neutral = (value: unknown) => JSON.stringify(value)?.replace(/"fingerprint":"\w+"/g, '');

test.each(sampled(kinds, 6))(
  'an API server with %s: each fact is what it was, or owns up, and the reading ends',
  async (kind) => {
    cluster.faults.add({ kind, delay: 200 });
    const hasty = waits.includes(kind) ? { headersMs: 80, idleMs: 80, totalMs: 160 } : {};
    const found = await cluster.collect(fromCluster, { attempts: 1, maxBytes: 500_000, ...hasty });
    for (const name of fromCluster) {
      const fact = found[name];
      const told = fact !== undefined && (!fact.known || neutral(fact) !== neutral(clean[name]));
      expect([name, told || benign.includes(kind)]).toEqual([name, true]);
      if (told && fact.known) expect(neutral(fact)).toMatch(/"known":false|"missing":\[\{/);
      expect(JSON.stringify(fact)).not.toContain('hidden-bearer');
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  },
);

describe('a 403 on one resource', () => {
  const asked = selectChecks(checks, [], { globs: [], frameworks: [], secrets: 'metadata' }).checks.filter(
    ({ scope }) => scope === 'cluster',
  );
  const target = {
    kind: 'eks' as const,
    partition: 'aws',
    account: '111122223333',
    region: 'eu-central-1',
    cluster: { name: 'shop', arn: base.target.value.cluster.arn, version: '1.34' },
  };
  const verdicts = (found: FactsOfTarget) => evaluate({ target, facts: { ...base, ...found } }, asked, derivations).verdicts;
  const before = new Map(verdicts(clean).map((verdict) => [`${verdict.check} ${verdict.resource.id}`, verdict]));
  const resources = fromCluster.flatMap((name) =>
    ((facts[name].reads as Reads).kubernetes ?? []).map((read) => ({ ...read, name })),
  );

  test.each(resources)(
    'on $resource: only verdicts that need it change, into unknown, and name it',
    async ({ name, group, resource }) => {
      cluster.faults.add({ kind: 'forbidden', group, resource });
      const found = await cluster.collect([name]);
      const needing = new Set(
        asked
          .filter(({ each, needs }) => closure(each ? [each, ...needs] : needs, facts).has(name))
          .map(({ id }) => id as string),
      );
      for (const verdict of verdicts({ ...clean, ...found })) {
        const was = before.get(`${verdict.check} ${verdict.resource.id}`);
        if (was?.because === verdict.because && was.status === verdict.status) continue;
        expect(needing).toContain(verdict.check);
        if (verdict.status === was?.status && verdict.status !== 'pass') continue;
        expect(verdict).toMatchObject({ status: 'unknown' });
        expect(verdict.because).toMatch(new RegExp(`/${resource} at .* \\(grant list on ${resource} \\(`));
      }
    },
  );
});

describe('all of a cluster together', () => {
  test('has one time, which begins with the first request', () => {
    const stop = new AbortController();
    const bounds = clusterBounds(stop.signal, { milliseconds: 3_600_000 });
    expect(bounds.signal()).toBe(bounds.signal());
    expect(bounds.signal().aborted).toBe(false);
    stop.abort();
    expect(bounds.signal().aborted).toBe(true);
  });
  test('has one measure of what is kept, whichever list it is', () => {
    const { keep } = clusterBounds(undefined, { bytes: 10 });
    expect([keep(6), keep(4), keep(1), keep(0)]).toEqual([true, true, false, false]);
  });
  test('ends where it is stopped, or too much: each fact says so', async () => {
    const none = await cluster.collect(['pods', 'controllers'], {}, clusterBounds(undefined, { bytes: 100 }));
    expect(none.pods).toEqual({ known: false, why: expect.stringContaining('more than is kept of one') });
    const late = await cluster.collect(fromCluster, {}, clusterBounds(AbortSignal.abort()));
    for (const name of fromCluster) expect([name, late[name]]).toEqual([name, expect.objectContaining({ known: false })]);
  });
});

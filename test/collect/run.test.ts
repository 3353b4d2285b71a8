import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AwsError } from '../../shared/clients/errors.ts';
import type { Collector, Context } from '../../shared/collect/collector.ts';
import { collectedOf, collectors } from '../../shared/collect/index.ts';
import { Refusal } from '../../shared/collect/reason.ts';
import { collectFacts } from '../../shared/collect/run.ts';
import { unknown } from '../../shared/facts/fact.ts';
import { type CollectedName, facts } from '../../shared/facts/index.ts';

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const names = (Object.keys(facts) as CollectedName[]).filter((name) => 'reads' in facts[name]);

test('the list of collectors, the folder and the facts that are read agree', () => {
  const files = ['', 'kubernetes/'].flatMap((folder) =>
    readdirSync(new URL(`../../shared/collect/${folder}`, import.meta.url)),
  );
  expect(collectors.map(({ name }) => name).sort()).toEqual(names.sort());
  for (const name of names) expect(files).toContain(`${kebab(name)}.ts`);
  expect(new Set([...collectedOf('account'), ...collectedOf('region'), ...collectedOf('cluster')])).toEqual(new Set(names));
});

const context = {} as Context;
const empty = { known: true, items: [], missing: [] };
/** Collectors of two facts of which one comes after the other, and what they do. */
const made = (
  name: CollectedName,
  collect: (before: Record<string, unknown>) => unknown,
  tolerates: CollectedName[] = [],
): Collector => ({
  name,
  tolerates,
  collect: async (_context, before) => collect(before),
});

test('a fact comes after those that it needs, which are read once', async () => {
  const order: string[] = [];
  const log = (name: CollectedName) =>
    made(name, (before) => {
      order.push(`${name}(${Object.keys(before)})`);
      return empty;
    });
  const all = [log('keys'), log('clusterPresence'), log('clusters')];
  const found = await collectFacts(all, ['keys', 'clusterPresence', 'clusters'], context);
  expect(order).toEqual(['clusters()', 'keys(clusters)', 'clusterPresence(clusters)']);
  expect(found).toEqual({ keys: empty, clusterPresence: empty, clusters: empty });
});

test('an unknown fact is passed on with its reason, unless it is tolerated', async () => {
  const denied = new AwsError('denied', 'AccessDenied: eks:ListClusters', 'grant eks:ListClusters to the scanning role');
  const clusters = made('clusters', () => {
    throw denied;
  });
  const keys = made('keys', () => expect.unreachable());
  const presence = made('clusterPresence', (before) => ({ known: true, value: before.clusters }), ['clusters']);
  const reason = unknown(denied.why, denied.action);
  expect(await collectFacts([clusters, keys, presence], ['clusters', 'keys', 'clusterPresence'], context)).toEqual({
    clusters: reason,
    keys: reason,
    clusterPresence: { known: true, value: reason },
  });
});

test('what is given is not read again, and what nobody gave or named is unknown', async () => {
  const keys = made('keys', () => empty);
  expect(await collectFacts([keys], ['keys', 'clusters'], context, { clusters: unknown('given so') })).toEqual({
    keys: unknown('given so'),
    clusters: unknown('given so'),
  });
  expect(await collectFacts([keys], ['keys'], context)).toEqual({ keys: unknown('the fact clusters was not collected') });
});

test('a defect of ours makes one fact unknown, is told, and takes nothing else with it', async () => {
  const defects: unknown[] = [];
  const broken = made('vpcs', () => (undefined as unknown as { x: 1 }).x);
  const refused = made('subnets', () => {
    throw new Refusal('not today', 'come again');
  });
  const found = await collectFacts(
    [broken, refused],
    ['vpcs', 'subnets'],
    context,
    {},
    {
      onDefect: (name, error) => defects.push([name, (error as Error).name]),
    },
  );
  expect(defects).toEqual([['vpcs', 'TypeError']]);
  expect(found).toEqual({
    vpcs: unknown('Postern failed to read vpcs', 'report this as a defect of Postern'),
    subnets: unknown('not today', 'come again'),
  });
});

test('each fact is reported when it has been read', async () => {
  const told: string[] = [];
  const all = [
    made('vpcs', () => empty),
    made('subnets', () => ({ ...empty, missing: [{ id: 'a', why: 'b' }] })),
    made('clusters', () => {
      throw new Refusal('no');
    }),
  ];
  await collectFacts(
    all,
    ['vpcs', 'subnets', 'clusters'],
    context,
    {},
    { onFact: (name, outcome) => told.push(`${name} ${outcome}`) },
  );
  expect(told.sort()).toEqual(['clusters unknown', 'subnets partial', 'vpcs known']);
});

test('a few facts are read at a time, and all of them in the end', async () => {
  let running = 0;
  let most = 0;
  const region = collectedOf('region').filter((name) => !('after' in facts[name]));
  const slow = region.map((name) => ({
    ...made(name, () => empty),
    collect: async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return empty;
    },
  }));
  const found = await collectFacts(slow, region, context);
  expect(Object.keys(found)).toEqual(region);
  expect(most).toBe(4);
});

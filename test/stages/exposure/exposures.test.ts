import { describe, expect, test } from 'vitest';
import type { Exposures } from '../../../shared/derive/exposure/exposure.ts';
import type { ExposureOptions } from '../../../shared/derive/exposure/exposures.ts';
import { derivations } from '../../../shared/derive/index.ts';
import { unknown } from '../../../shared/facts/fact.ts';
import type { FactsOfTarget } from '../../../shared/facts/index.ts';
import type { RegionExposures } from '../../../shared/report/exposure/row.ts';
import { type ExposureWork, exposures } from '../../../shared/stages/exposure/exposures.ts';
import { type Members, ownersOf } from '../../../shared/stages/exposure/members.ts';
import { type NetworkPlace, NotThere, type RegionNetwork } from '../../../shared/stages/exposure/place.ts';

const arn = (name: string) => `arn:aws:eks:eu-west-1:111122223333:cluster/${name}`;
const listing = (...names: readonly string[]): FactsOfTarget => ({
  clusters: { known: true, items: [], missing: names.map((name) => ({ id: arn(name), why: 'denied' })) },
  instances: { known: true, items: [], missing: [] },
});
const network = (...names: readonly string[]): RegionNetwork => ({
  facts: {},
  clusters: names.map((name) => ({ name, arn: arn(name), facts: {} })),
});

interface Asked {
  readonly read: string[];
  readonly options: ExposureOptions[];
}

/** Networks that are told of when they are read, and a judge that says of each what it was asked. */
function work(
  regions: Readonly<Record<string, readonly [FactsOfTarget, RegionNetwork]>>,
  asked: Asked,
  clusters?: readonly string[],
) {
  const place = (region: string, [facts, whole]: readonly [FactsOfTarget, RegionNetwork]): NetworkPlace => ({
    partition: 'aws',
    account: '111122223333',
    ...(region === '' ? {} : { region }),
    facts,
    network: async () => {
      asked.read.push(region);
      return whole;
    },
  });
  const judged: Exposures = {
    exposures: [],
    unknown: [{ resource: { type: 'eks-endpoint', id: arn('one') }, why: 'because' }],
  };
  const given: ExposureWork = {
    source: {
      atOnce: 2,
      async *places() {
        for (const [region, both] of Object.entries(regions)) yield place(region, both);
      },
    },
    exposuresOf: (_, options) => {
      asked.options.push(options);
      return judged;
    },
    derivations,
    clusters,
  };
  return given;
}

async function run(given: ExposureWork): Promise<readonly RegionExposures[]> {
  const found: RegionExposures[] = [];
  for await (const one of exposures(given)) found.push(one);
  return found;
}

describe('every Region', () => {
  test('is read and judged, in order, and told of', async () => {
    const asked: Asked = { read: [], options: [] };
    const regions = { 'eu-west-1': [{}, network('one')], 'eu-west-2': [{}, network()], 'eu-west-3': [{}, network()] } as const;
    const told: string[] = [];
    const found = await run({
      ...work(regions, asked),
      progress: (done, total, label) => told.push(`${done}/${total} ${label}`),
    });
    expect(found.map(({ target }) => target.region)).toEqual(['eu-west-1', 'eu-west-2', 'eu-west-3']);
    expect(told).toEqual(['1/3 eu-west-1', '2/3 eu-west-2', '3/3 eu-west-3']);
    expect(asked.options[0]).toEqual({ place: { partition: 'aws', account: '111122223333', region: 'eu-west-1' } });
    const targets = found.map(({ unknown: [row] }) => row?.target);
    const place = { account: '111122223333' };
    expect(targets).toEqual([
      { ...place, region: 'eu-west-1', cluster: 'one' },
      { ...place, region: 'eu-west-2' },
      { ...place, region: 'eu-west-3' },
    ]);
  });

  test('that could not be read is unknown, and so is an account', async () => {
    const unread = { fact: 'clusters', why: 'closed', action: 'open it' };
    const nothing: RegionNetwork = { facts: {}, clusters: [], unread };
    const found = await run(work({ '': [{}, nothing], 'eu-west-1': [{}, nothing] }, { read: [], options: [] }));
    const reason = { why: 'closed', action: 'open it' };
    expect(found.map(({ unknown }) => unknown)).toEqual([
      [{ target: { account: '111122223333' }, resource: { type: 'account', id: '111122223333' }, ...reason }],
      [{ target: { account: '111122223333', region: 'eu-west-1' }, resource: { type: 'region', id: 'eu-west-1' }, ...reason }],
    ]);
  });
});

describe('of named clusters', () => {
  test('only the Regions that list them are read, and those of which nobody knows', async () => {
    const asked: Asked = { read: [], options: [] };
    const denied: FactsOfTarget = { clusters: unknown('denied') };
    const regions = {
      'eu-west-1': [listing('one', 'two'), network('one', 'two')],
      'eu-west-2': [listing('three'), network('three')],
      'eu-west-3': [denied, network()],
      'eu-west-4': [{}, network()],
    } as const;
    const found = await run(work(regions, asked, ['one']));
    expect(asked.read).toEqual(['eu-west-1', 'eu-west-3', 'eu-west-4']);
    expect(asked.options[0]).toMatchObject({ interfaces: new Set(), clusters: new Set([arn('one')]) });
    // Whose interfaces are whose is not known: nothing here is.
    expect(found[0]?.unknown).toMatchObject([
      { resource: { type: 'eks-endpoint' } },
      { target: { cluster: 'one' }, resource: { type: 'cluster', id: arn('one') } },
    ]);
  });

  test('one that is nowhere ends it, before anything is read', async () => {
    const asked: Asked = { read: [], options: [] };
    const regions = { 'eu-west-1': [listing('one'), network('one')] } as const;
    await expect(run(work(regions, asked, ['one', 'two']))).rejects.toThrow(NotThere);
    expect(asked.read).toEqual([]);
  });
});

test('an interface is of the one cluster that places it', () => {
  const members = (name: string, ...items: Members['items']): Members => ({ name, arn: arn(name), items, missing: [] });
  const owners = ownersOf([
    members('one', { id: 'eni-1', role: 'node' }, { id: 'eni-2', role: 'pod' }, { id: 'eni-3', role: 'unattributed' }),
    members('two', { id: 'eni-2', role: 'node' }, { id: 'eni-3', role: 'load-balancer' }),
  ]);
  expect([...owners]).toEqual([
    [`eks-endpoint ${arn('one')}`, 'one'],
    ['network-interface eni-1', 'one'],
    [`eks-endpoint ${arn('two')}`, 'two'],
    ['network-interface eni-3', 'two'],
  ]);
});

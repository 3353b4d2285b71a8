import { describe, expect, test } from 'vitest';
import { base, cluster, denied, list } from '../../../shared/checks/base.ts';
import { account, region } from '../../../shared/checks/base-names.ts';
import { derivations } from '../../../shared/derive/index.ts';
import type { FactsOfTarget } from '../../../shared/facts/index.ts';
import type { Plan } from '../../../shared/stages/plan.ts';
import { probingClusters } from '../../../shared/stages/probe/cluster.ts';
import type { Prober } from '../../../shared/stages/probe/prober.ts';
import type { Snapshot } from '../../../shared/stages/snapshot.ts';
import { derived } from '../../derive/derived.ts';

const plan = { settings: base.settings.value, clock: base.clock.value.now } as Plan;
const { settings: _settings, clock: _clock, target: _target, probes: _probes, ...network } = base;

/** A prober that meets nothing, and the rows that it was given. */
function idle() {
  const given: string[] = [];
  const prober = {
    tryRows: async (_place: unknown, _facts: unknown, rows: readonly { readonly resource: { readonly type: string } }[]) => {
      given.push(...rows.map(({ resource }) => resource.type));
      return { items: new Map(), endpoints: new Map() };
    },
  } as unknown as Prober;
  return { prober, given };
}

async function probed(changed: FactsOfTarget, kind: 'eks' | 'kubernetes' = 'eks', from?: string) {
  const { prober, given } = idle();
  const place = { partition: 'aws', account, region };
  const target = { ...place, kind, cluster: { name: cluster.name, arn: cluster.arn, version: '1.34' } };
  const facts = { ...network, ...changed };
  const snapshot: Snapshot = { schema: 'postern/snapshot@1', target: { kind: 'region', ...place }, facts };
  return { fact: await probingClusters(prober, plan, derivations, from)(snapshot, target, {}), given };
}

describe('of a cluster', () => {
  test('that the internet does not reach nothing is tried, and that is said', async () => {
    expect(await probed({})).toEqual({
      fact: { known: true, value: { items: [], endpoint: 'not-exposed' } },
      given: [],
    });
    expect((await probed({}, 'kubernetes', '8.8.8.8')).fact).toEqual({
      known: true,
      value: { from: '8.8.8.8', items: [], endpoint: 'not-eks' },
    });
  });

  test('the public endpoint is tried', async () => {
    const open = { ...cluster, endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] };
    expect((await probed({ clusters: list([open]) })).given).toEqual(['eks-endpoint']);
  });

  test('what is unknown of it is not taken for unexposed', async () => {
    const unread = { ...cluster, endpointPublicAccess: denied('eks:DescribeCluster') };
    expect((await probed({ clusters: list([unread]) })).fact).toMatchObject({
      known: true,
      value: { endpoint: { known: false, why: 'AccessDenied: eks:DescribeCluster' } },
    });
    expect((await probed({ clusters: denied('eks:ListClusters') })).fact).toEqual({
      known: false,
      why: 'not probed: AccessDenied: eks:ListClusters',
      action: 'eks:ListClusters',
    });
  });
});

test('what came of a row stands beside it, and changes nothing else', () => {
  const open = { ...cluster, endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] };
  const item = { id: cluster.arn, via: 'direct', address: 'shop.example.com', outcome: 'connected' as const, says: 'yes' };
  const items = [
    { ...item, port: 443 },
    { ...item, port: 80 },
    { ...item, port: 443, via: 'other' },
  ];
  const without = derived('exposures', { clusters: list([open]) });
  const tried = derived('exposures', {
    clusters: list([open]),
    probes: { known: true, value: { items, endpoint: 'not-exposed' } },
  });
  const lost = derived('exposures', { clusters: list([open]), probes: denied('x') });
  expect(lost).toEqual(without);
  const rows = (fact: typeof tried) => (fact.known ? fact.value.rows : []);
  expect(rows(tried).map(({ probed }) => probed)).toEqual([[{ kind: 'probe', id: 'tcp 443', says: 'yes' }]]);
  expect(rows(tried).map(({ probed: _, ...row }) => row)).toEqual(rows(without));
});

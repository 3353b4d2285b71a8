import { describe, expect, test } from 'vitest';
import type { Stored } from '../../shared/facts/index.ts';
import { denied, derived, reason } from './derived.ts';

type Value = Stored<'exposures'>;
function value(changed: Parameters<typeof derived>[1] = {}): Value {
  const fact = derived('exposures', changed);
  if (!fact.known) throw new Error(fact.why);
  return fact.value;
}
const roles = ['control-plane', 'node', 'pod', 'load-balancer', 'unattributed'] as const;

describe('what of a cluster the internet reaches', () => {
  test('rows have the role of their interface, and nothing is in doubt in the compliant estate', () => {
    const { rows, complete } = value();
    const interfaces = derived('clusterInterfaces');
    const placed = new Map(interfaces.known ? interfaces.items.map(({ id, role }) => [id, role]) : []);
    for (const { id, role, certain } of rows) expect({ role, certain }).toEqual({ role: placed.get(id), certain: true });
    expect(Object.values(complete)).toEqual([true, true, true, true, true, true]);
  });

  test('without interfaces it is not complete of any of them, and of the endpoint it is', () => {
    const { complete } = value({ networkInterfaces: denied });
    for (const role of roles) expect(complete[role]).toMatchObject({ known: false, ...reason });
    expect(complete.endpoint).toBe(true);
  });

  test('an endpoint of which it is not known whether it is public is in doubt, and nothing else is', () => {
    const cluster = derived('cluster');
    if (!cluster.known) throw new Error(cluster.why);
    const { complete } = value({ cluster: { known: true, value: { ...cluster.value, endpointPublicAccess: denied } } });
    expect(complete.endpoint).toMatchObject({ known: false, ...reason });
    for (const role of roles) expect(complete[role]).toBe(true);
  });

  test('the public endpoint is a row, from whom it admits', () => {
    const cluster = derived('cluster');
    if (!cluster.known) throw new Error(cluster.why);
    const open = { ...cluster.value, endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/1', '128.0.0.0/1'] };
    const { rows } = value({ cluster: { known: true, value: open } });
    expect(rows.filter(({ role }) => role === 'endpoint')).toMatchObject([
      { id: open.arn, protocol: 'tcp', ports: [[443, 443]], internet: true, via: 'direct', certain: true },
    ]);
    const inside = { ...open, publicAccessCidrs: ['10.0.0.0/8'] };
    expect(value({ cluster: { known: true, value: inside } }).rows.filter(({ role }) => role === 'endpoint')).toEqual([]);
  });

  test('without the cluster it is not known', () => {
    expect(derived('exposures', { clusters: denied })).toMatchObject({ known: false });
  });
});

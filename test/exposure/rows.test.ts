import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Exposure, PortRange } from '../../shared/derive/exposure/exposure.ts';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { IpSet } from '../../shared/net/ip-set.ts';
import { internet } from '../../shared/net/reserved.ts';
import { tries } from '../whole.ts';
import { judged } from './agreement.ts';
import { factsOf } from './facts-of.ts';
import { randomWorld } from './random/world.ts';
import { estateOf } from './walker/estate-of.ts';
import { plain } from './walker/trap.ts';
import { network as balancer, group, publicly, target } from './walker/trap-balancer.ts';
import { worldOf } from './walker/world.ts';

const byAddress = { ...group, type: 'ip' as const, attributes: { 'preserve_client_ip.enabled': 'true' } };
const keyOf = ({ resource, address, protocol, via, to }: Exposure): string =>
  JSON.stringify([resource.id, address, protocol, via, to]);
const touch = (a: readonly PortRange[] = [[0, 0]], b: readonly PortRange[] = [[0, 0]]): boolean =>
  a.some(([from, upTo]) => b.some(([other, last]) => from <= last && other <= upTo));

/** Rows of the same to the same target share no port and source. */
function expectDisjoint(exposures: readonly Exposure[]): void {
  for (const same of Map.groupBy(exposures, keyOf).values())
    for (const [i, row] of same.entries())
      for (const other of same.slice(i + 1))
        if (touch(row.ports, other.ports))
          expect(IpSet.ofCidrs(...row.sources).meets(IpSet.ofCidrs(...other.sources))).toBe(false);
}

test('rows are disjoint, of the internet only, as short as can be, and say how', async () => {
  const property = fc.asyncProperty(randomWorld, async (estate) => {
    const { exposures } = await judged(worldOf(estate));
    for (const row of exposures) {
      const sources = IpSet.ofCidrs(...row.sources);
      expect(sources.isSubsetOf(internet)).toBe(true);
      expect(sources.toCidrs()).toEqual(row.sources);
      expect(row.ports === undefined).toBe(row.protocol !== 'tcp' && row.protocol !== 'udp');
      expect(row.to === undefined).toBe(row.via === 'direct');
      for (const kind of ['internet-gateway', 'route-table', 'network-acl'])
        expect(row.path.map((step) => step.kind)).toContain(kind);
    }
    expectDisjoint(exposures);
  });
  await fc.assert(property, { numRuns: 60, seed: 9 });
});

test('several targets on one interface, by several rules and groups: a row for each target, disjoint for each', async () => {
  const targets = fc.uniqueArray(
    fc.record({ id: fc.constantFrom('10.0.1.10', '10.0.1.33', '10.0.1.34'), port: fc.constantFrom(8080, 8081) }),
    { minLength: 1, selector: ({ id, port }) => `${id} ${port}` },
  );
  const half = fc.constantFrom('0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '10.0.0.0/16');
  const property = fc.asyncProperty(targets, targets, half, half, async (first, second, toLow, toHigh) => {
    const admits = (port: number, peer: string) => ({ protocol: 'tcp', range: [port, port] as const, peers: [peer] });
    const groups = ['tg', 'tg-2'].map((name, i) => ({ ...byAddress, name, targets: i === 0 ? first : second }));
    const sketch = {
      ...plain,
      ...publicly,
      interfaces: [{ ...target, prefixes: ['10.0.1.32/28'] }],
      groups: [{ id: 'sg-target', ingress: [admits(8080, toLow), admits(8081, toHigh)] }],
      balancers: [{ ...balancer, listeners: [...balancer.listeners, { port: 80, protocol: 'TCP', to: 'tg-2' }] }],
      targetGroups: groups,
    };
    const { exposures } = await judged(worldOf(estateOf(sketch)));
    expectDisjoint(exposures);
    const reached = exposures.map(({ ports, to }) => JSON.stringify([ports?.[0]?.[0], to?.address, to?.ports[0]?.[0]]));
    const open = (port: number): boolean => (port === 8080 ? toLow : toHigh) !== '10.0.0.0/16';
    const all = [first, second].flatMap((own, i) =>
      own.filter(({ port }) => open(port)).map(({ id, port }) => JSON.stringify([i === 0 ? 443 : 80, id, port])),
    );
    expect(reached.toSorted()).toEqual(all.toSorted());
  });
  await fc.assert(property, { numRuns: tries(15, 200) });
});

test('what is asked of one interface is what is said of it among all, in any order of the facts', async () => {
  const property = fc.asyncProperty(randomWorld, async (estate) => {
    const world = worldOf(estate);
    const place = { partition: 'aws', account: world.account, region: world.region };
    const facts = await factsOf(world);
    const all = exposuresOf(facts, { place });
    const turned = {
      ...world,
      networkInterfaces: world.networkInterfaces.toReversed(),
      securityGroups: world.securityGroups.toReversed(),
    };
    const again = exposuresOf(await factsOf({ ...turned, subnets: world.subnets.toReversed() }), { place });
    expect(again).toEqual(all);
    for (const { NetworkInterfaceId: id = '' } of world.networkInterfaces) {
      const own = exposuresOf(facts, { place, interfaces: new Set([id]) });
      expect(own.exposures).toEqual(all.exposures.filter(({ resource }) => resource.id === id));
    }
  });
  await fc.assert(property, { numRuns: 25, seed: 9 });
});

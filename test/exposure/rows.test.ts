import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Exposure, PortRange } from '../../shared/derive/exposure/exposure.ts';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { IpSet } from '../../shared/net/ip-set.ts';
import { internet } from '../../shared/net/reserved.ts';
import { judged } from './agreement.ts';
import { factsOf } from './facts-of.ts';
import { randomWorld } from './random/world.ts';
import { worldOf } from './walker/world.ts';

const keyOf = ({ resource, address, protocol, via, to }: Exposure): string =>
  JSON.stringify([resource.id, address, protocol, via, to]);
const touch = (a: readonly PortRange[] = [[0, 0]], b: readonly PortRange[] = [[0, 0]]): boolean =>
  a.some(([from, upTo]) => b.some(([other, last]) => from <= last && other <= upTo));

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
    for (const same of Map.groupBy(exposures, keyOf).values())
      for (const [i, row] of same.entries())
        for (const other of same.slice(i + 1))
          if (touch(row.ports, other.ports))
            expect(IpSet.ofCidrs(...row.sources).meets(IpSet.ofCidrs(...other.sources))).toBe(false);
  });
  await fc.assert(property, { numRuns: 60, seed: 9 });
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

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { list, settings } from '../../shared/checks/base.ts';
import { group as groupOf, groups, interfaces, rule as permission } from '../../shared/checks/base-network.ts';
import { type Openings, openings, type Rule, type RulesOfGroup, transports } from '../../shared/checks/openings.ts';
import check from '../../shared/checks/security-groups/open-to-internet.ts';
import { formatPorts } from '../../shared/net/port-set.ts';
import { settled } from '../derive/derived.ts';
import { sampled, tries } from '../whole.ts';
import { judged } from './estate.ts';
import { openingsByDefinition } from './openings-by-definition.ts';

const shown = ({ internet, large, with: partners }: Openings) => ({
  internet: transports.map((transport) => formatPorts(internet[transport])),
  large: transports.map((transport) => formatPorts(large[transport])),
  with: partners,
});

/** Blocks that nest, touch, are reserved in part, lie at a threshold of 65,536 or 2^32, or make the whole internet of a family together. */
const cidrs = [
  ...['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '128.0.0.0/2', '192.0.0.0/2', '10.0.0.0/8', '224.0.0.0/4', '192.88.99.0/24'],
  ...['8.0.0.0/16', '8.1.0.0/32', '8.0.0.0/17', '8.0.128.0/17', '9.254.0.0/15', '203.0.113.0/24'],
  ...['::/0', '::/1', '8000::/1', '2000::/3', '2000::/4', '3000::/4', '2600::/32', '2600:1::/64', 'fd00::/8', '2002::/16'],
];
const rule = fc
  .record({
    protocol: fc.constantFrom('tcp', 'tcp', 'udp', '6', '-1', 'icmp', 'TCP'),
    ends: fc.tuple(fc.nat(12), fc.nat(12)),
    whole: fc.boolean(),
    cidrs: fc.subarray(cidrs, { maxLength: 3 }),
    unread: fc.constantFrom([], [], [], ['pl-1']),
  })
  .map(({ protocol, ends, whole, cidrs, unread }): Rule => {
    const ports = protocol === '-1' || whole ? {} : { fromPort: Math.min(...ends), toPort: Math.max(...ends) };
    return { protocol, ...ports, sources: cidrs.map((cidr) => ({ id: cidr, cidrs: [cidr] })), unread: [...unread] };
  });
/** Up to five groups, and some sets of them as interfaces have. */
const estate = fc
  .array(fc.array(rule, { maxLength: 5 }), { minLength: 1, maxLength: 5 })
  .map((all) => all.map((rules, index): RulesOfGroup => ({ id: `sg-${index}`, rules })))
  .chain((all) =>
    fc.record({ all: fc.constant(all), sets: fc.array(fc.shuffledSubarray(all, { minLength: 1 }), { maxLength: 3 }) }),
  );

describe('openings', () => {
  it('are those of the plain definition, whatever was asked before', () => {
    fc.assert(
      fc.property(estate, fc.constantFrom('nobody', 'everybody'), ({ all, sets }, assume) => {
        for (const own of all) {
          const together = sets.filter((set) => set.includes(own)).map((set) => set.filter((other) => other !== own));
          for (const large of [settings.largeRange, { ipv4Addresses: 2 ** 16 - 1, ipv6Networks: 2 ** 32 - 1 }])
            expect(shown(openings(own, together, large, assume))).toEqual(
              shown(openingsByDefinition(own, together, large, assume)),
            );
        }
      }),
      { numRuns: tries(100, 1_000) },
    );
  });

  it('of rules that other groups hold too are told by their own ids', () => {
    const rules: readonly Rule[] = [{ protocol: 'tcp', sources: [{ id: 'x', cidrs: ['0.0.0.0/1'] }], unread: [] }];
    const rest: readonly Rule[] = [{ protocol: 'tcp', sources: [{ id: 'y', cidrs: ['128.0.0.0/1'] }], unread: [] }];
    const partnersOf = (own: string, other: string) =>
      openings({ id: own, rules }, [[{ id: other, rules: rest }]], settings.largeRange, 'nobody').with;
    expect([partnersOf('a', 'b'), partnersOf('a', 'c')]).toEqual([['b'], ['c']]);
  });
});

describe('many groups with many rules', () => {
  /** Each rule has 3,001 ports and a /17 of its own; the groups of an interface follow a generator without rhythm. */
  function crowd(groupCount: number, ruleCount: number, interfaceCount: number, each: number) {
    const id = (index: number) => `sg-${String(index).padStart(3, '0')}`;
    const rules = (group: number) =>
      Array.from({ length: ruleCount }, (_, index) => {
        const number = group * ruleCount + index;
        const [block, fromPort] = [(number * 40_503) % 65_536, (number * 7_919) % 62_000];
        const cidr = `${1 + (block >> 9)}.${(block >> 1) % 256}.${(block % 2) * 128}.0/17`;
        return permission({ fromPort, toPort: fromPort + 3000, ipv4Cidrs: [cidr] });
      });
    let seed = 1;
    const next = () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % groupCount;
    };
    const some = () => {
      const found = new Set<number>();
      while (found.size < each) found.add(each === groupCount ? found.size : next());
      return [...found].map(id);
    };
    return settled({
      securityGroups: list([...groups({}), ...Array.from({ length: groupCount }, (_, g) => groupOf(id(g), rules(g)))]),
      networkInterfaces: list(
        Array.from({ length: interfaceCount }, (_, index) => ({
          ...interfaces.node,
          id: `eni-${index}`,
          securityGroupIds: some(),
        })),
      ),
    });
  }

  it.each(
    sampled<[number, number, number, number]>(
      [
        [30, 60, 30, 5],
        [16, 60, 1, 16],
        [60, 60, 20, 5],
      ],
      3,
    ),
  )(
    '%d groups of %d rules on %d interfaces of %d groups are judged all the same',
    (...shape) => {
      const { verdicts, errors } = judged(check, crowd(...shape));
      expect(errors).toEqual([]);
      expect(verdicts.filter(({ status }) => status === 'fail').length).toBeGreaterThan(0);
    },
    10_000,
  );
});

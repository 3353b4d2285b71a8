import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settings } from '../../shared/checks/base.ts';
import { findingsOf } from '../../shared/checks/findings.ts';
import { letsInternetIn, type Openings, openings, portsOf, type Rule, transports } from '../../shared/checks/openings.ts';
import { worst } from '../../shared/checks/severity.ts';
import { IntervalSet } from '../../shared/net/interval-set.ts';
import { formatPorts, type PortSet } from '../../shared/net/port-set.ts';

const large = settings.largeRange;
const rule = (given: Partial<Rule>): Rule => ({ protocol: 'tcp', sources: [], unread: [], ...given });
const from = (...cidrs: string[]) => [{ id: cidrs.join(' '), cidrs }];
const port = (number: number, ...cidrs: string[]) => rule({ fromPort: number, toPort: number, sources: from(...cidrs) });
const group = (id: string, ...rules: readonly Rule[]) => ({ id, rules });
const shown = ({ internet, large, with: partners }: Openings) => ({
  internet: transports.map((transport) => formatPorts(internet[transport])),
  large: transports.map((transport) => formatPorts(large[transport])),
  with: partners,
});

/** Rules over eight ports and the four quarters of IPv4: each quarter is a large range, all four are the internet. */
const quarters = ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2'];
const rules = fc.array(
  fc
    .record({
      protocol: fc.constantFrom('tcp', 'udp', '6', '17', '-1', 'icmp', '47'),
      ends: fc.tuple(fc.nat(7), fc.nat(7)),
      cidrs: fc.subarray([...quarters, '10.0.0.0/8']),
    })
    .map(({ protocol, ends, cidrs }) => {
      const ports = protocol === '-1' ? {} : { fromPort: Math.min(...ends), toPort: Math.max(...ends) };
      return rule({ protocol, ...ports, sources: cidrs.map((cidr) => ({ id: cidr, cidrs: [cidr] })) });
    }),
  { maxLength: 5 },
);
const protocols: Record<string, readonly string[]> = { tcp: ['tcp', '6', '-1'], udp: ['udp', '17', '-1'] };
const quartersAt = (all: readonly Rule[], transport: string, number: number): ReadonlySet<string> =>
  new Set(
    all
      .filter(
        ({ protocol, fromPort = 0, toPort = 65_535 }) =>
          protocols[transport]?.includes(protocol) && fromPort <= number && number <= toPort,
      )
      .flatMap(({ sources }) => sources.map(({ id }) => id))
      .filter((id) => quarters.includes(id)),
  );
const numbers = [0, 1, 2, 3, 4, 5, 6, 7, 8, 65_535];

describe('openings', () => {
  it('of one group are those of a table of ports and quarters', () => {
    fc.assert(
      fc.property(rules, (own) => {
        const found = openings(group('a', ...own), [], large, 'nobody');
        expect(found.with).toEqual([]);
        for (const transport of transports)
          for (const number of numbers) {
            const open = quartersAt(own, transport, number).size;
            expect(found.internet[transport].contains(number)).toBe(open === 4);
            expect(found.large[transport].contains(number)).toBe(open > 0 && open < 4);
          }
      }),
    );
  });

  it('of groups on one interface: what all of them open, at least one is told; and only what they open', () => {
    fc.assert(
      fc.property(fc.array(rules, { minLength: 1, maxLength: 4 }), (all) => {
        const groups = all.map((own, index) => group(`sg-${index}`, ...own));
        const found = groups.map((own) => openings(own, [groups.filter((other) => other !== own)], large, 'nobody'));
        for (const transport of transports)
          for (const number of numbers) {
            const union = quartersAt(all.flat(), transport, number).size;
            const told = found.map(({ internet }) => internet[transport].contains(number));
            expect(told.includes(true)).toBe(union === 4);
            for (const [index, { internet, large }] of found.entries()) {
              const part = quartersAt(all[index] ?? [], transport, number).size > 0;
              if (!part) expect(internet[transport].contains(number) || large[transport].contains(number)).toBe(false);
            }
          }
      }),
    );
  });

  it('do not depend on the order of rules, sources and groups', () => {
    fc.assert(
      fc.property(rules, rules, rules, (own, one, other) => {
        const turned = (all: readonly Rule[]) =>
          [...all].reverse().map((each) => ({ ...each, sources: [...each.sources].reverse() }));
        const straight = openings(group('a', ...own), [[group('b', ...one), group('c', ...other)], []], large, 'nobody');
        const back = openings(
          group('a', ...turned(own)),
          [[], [group('c', ...turned(other)), group('b', ...turned(one))]],
          large,
          'nobody',
        );
        expect(shown(back)).toEqual(shown(straight));
      }),
    );
  });

  it('name the groups without which they would not be', () => {
    const halves = [port(22, '0.0.0.0/1'), port(22, '128.0.0.0/1')] as const;
    const own = group('a', halves[0]);
    expect(shown(openings(own, [[group('b', halves[1])]], large, 'nobody'))).toEqual({
      internet: ['22', 'none'],
      large: ['none', 'none'],
      with: ['b'],
    });
    const crowd = [group('d', halves[1]), group('b', port(22, '198.35.26.0/24')), group('c', port(23, '0.0.0.0/0'))];
    expect(openings(own, [crowd], large, 'nobody').with).toEqual(['d']);
    expect(
      shown(openings(group('b', port(22, '198.35.26.0/24')), [[own, group('d', halves[1])]], large, 'nobody')).internet,
    ).toEqual(['none', 'none']);
    const whole = group('e', port(22, '0.0.0.0/0'));
    expect(shown(openings(own, [[whole]], large, 'nobody'))).toEqual({
      internet: ['none', 'none'],
      large: ['22', 'none'],
      with: [],
    });
    expect(shown(openings(whole, [[own]], large, 'nobody'))).toEqual({
      internet: ['22', 'none'],
      large: ['none', 'none'],
      with: [],
    });
  });

  it('blame the same groups from either side where several would do', () => {
    const groups = ['a', 'b', 'c'].map((id) => group(id, port(22, id === 'b' ? '128.0.0.0/1' : '0.0.0.0/1')));
    const told = groups.map((own) => openings(own, [groups.filter((other) => other !== own)], large, 'nobody').with);
    expect(told).toEqual([[], ['c'], ['b']]);
  });

  it('take what is unread for nobody or for everybody', () => {
    const own = group('a', rule({ fromPort: 22, toPort: 22, sources: from('10.0.0.0/8'), unread: ['pl-1'] }));
    expect(shown(openings(own, [], large, 'nobody')).internet).toEqual(['none', 'none']);
    expect(shown(openings(own, [], large, 'everybody')).internet).toEqual(['22', 'none']);
  });

  it('are of either family alone', () => {
    expect(shown(openings(group('a', port(22, '::/1', '8000::/1')), [], large, 'nobody')).internet).toEqual(['22', 'none']);
    expect(shown(openings(group('a', port(22, '0.0.0.0/1', '8000::/1')), [], large, 'nobody')).internet).toEqual([
      'none',
      'none',
    ]);
  });

  it('refuse what the fact never holds', () => {
    expect(() => openings(group('a', port(22, 'all')), [], large, 'nobody')).toThrow(RangeError);
    expect(() => portsOf(rule({ fromPort: 9, toPort: 8 }), 'tcp')).toThrow(RangeError);
  });
});

describe('letsInternetIn', () => {
  it.each([
    ['nobody', [], false],
    ['private addresses', [port(22, '10.0.0.0/8')], false],
    ['one public address', [port(22, '10.0.0.0/8', '198.35.26.96/32')], true],
    ['a list that could not be read', [rule({ fromPort: 22, toPort: 22, unread: ['pl-1'] })], true],
    ['ICMP', [rule({ protocol: 'icmp', sources: from('0.0.0.0/0'), unread: ['pl-1'] })], false],
  ])('%s', (_, given, expected) => {
    expect(letsInternetIn(given)).toBe(expected);
  });
});

const none: PortSet = IntervalSet.of<number>([]);
const ports = (...ranges: readonly (readonly [number, number])[]): PortSet =>
  IntervalSet.of(ranges.map(([from, to]) => ({ from, to })));
const open = (given: { internet?: Partial<Openings['internet']>; large?: Partial<Openings['large']> }): Openings => ({
  internet: { tcp: none, udp: none, ...given.internet },
  large: { tcp: none, udp: none, ...given.large },
  with: [],
});

describe('findingsOf', () => {
  const says = (openings: Openings, ...roles: string[]) =>
    findingsOf(openings, roles).map(({ range, severity, says }) => [range, severity, says]);

  it('is nothing where nothing is open', () => {
    expect(says(open({}), 'node')).toEqual([]);
    expect(worst([])).toBeUndefined();
  });

  it('names services with their ports, the worst first', () => {
    const tcp = ports([22, 23], [2380, 2380], [8081, 8081]);
    expect(says(open({ internet: { tcp, udp: ports([161, 161]) } }), 'node', 'control-plane')).toEqual([
      ['internet', 'high', 'etcd (tcp 2380)'],
      ['internet', 'medium', 'SSH (tcp 22)'],
      ['internet', 'medium', 'Telnet (tcp 23)'],
      ['internet', 'medium', 'SNMP (udp 161)'],
      ['internet', 'low', 'tcp 8081'],
    ]);
  });

  it('names a service once for both transports', () => {
    expect(says(open({ internet: { tcp: ports([11211, 11211]), udp: ports([11211, 11211]) } }), 'pod')).toEqual([
      ['internet', 'medium', 'Memcached (tcp 11211, udp 11211)'],
    ]);
  });

  it('names no service where every port is open, port 0 or not', () => {
    for (const first of [0, 1])
      expect(
        says(
          open({ internet: { tcp: ports([first, 65_535]), udp: ports([53, 53]) }, large: { tcp: none, udp: none } }),
          'node',
        ),
      ).toEqual([
        ['internet', 'high', 'every tcp port'],
        ['internet', 'low', 'udp 53'],
      ]);
    expect(says(open({ internet: { tcp: ports([2, 65_535]) } }), 'node').length).toBeGreaterThan(20);
  });

  it('lowers what is open to a large range, and says nothing of ports of no known service', () => {
    expect(says(open({ large: { tcp: ports([443, 443], [10_250, 10_250], [30_000, 30_000]) } }), 'node')).toEqual([
      ['large', 'medium', 'kubelet (tcp 10250)'],
      ['large', 'low', 'NodePort services (tcp 30000)'],
    ]);
  });

  it('expects listeners of load balancers: on these alone', () => {
    const internet = { tcp: ports([80, 80], [443, 443], [3306, 3306]), udp: ports([0, 65_535]) };
    expect(says(open({ internet }), 'load-balancer')).toEqual([
      ['internet', 'medium', 'every udp port'],
      ['internet', 'medium', 'MySQL (tcp 3306)'],
    ]);
    expect(says(open({ internet }), 'load-balancer', 'node')).toEqual([
      ['internet', 'high', 'every udp port'],
      ['internet', 'medium', 'MySQL (tcp 3306)'],
      ['internet', 'low', 'tcp 80, 443'],
    ]);
  });

  it('lowers everything on the control plane alone', () => {
    const given = open({ internet: { tcp: ports([1, 65_535]) }, large: { udp: ports([161, 161]) } });
    expect(says(given, 'control-plane')).toEqual([
      ['internet', 'low', 'every tcp port'],
      ['large', 'low', 'SNMP (udp 161)'],
    ]);
    expect(worst(findingsOf(given, ['control-plane', 'node']))).toBe('high');
  });

  it('shortens what has many pieces', () => {
    const tcp = ports([1000, 1000], [1002, 1002], [1004, 1004], [1006, 1006]);
    expect(says(open({ internet: { tcp } }), 'node')[0]?.[2]).toBe('tcp 1000, 1002, 1004, 1006');
    const more = tcp.union(ports([1008, 1009], [1011, 1012]));
    expect(says(open({ internet: { tcp: more } }), 'node')[0]?.[2]).toBe('tcp 1000, 1002, 1004, 1006 and 2 more ranges');
  });
});

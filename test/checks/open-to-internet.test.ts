import { describe, expect, it } from 'vitest';
import { list } from '../../shared/checks/base.ts';
import { groups, office, port, rule } from '../../shared/checks/base-network.ts';
import check from '../../shared/checks/security-groups/open-to-internet.ts';
import type { FactsOfTarget } from '../../shared/facts/index.ts';
import { judged } from './estate.ts';

const verdict = (facts: FactsOfTarget) => judged(check, facts).verdicts.find(({ resource }) => resource.id === 'sg-node');
const evidence = (facts: FactsOfTarget, id = 'sg-node') =>
  judged(check, facts)
    .verdicts.find(({ resource }) => resource.id === id)
    ?.evidence.filter(({ kind }) => kind === 'security-group');
const node = (...ingress: ReturnType<typeof rule>[]) => ({ securityGroups: list(groups({ 'sg-node': ingress })) });
const narrow = Array.from({ length: 12 }, (_, index) => `198.35.26.${index}/32`);

describe('the evidence of security-groups/open-to-internet', () => {
  it('quotes the rules that have a part in it, and no other', () => {
    const facts = node(
      port(22, { ipv4Cidrs: ['0.0.0.0/1'] }),
      rule({ protocol: '6', fromPort: 22, toPort: 23, ipv4Cidrs: ['128.0.0.0/1'] }),
      rule({ fromPort: 20, toPort: 23, ipv4Cidrs: ['10.0.0.0/8'] }),
      port(9999, { ipv4Cidrs: ['198.35.26.0/24'] }),
      port(22, { securityGroupIds: ['sg-cluster'] }),
    );
    expect(evidence(facts)?.map(({ says }) => says)).toEqual([
      'protocol tcp, port 22, from 0.0.0.0/1',
      'protocol 6, ports 22-23, from 128.0.0.0/1',
    ]);
  });

  it('quotes the widest sources first, since a long list is cut', () => {
    expect(evidence(node(port(22, { ipv4Cidrs: [...narrow, '0.0.0.0/0'] })))?.[0]?.says).toBe(
      `protocol tcp, port 22, from 0.0.0.0/0, ${narrow.slice(0, 9).join(', ')} and 3 more`,
    );
    const prefixLists = list([{ ...office, cidrs: [...narrow, '0.0.0.0/0'] }]);
    expect(evidence({ prefixLists })?.[0]?.says).toBe(
      `protocol tcp, port 22, from pl-office (0.0.0.0/0, ${narrow.slice(0, 4).join(', ')} and 8 more)`,
    );
  });

  it('quotes the rules of the groups that it takes, by their ids', () => {
    const securityGroups = list(
      groups({ 'sg-cluster': [port(22, { ipv4Cidrs: ['0.0.0.0/1'] })], 'sg-node': [port(22, { ipv4Cidrs: ['128.0.0.0/1'] })] }),
    );
    expect(evidence({ securityGroups })).toEqual([
      { kind: 'security-group', id: 'sg-node', says: 'protocol tcp, port 22, from 128.0.0.0/1' },
      { kind: 'security-group', id: 'sg-cluster', says: 'protocol tcp, port 22, from 0.0.0.0/1' },
    ]);
  });

  it('says which sources of a rule could not be read', () => {
    const rules = [port(10250, { ipv4Cidrs: ['0.0.0.0/0', 'all'] }), port(10250, { prefixListIds: ['pl-x'] })];
    expect(evidence(node(...rules))?.map(({ says }) => says)).toEqual([
      'protocol tcp, port 10250, from 0.0.0.0/0, all (not read)',
      'protocol tcp, port 10250, from pl-x (not read)',
    ]);
  });

  it('is bounded, however many rules there are', () => {
    const rules = Array.from({ length: 1000 }, (_, index) => port(index + 1, { ipv4Cidrs: ['0.0.0.0/0'] }));
    expect(evidence(node(...rules))).toHaveLength(20);
  });
});

describe('a protocol that is none', () => {
  const odd = (protocol: string) => rule({ protocol, fromPort: 22, toPort: 22, ipv4Cidrs: ['0.0.0.0/0'] });
  it.each(['TCP', 'all', '06', ' tcp', '', '0x6'])('%j leaves the group unknown, by name', (protocol) => {
    expect(verdict(node(odd(protocol)))).toMatchObject({
      status: 'unknown',
      because: `a rule of sg-node: "${protocol}" is not a protocol: -1, tcp, udp, icmp, icmpv6, or a number from 0 to 255`,
    });
  });

  it('does not hide what is certain', () => {
    expect(verdict(node(odd('any'), port(10250, { ipv4Cidrs: ['0.0.0.0/0'] })))).toMatchObject({ status: 'fail' });
  });

  it.each(['icmp', 'icmpv6', '47'])('%s is one, without ports', (protocol) => {
    expect(verdict(node(odd(protocol)))).toMatchObject({ status: 'pass' });
  });
});

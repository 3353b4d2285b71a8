import { describe, expect, test } from 'vitest';
import { admissionsOf } from '../../../shared/derive/exposure/groups-of-interface.ts';
import { securityGroupsOf } from '../../../shared/derive/exposure/security-groups.ts';
import { allTraffic } from '../../../shared/derive/exposure/traffic.ts';
import type { Stored } from '../../../shared/facts/index.ts';
import { asking, group, listOf, lost, none, type Permission, permission } from './facts.ts';

const everyone = { ipv4Cidrs: ['0.0.0.0/0'] };
const stepOf = (direction: 'ingress' | 'egress', rule: Permission) => {
  const groups = securityGroupsOf({ securityGroups: listOf(group('sg-1', [rule], [rule])), prefixLists: none });
  return groups.of(['sg-1'], direction).rules[0]?.step;
};

describe('rules of security groups', () => {
  test.each<['ingress' | 'egress', Partial<Permission>, string]>([
    ['ingress', everyone, 'ingress rule: tcp 22 from 0.0.0.0/0'],
    ['egress', { ipv6Cidrs: ['::/0'] }, 'egress rule: tcp 22 to ::/0'],
    ['ingress', { prefixListIds: ['pl-1'], securityGroupIds: ['sg-2'] }, 'ingress rule: tcp 22 from pl-1, sg-2'],
    ['ingress', { securityGroupIds: ['a', 'b', 'c', 'd'] }, 'ingress rule: tcp 22 from a, b, c, d'],
    ['egress', { securityGroupIds: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'egress rule: tcp 22 to a, b, c, d, 2 more'],
  ])('%s of %o: %s', (direction, changed, says) => {
    expect(stepOf(direction, permission(changed))).toMatchObject({ kind: 'security-group', id: 'sg-1', says });
  });

  test.each<[Partial<Permission>, object | undefined]>([
    [
      { fromPort: 22, toPort: 80 },
      { protocol: 'tcp', ports: [[22, 80]] },
    ],
    [{ protocol: 'udp' }, { protocol: 'udp', ports: [[22, 22]] }],
    [{ protocol: '-1' }, undefined],
    [{ protocol: 'icmp', fromPort: 8, toPort: 0 }, undefined],
  ])('of %o open %o', (changed, opens) => {
    expect(stepOf('ingress', permission({ ...everyone, ...changed }))?.opens).toEqual(opens);
  });

  test('of addresses inside let nothing of the internet through', () => {
    const rule = permission({ ipv4Cidrs: ['10.0.0.0/8'] });
    const groups = securityGroupsOf({ securityGroups: listOf(group('sg-1', [rule])), prefixLists: none });
    const { rules, traffic } = groups.of(['sg-1'], 'ingress');
    expect([rules.length, traffic.isEmpty()]).toEqual([1, true]);
  });

  test('of the same groups are brought together once, in whatever order they are named', () => {
    const securityGroups = listOf(group('sg-1', [permission(everyone)]), group('sg-2', []));
    const groups = securityGroupsOf({ securityGroups, prefixLists: none });
    expect(groups.of(['sg-2', 'sg-1', 'sg-2'], 'ingress')).toBe(groups.of(['sg-1', 'sg-2'], 'ingress'));
    expect(groups.of(['sg-1'], 'ingress').rules).toHaveLength(1);
    expect(groups.of(['sg-1'], 'egress').rules).toEqual([]);
  });
});

describe('the groups of an interface', () => {
  const ports = [1, 2, 3, 4, 5].map((port) => permission({ ...everyone, fromPort: port, toPort: port }));
  const securityGroups = listOf(group('sg-1', [permission({ ipv6Cidrs: ['::/0'] }), ...ports]));
  const admissionOf = (changed: object) =>
    admissionsOf(securityGroupsOf({ securityGroups, prefixLists: none }))({
      id: 'eni-1',
      securityGroupIds: [],
      interfaceType: 'interface',
      ...changed,
    } as unknown as Stored<'networkInterfaces'>);
  const asked = asking('52.0.0.0/8');

  test('are said by the rules that admit what is asked, four at most', () => {
    const { explain } = admissionOf({ securityGroupIds: ['sg-1'] });
    expect(explain(asked).map(({ says }) => says)).toEqual(
      [1, 2, 3, 4].map((port) => `ingress rule: tcp ${port} from 0.0.0.0/0`),
    );
    expect(explain(asking('2a01::/16')).map(({ says }) => says)).toEqual(['ingress rule: tcp 22 from ::/0']);
  });

  test('may admit everything where they, or what has none, are not known', () => {
    for (const changed of [{ securityGroupIds: lost }, { interfaceType: lost }]) {
      const { traffic, unread, explain } = admissionOf(changed);
      expect([traffic.isEmpty(), unread, explain(asked)]).toEqual([true, [{ traffic: allTraffic, why: lost }], []]);
    }
  });

  test('admit nothing where there is none', () => {
    const { traffic, unread, explain } = admissionOf({});
    expect([traffic.isEmpty(), unread, explain(asked)]).toEqual([true, [], []]);
  });

  test('filter nothing on a network load balancer that has none', () => {
    const { traffic, unread, explain } = admissionOf({ interfaceType: 'network_load_balancer' });
    const says = 'a network load balancer without security groups: nothing filters';
    expect([traffic, unread]).toEqual([allTraffic, []]);
    expect(explain(asked)).toEqual([{ kind: 'network-interface', id: 'eni-1', says }]);
  });
});

import { describe, expect, it } from 'vitest';
import { cluster, clusterWith, list } from '../../shared/checks/base.ts';
import { groups, interfaces, office, port, rule } from '../../shared/checks/base-network.ts';
import { unknown } from '../../shared/facts/fact.ts';
import type { FactsOfTarget, Stored } from '../../shared/facts/index.ts';
import { denied, derived, reason, settled } from './derived.ts';

type Group = Stored<'clusterSecurityGroups'>;
const found = (facts: FactsOfTarget = {}) => {
  const fact = derived('clusterSecurityGroups', settled(facts));
  if (!fact.known) throw new Error(fact.why);
  return {
    groups: new Map(fact.items.map((item) => [item.id, item])),
    ids: fact.items.map(({ id }) => id),
    missing: fact.missing,
  };
};
const ofNode = (...ingress: ReturnType<typeof rule>[]) =>
  found({ securityGroups: list(groups({ 'sg-node': ingress })) }).groups.get('sg-node') as Group;

describe('places', () => {
  it('are the interfaces of the cluster, and what EKS says of the control plane', () => {
    const { groups, ids, missing } = found();
    expect(ids).toEqual(['sg-cluster', 'sg-node', 'sg-web']);
    expect(missing).toEqual([]);
    expect(groups.get('sg-cluster')).toMatchObject({
      name: 'shop-cluster',
      roles: ['control-plane', 'node'],
      evidence: [
        { kind: 'network-interface', id: 'eni-control', says: 'control-plane interface: described as "Amazon EKS shop"' },
        {
          kind: 'network-interface',
          id: 'eni-node',
          says: 'node interface: has the Auto Scaling group eks-general-1a2b of i-general',
        },
        { kind: 'cluster', id: cluster.arn, says: 'EKS puts it on the interfaces of the control plane' },
      ],
    });
    expect(groups.get('sg-cluster')?.together.map((set) => set.map(({ id }) => id))).toEqual([['sg-node']]);
    expect(groups.get('sg-node')?.together.map((set) => set.map(({ id }) => id))).toEqual([['sg-cluster']]);
    expect(groups.get('sg-web')?.together).toEqual([]);
  });

  it('are distinct sets of groups, each once, and three as evidence', () => {
    const items = ['a', 'b', 'c', 'd'].map((id, index) => ({
      ...interfaces.node,
      id: `eni-${id}`,
      securityGroupIds: index === 3 ? ['sg-web', 'sg-node'] : ['sg-node', 'sg-cluster', 'sg-node'],
    }));
    const node = found({ networkInterfaces: list(items) }).groups.get('sg-node');
    expect(node?.together.map((set) => set.map(({ id }) => id))).toEqual([['sg-cluster'], ['sg-web']]);
    expect(node?.evidence).toHaveLength(3);
  });

  it('do not depend on the order of interfaces and their groups, evidence aside', () => {
    const items = ['sg-web', 'sg-node', 'sg-cluster'].map((_, index, ids) => ({
      ...(index === 0 ? interfaces.controlPlane : interfaces.node),
      id: `eni-${index}`,
      securityGroupIds: ids,
    }));
    const shown = (given: typeof items) =>
      found({ networkInterfaces: list(given) }).ids.map((id) => {
        const group = found({ networkInterfaces: list(given) }).groups.get(id);
        return [id, group?.roles, group?.together.map((set) => set.map((other) => other.id))];
      });
    const both = ['control-plane', 'node'];
    const expected = [
      ['sg-cluster', both, [['sg-node', 'sg-web']]],
      ['sg-node', both, [['sg-cluster', 'sg-web']]],
      ['sg-web', both, [['sg-cluster', 'sg-node']]],
    ];
    expect(shown(items)).toEqual(expected);
    const turned = [...items]
      .reverse()
      .map((item, index) => ({ ...item, id: `eni-${index}`, securityGroupIds: [...item.securityGroupIds].reverse() }));
    expect(shown(turned)).toEqual(expected);
  });

  it('hold the rules of the other groups', () => {
    const own = ofNode(port(22, { ipv4Cidrs: ['10.0.0.0/8'] }));
    const other = found({ securityGroups: list(groups({ 'sg-node': [port(22, { ipv4Cidrs: ['10.0.0.0/8'] })] })) }).groups.get(
      'sg-cluster',
    );
    expect(other?.together).toEqual([[{ id: 'sg-node', ingress: own.ingress, complete: true }]]);
  });

  it('of the control plane are known without any interface', () => {
    const facts = { ...clusterWith({ securityGroupIds: ['sg-node'] }), networkInterfaces: denied };
    const { groups, ids, missing } = found(facts);
    expect(ids).toEqual(['sg-cluster', 'sg-node']);
    expect(missing).toEqual([{ id: 'network interfaces', ...reason }]);
    expect(groups.get('sg-node')).toMatchObject({ roles: ['control-plane'], together: [[{ id: 'sg-cluster' }]] });
  });

  it('are not those of interfaces that nothing places', () => {
    const stray = { ...interfaces.node, id: 'eni-stray', instanceId: 'i-stray', securityGroupIds: ['sg-stray'] };
    const { ids, missing } = found({ networkInterfaces: list([stray]) });
    expect(ids).toEqual(['sg-cluster']);
    expect(missing).toEqual([{ id: 'i-stray', why: 'EC2 lists no instance i-stray' }]);
  });
});

describe('what is missing', () => {
  it('is everything without the cluster', () => {
    expect(derived('clusterSecurityGroups', { clusters: denied })).toEqual(denied);
  });

  it.each<[string, FactsOfTarget, readonly string[], readonly object[]]>([
    [
      'the groups of an interface',
      { networkInterfaces: list([{ ...interfaces.loadBalancer, securityGroupIds: denied }]) },
      ['sg-cluster'],
      [{ id: 'eni-web', ...reason }],
    ],
    [
      "the cluster's own group",
      { ...clusterWith({ clusterSecurityGroupId: denied }), networkInterfaces: list([]) },
      [],
      [{ id: cluster.arn, ...reason }],
    ],
    [
      'its additional groups',
      { ...clusterWith({ securityGroupIds: denied }), networkInterfaces: list([]) },
      ['sg-cluster'],
      [{ id: cluster.arn, ...reason }],
    ],
    [
      'both: one reason',
      { ...clusterWith({ clusterSecurityGroupId: denied, securityGroupIds: denied }), networkInterfaces: list([]) },
      [],
      [{ id: cluster.arn, ...reason }],
    ],
    ['the groups', { securityGroups: denied, networkInterfaces: list([]) }, [], [{ id: 'sg-cluster', ...reason }]],
    [
      'a group',
      {
        securityGroups: list(
          [],
          [
            { id: 'sg-x', why: 'w' },
            { id: 'sg-cluster', ...reason },
          ],
        ),
        networkInterfaces: list([]),
      },
      [],
      [{ id: 'sg-cluster', ...reason }],
    ],
    [
      'a group that EC2 does not list',
      { securityGroups: list([]), networkInterfaces: list([]) },
      [],
      [{ id: 'sg-cluster', why: 'EC2 lists no security group sg-cluster' }],
    ],
  ])('is %s', (_, facts, ids, missing) => {
    expect(found(facts)).toMatchObject({ ids, missing });
  });

  it('is the rules of one group', () => {
    const { groups: all } = found({ securityGroups: list(groups({ 'sg-node': denied })) });
    expect(all.get('sg-node')).toMatchObject({ ingress: denied, complete: denied });
    expect(all.get('sg-cluster')?.together).toEqual([[{ id: 'sg-node', ingress: denied, complete: denied }]]);
  });

  it('is the rules of another group on the interface', () => {
    const { groups: all } = found({
      securityGroups: list(
        groups({}).filter(({ id }) => id !== 'sg-node'),
        [{ id: 'sg-node', ...reason }],
      ),
    });
    expect(all.get('sg-cluster')?.together).toEqual([[{ id: 'sg-node', ingress: denied, complete: denied }]]);
    const { groups: gone } = found({ securityGroups: list(groups({}).filter(({ id }) => id !== 'sg-node')) });
    const why = unknown('EC2 lists no security group sg-node');
    expect(gone.get('sg-cluster')?.together).toEqual([[{ id: 'sg-node', ingress: why, complete: why }]]);
  });
});

describe('rules', () => {
  it('keep protocol and ports, and expand what they name', () => {
    const given = rule({
      protocol: '6',
      fromPort: 20,
      toPort: 22,
      ipv4Cidrs: ['10.0.0.0/8'],
      ipv6Cidrs: ['fd00::/8'],
      prefixListIds: ['pl-office'],
      securityGroupIds: ['sg-other'],
    });
    expect(ofNode(given)).toMatchObject({
      complete: true,
      ingress: [
        {
          protocol: '6',
          fromPort: 20,
          toPort: 22,
          sources: [
            { id: '10.0.0.0/8', cidrs: ['10.0.0.0/8'] },
            { id: 'fd00::/8', cidrs: ['fd00::/8'] },
            { id: 'pl-office', cidrs: ['198.35.26.0/28'] },
          ],
          unread: [],
        },
      ],
    });
  });

  it.each([
    ['all protocols', { protocol: '-1' }],
    ['all protocols, with ports that mean nothing', { protocol: '-1', fromPort: 5, toPort: 6 }],
    ['all TCP ports', { protocol: 'tcp' }],
    ['all TCP ports as -1', { protocol: 'tcp', fromPort: -1, toPort: -1 }],
    ['all UDP ports as one -1', { protocol: '17', fromPort: -1 }],
    ['ICMP, which has types', { protocol: 'icmp', fromPort: 8, toPort: 0 }],
  ])('have no ports for %s', (_, given) => {
    const { ingress, complete } = ofNode(rule({ ...given, ipv4Cidrs: ['10.0.0.0/8'] }));
    expect(ingress).toEqual([{ protocol: given.protocol, sources: [{ id: '10.0.0.0/8', cidrs: ['10.0.0.0/8'] }], unread: [] }]);
    expect(complete).toBe(true);
  });

  it.each([
    ['reversed', 23, 22],
    ['too high', 22, 65_536],
    ['negative', -5, 22],
    ['half a port', 22.5, 23],
    ['one of them', 22, undefined],
    ['the other', undefined, 22],
    ['-1 to a port', -1, 22],
    ['a port to -1', 22, -1],
  ])('are unread where ports are %s', (_, fromPort, toPort) => {
    const ports = { ...(fromPort === undefined ? {} : { fromPort }), ...(toPort === undefined ? {} : { toPort }) };
    for (const protocol of ['tcp', 'udp', '6', '17']) {
      const { ingress, complete } = ofNode(
        rule({ protocol, ...ports, ipv4Cidrs: ['10.0.0.0/8'], prefixListIds: ['pl-office'] }),
      );
      expect(ingress).toEqual([{ protocol, sources: [], unread: ['10.0.0.0/8', 'pl-office'] }]);
      expect(complete).toEqual(
        unknown(
          `a rule of sg-node: "${fromPort ?? -1}-${toPort ?? -1}" is not a range of ports: two whole numbers from 0 to 65535, the lower first`,
        ),
      );
    }
  });

  it.each(['TCP', 'all', 'any', '06', ' tcp', 'tcp ', '', '0x6', '256', '-2', '6.0'])(
    'are unread where the protocol is %j, which is none',
    (protocol) => {
      const { ingress, complete } = ofNode(rule({ protocol, fromPort: 22, toPort: 22, ipv4Cidrs: ['0.0.0.0/0'] }));
      expect(ingress).toEqual([{ protocol, sources: [], unread: ['0.0.0.0/0'] }]);
      const expected = `a rule of sg-node: "${protocol}" is not a protocol: -1, tcp, udp, icmp, icmpv6, or a number from 0 to 255`;
      expect(complete).toEqual(unknown(expected));
    },
  );

  it.each(['icmp', 'icmpv6', '0', '1', '47', '58', '255'])('have no ports for %s', (protocol) => {
    const { ingress, complete } = ofNode(rule({ protocol, ipv4Cidrs: ['10.0.0.0/8'] }));
    expect(ingress).toEqual([{ protocol, sources: [{ id: '10.0.0.0/8', cidrs: ['10.0.0.0/8'] }], unread: [] }]);
    expect(complete).toBe(true);
  });

  it('are unread where a text is no CIDR, for that text only', () => {
    const { ingress, complete } = ofNode(port(22, { ipv4Cidrs: ['10.0.0.0/8', 'all'] }), port(23, { ipv6Cidrs: ['::1'] }));
    expect(ingress).toMatchObject([
      { sources: [{ id: '10.0.0.0/8' }], unread: ['all'] },
      { sources: [], unread: ['::1'] },
    ]);
    expect(complete).toEqual(unknown('a rule of sg-node: "all" is not a CIDR: it has no prefix length, such as /24'));
  });

  const lists = (prefixLists: NonNullable<FactsOfTarget['prefixLists']>) =>
    found({ prefixLists }).groups.get('sg-node') as Group;
  it.each([
    ['the lists are', denied, denied],
    [
      'the list is',
      list(
        [],
        [
          { id: 'pl-x', why: 'w' },
          { id: 'pl-office', ...reason },
        ],
      ),
      denied,
    ],
    ['its entries are', list([{ ...office, cidrs: denied }]), denied],
    [
      'nobody read it',
      list([{ ...office, id: 'pl-x' }]),
      unknown('the prefix list pl-office was not read', 'ec2:GetManagedPrefixListEntries'),
    ],
    [
      'an entry is no CIDR',
      list([{ ...office, cidrs: ['10.0.0.0/8', 'x'] }]),
      unknown('prefix list pl-office: "x" is not a CIDR: it has no prefix length, such as /24'),
    ],
  ])('are unread where a prefix list is not known: %s', (_, prefixLists, complete) => {
    expect(lists(prefixLists)).toMatchObject({
      complete,
      ingress: [{ sources: [], unread: ['pl-office'], fromPort: 22, toPort: 22 }],
    });
  });
});

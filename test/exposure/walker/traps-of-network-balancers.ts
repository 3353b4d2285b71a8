import { udp } from './packet.ts';
import { admitting, dial, high, low, open, plain, six, type Trap, trap } from './trap.ts';
import { across, admitsAll, admitsVpc, behind, front, group, network, nlb, one, target, unpreserved } from './trap-balancer.ts';

/** Traps of network load balancers. */
export const networkBalancerTraps: readonly Trap[] = [
  trap(
    'a network load balancer with client address preserved and a target that admits only the VPC',
    behind(network, group, [admitsVpc]),
    dial(low, nlb, false),
  ),
  trap(
    'the same, and the client address is not preserved',
    behind(network, { ...group, attributes: unpreserved }, [admitsVpc]),
    dial(low, nlb, true),
    dial(low, nlb, false, 80),
  ),
  trap(
    'a target by address: the client address is not preserved by default',
    behind(network, { ...group, type: 'ip', targets: [{ id: '10.0.1.10', port: 8080 }] }, [admitsVpc]),
    dial(low, nlb, true),
  ),
  trap(
    'one without groups: nothing filters what it takes',
    behind(network, group, [admitsAll]),
    dial(low, nlb, true),
    dial(high, nlb, true),
  ),
  trap(
    'one with a group that admits half',
    behind({ ...network, groups: ['sg-lb'] }, group, [admitting('sg-lb', 443, '0.0.0.0/1'), admitsAll]),
    dial(low, nlb, true),
    dial(high, nlb, false),
  ),
  trap(
    'a target that admits the group of the load balancer, client address preserved',
    behind({ ...network, groups: ['sg-lb'] }, group, [front, admitting('sg-target', 8080, 'sg-lb')]),
    dial(low, nlb, true),
  ),
  trap(
    'a group that lets nothing out to the target',
    behind({ ...network, groups: ['sg-lb'] }, group, [{ ...front, egress: [] }, admitsAll]),
    dial(low, nlb, false),
  ),
  trap(
    'a private target needs no route to the internet',
    behind(one, group, [admitsAll], {
      tables: plain.tables,
      balancers: [{ ...one, attributes: across }],
      subnets: plain.subnets.map((subnet) => ({ ...subnet, zone: 'a' })),
    }),
    dial(low, nlb, true),
  ),
  trap(
    'cross-zone off, and the target in a zone whose node has no way in',
    behind(network, group, [admitsAll], { tables: plain.tables }),
    dial(low, nlb, false),
  ),
  trap(
    'cross-zone on by the target group',
    behind(network, { ...group, attributes: across }, [admitsAll], { tables: plain.tables }),
    dial(low, nlb, true),
  ),
  trap(
    'a target in a zone that is not enabled',
    behind({ ...one, attributes: across }, group, [admitsAll]),
    dial(low, nlb, false),
  ),
  trap(
    'a target that drains',
    behind(network, { ...group, targets: [{ id: 'i-2', port: 8080, state: 'draining' }] }, [admitsAll]),
    dial(low, nlb, false),
  ),
  trap(
    'a target that is stopped',
    behind(network, group, [admitsAll], { instances: [{ id: 'i-2', state: 'stopped' }] }),
    dial(low, nlb, false),
  ),
  trap(
    'IPv6 to a dual-stack one: the target sees the load balancer',
    behind({ ...network, addresses: 'dualstack' }, group, [admitsVpc]),
    dial(six, nlb, true),
    dial(low, nlb, false),
  ),
  trap('IPv6 to one that has IPv4 only', behind(network, group, [admitsAll]), dial(six, nlb, false)),
  trap('an internal one', behind({ ...network, internal: true }, group, [admitsAll]), dial(low, nlb, false)),
  trap(
    "a target's network ACL lets nothing back to the client, whose address is preserved",
    behind(one, group, [admitsAll], {
      balancers: [{ ...one, attributes: across }],
      subnets: plain.subnets.map((subnet) => ({ ...subnet, zone: 'a' })),
      acls: [
        { id: 'acl-1', entries: open },
        { id: 'acl-2', entries: [{ number: 1, egress: true, allow: false, cidr: '52.0.0.0/8', protocol: '-1' }, ...open] },
      ],
    }),
    dial(low, nlb, false),
    dial(high, nlb, true),
  ),
  trap(
    'an instance with two interfaces: the primary one is the target',
    behind(network, group, [admitsAll, admitting('sg-other', 22, '0.0.0.0/0')], {
      interfaces: [
        { ...target, id: 'eni-3', device: 1, addresses: [{ ip: '10.0.1.11' }] },
        { ...target, groups: ['sg-other'] },
      ],
    }),
    dial(low, nlb, false),
  ),
  trap(
    'UDP to a target by its address: the client address is always preserved',
    behind(
      { ...network, listeners: [{ port: 443, protocol: 'UDP', to: 'tg' }] },
      { ...group, type: 'ip', protocol: 'UDP', attributes: unpreserved, targets: [{ id: '10.0.1.10', port: 8080 }] },
      [{ id: 'sg-target', ingress: [{ protocol: 'udp', range: [8080, 8080], peers: ['0.0.0.0/1', '10.0.0.0/8'] }] }],
    ),
    { packet: { source: low, to: { loadBalancer: nlb }, flow: { protocol: udp, port: 443 } }, reachable: true },
    { packet: { source: high, to: { loadBalancer: nlb }, flow: { protocol: udp, port: 443 } }, reachable: false },
    dial(low, nlb, false),
  ),
];

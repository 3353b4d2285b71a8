import { classicArn } from './classic-balancer.ts';
import { account, balancerArn, region } from './names.ts';
import type { BalancerSketch, Sketch, TargetGroupSketch } from './sketch.ts';
import { admitting, dial, everyFlow, high, low, open, plain, six, type Trap, trap } from './trap.ts';

/** A private machine in subnet-b, and a load balancer in subnet-a before it. */
const target = { id: 'eni-2', subnet: 'subnet-b', groups: ['sg-target'], addresses: [{ ip: '10.0.1.10' }], instance: 'i-2' };
const group: TargetGroupSketch = {
  name: 'tg',
  type: 'instance',
  protocol: 'TCP',
  port: 8080,
  targets: [{ id: 'i-2', port: 8080 }],
};
const network: BalancerSketch = {
  name: 'nlb',
  type: 'network',
  groups: [],
  subnets: ['subnet-a', 'subnet-b'],
  listeners: [{ port: 443, protocol: 'TCP', to: 'tg' }],
};
const application: BalancerSketch = {
  ...network,
  name: 'alb',
  type: 'application',
  groups: ['sg-lb'],
  listeners: [{ port: 443, protocol: 'HTTPS', to: 'tg' }],
};
const web = { ...group, protocol: 'HTTP' };
const nlb = balancerArn('network', 'nlb');
const alb = balancerArn('application', 'alb');

/** Both subnets have the route, so that a load balancer can stand in both. */
const publicly: Partial<Sketch> = {
  tables: [{ id: 'rtb-main', main: true, routes: plain.tables[1]?.routes ?? [] }],
  interfaces: [target],
  instances: [{ id: 'i-2', state: 'running' }],
};
const behind = (
  balancer: BalancerSketch,
  targets: TargetGroupSketch,
  groups: Sketch['groups'],
  more: Partial<Sketch> = {},
) => ({
  ...publicly,
  groups,
  balancers: [balancer],
  targetGroups: [targets],
  ...more,
});
const admitsVpc = admitting('sg-target', 8080, '10.0.0.0/16');
const admitsAll = admitting('sg-target', 8080, '0.0.0.0/0');
const front = admitting('sg-lb', 443, '0.0.0.0/0');
const one = { ...network, subnets: ['subnet-a'] };
const unpreserved = { 'preserve_client_ip.enabled': 'false' };
const across = { 'load_balancing.cross_zone.enabled': 'true' };

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
];

const classic = classicArn({ account, region }, 'clb');
const classicWorld = (crossZone: boolean): Partial<Sketch> => ({
  ...publicly,
  tables: plain.tables,
  groups: [front, admitting('sg-target', 8080, 'sg-lb')],
  classics: [
    {
      name: 'clb',
      groups: ['sg-lb'],
      subnets: ['subnet-a', 'subnet-b'],
      crossZone,
      listeners: [{ port: 443, instancePort: 8080 }],
      instances: ['i-2'],
    },
  ],
});

/** Traps of application and classic load balancers. */
export const otherBalancerTraps: readonly Trap[] = [
  trap(
    'an internet-facing application load balancer to a private target',
    behind(application, web, [front, admitting('sg-target', 8080, 'sg-lb')], { tables: plain.tables }),
    dial(low, alb, true),
    dial(low, alb, false, 8080),
  ),
  trap(
    'an application load balancer whose subnets have no route',
    behind(application, web, [front, admitsAll], { tables: [{ id: 'rtb-main', main: true, routes: [] }] }),
    dial(low, alb, false),
  ),
  trap(
    'an application load balancer to targets that admit other groups',
    behind(application, web, [front, admitting('sg-target', 8080, 'sg-target')]),
    dial(low, alb, false),
  ),
  trap(
    'a rule forwards, the default does not',
    behind({ ...application, listeners: [{ port: 443, protocol: 'HTTPS', rules: ['tg'] }] }, web, [front, admitsVpc]),
    dial(low, alb, true),
  ),
  trap(
    'nothing forwards',
    behind({ ...application, listeners: [{ port: 443, protocol: 'HTTPS' }] }, web, [front, admitsVpc]),
    dial(low, alb, false),
  ),
  trap(
    'a pod by its address, in a delegated prefix',
    behind(application, { ...web, type: 'ip', targets: [{ id: '10.0.1.37', port: 8080 }] }, [front, admitsVpc], {
      interfaces: [{ ...target, prefixes: ['10.0.1.32/28'] }],
    }),
    dial(low, alb, true),
  ),
  trap(
    'cross-zone off for the target group',
    behind(application, { ...web, attributes: { 'load_balancing.cross_zone.enabled': 'false' } }, [front, admitsVpc], {
      tables: plain.tables,
    }),
    dial(low, alb, false),
  ),
  trap(
    'block public access where the load balancer stands',
    behind(application, web, [front, admitsVpc], {
      block: {
        mode: 'block-ingress',
        exclusions: [{ id: 'vpcbpa-exclude-1', of: 'subnet-b', mode: 'allow-bidirectional', state: 'create-complete' }],
      },
    }),
    dial(low, alb, true),
  ),
  trap(
    'the network ACL of the load balancer denies the client',
    behind(application, web, [front, admitsVpc], {
      acls: plain.acls.map((acl) => ({ ...acl, entries: [...everyFlow(1, false, '52.0.0.0/8'), ...open] })),
    }),
    dial(low, alb, false),
    dial(high, alb, true),
  ),
  trap(
    'an internal dual-stack one that lets its IPv6 addresses be reached',
    behind(
      {
        ...application,
        internal: true,
        addresses: 'dualstack',
        groups: ['sg-lb'],
        attributes: { 'ipv6.deny_all_igw_traffic': 'false' },
      },
      web,
      [admitting('sg-lb', 443, '0.0.0.0/0', '::/0'), admitsVpc],
    ),
    dial(low, alb, false),
    dial(six, alb, true),
  ),
  trap(
    'an internal dual-stack one as it is made',
    behind({ ...application, internal: true, addresses: 'dualstack' }, web, [
      admitting('sg-lb', 443, '0.0.0.0/0', '::/0'),
      admitsVpc,
    ]),
    dial(six, alb, false),
  ),
  trap('a classic load balancer, across zones', classicWorld(true), dial(low, classic, true)),
  trap('a classic load balancer, not across zones', classicWorld(false), dial(low, classic, false)),
];

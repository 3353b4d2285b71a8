import type { BalancerSketch, Sketch, TargetGroupSketch } from './sketch.ts';
import { admitting, dial, high, low, open, plain, six, type Trap, trap } from './trap.ts';
import { across, admitsVpc, alb, application, front, network, nlb, publicly, web } from './trap-balancer.ts';

const first: BalancerSketch = { ...network, attributes: across, listeners: [{ port: 443, protocol: 'TCP', to: 'tg-alb' }] };
const inner: BalancerSketch = { ...application, internal: true };
const toAlb: TargetGroupSketch = {
  name: 'tg-alb',
  type: 'alb',
  protocol: 'TCP',
  port: 443,
  targets: [{ id: alb, port: 443 }],
};
const byGroup = admitting('sg-target', 8080, 'sg-lb');

/** A network load balancer, an internal application load balancer behind it, and a private machine behind that. */
const chained = (groups: Sketch['groups'], more: Partial<Sketch> = {}): Partial<Sketch> => ({
  ...publicly,
  groups,
  balancers: [first, inner],
  targetGroups: [toAlb, web],
  ...more,
});

/** Traps of network load balancers in front of application load balancers. */
export const chainedBalancerTraps: readonly Trap[] = [
  trap(
    'a network load balancer in front of an internal application load balancer',
    chained([front, byGroup]),
    dial(low, nlb, true),
    dial(high, nlb, true),
    dial(low, nlb, false, 8080),
    dial(low, alb, false),
  ),
  trap(
    'an application load balancer behind a network one sees the client: its group admits half',
    chained([admitting('sg-lb', 443, '0.0.0.0/1'), byGroup]),
    dial(low, nlb, true),
    dial(high, nlb, false),
  ),
  trap(
    'an application load balancer behind a network one, whose group admits only the VPC',
    chained([admitting('sg-lb', 443, '10.0.0.0/16'), byGroup]),
    dial(low, nlb, false),
  ),
  trap(
    'the same, dialled by IPv6: what it sees is the network load balancer',
    chained([admitting('sg-lb', 443, '10.0.0.0/16'), byGroup], {
      balancers: [{ ...first, addresses: 'dualstack' }, inner],
    }),
    dial(low, nlb, false),
    dial(six, nlb, true),
  ),
  trap(
    'the client address is preserved towards an application load balancer, whatever an attribute says',
    chained([admitting('sg-lb', 443, '10.0.0.0/16'), byGroup], {
      targetGroups: [{ ...toAlb, attributes: { 'preserve_client_ip.enabled': 'false' } }, web],
    }),
    dial(low, nlb, false),
  ),
  trap(
    'no listener of the application load balancer at the port of the target group',
    chained([admitting('sg-lb', 80, '0.0.0.0/0'), byGroup], {
      targetGroups: [{ ...toAlb, port: 80, targets: [{ id: alb, port: 80 }] }, web],
    }),
    dial(low, nlb, false),
  ),
  trap(
    'a rule of the application load balancer behind forwards, its default does not',
    chained([front, byGroup], {
      balancers: [first, { ...inner, listeners: [{ port: 443, protocol: 'HTTPS', rules: ['tg'] }] }],
    }),
    dial(low, nlb, true),
  ),
  trap(
    'the application load balancer behind stands where no route leads out',
    chained([front, byGroup], {
      tables: plain.tables,
      balancers: [
        { ...first, subnets: ['subnet-a'] },
        { ...inner, subnets: ['subnet-b'] },
      ],
      subnets: plain.subnets.map((subnet) => ({ ...subnet, zone: 'a' })),
    }),
    dial(low, nlb, true),
  ),
  trap(
    'cross-zone off, and the application load balancer behind in another zone than the node that has a way in',
    chained([front, byGroup], {
      tables: plain.tables,
      balancers: [
        { ...first, attributes: {} },
        { ...inner, subnets: ['subnet-b'] },
      ],
    }),
    dial(low, nlb, false),
  ),
  trap(
    'an application load balancer behind a network one, whose group lets nothing out',
    chained([{ ...front, egress: [] }, byGroup]),
    dial(low, nlb, false),
  ),
  trap(
    'a target that admits the group of the first load balancer, not of the second',
    chained([front, admitting('sg-nlb', 443, '0.0.0.0/0'), admitting('sg-target', 8080, 'sg-nlb')], {
      balancers: [{ ...first, groups: ['sg-nlb'] }, inner],
    }),
    dial(low, nlb, false),
  ),
  trap('a target that admits the VPC: it sees the second load balancer', chained([front, admitsVpc]), dial(low, nlb, true)),
  trap(
    'a network ACL where the application load balancer stands lets nothing back to the client',
    chained([front, byGroup], {
      balancers: [
        { ...first, subnets: ['subnet-a'] },
        { ...inner, subnets: ['subnet-b'] },
      ],
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
    'an application load balancer that drains as a target',
    chained([front, byGroup], { targetGroups: [{ ...toAlb, targets: [{ id: alb, port: 443, state: 'draining' }] }, web] }),
    dial(low, nlb, false),
  ),
];

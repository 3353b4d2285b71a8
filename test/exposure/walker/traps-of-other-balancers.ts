import { classicArn } from './classic-balancer.ts';
import { account, region } from './names.ts';
import type { Sketch } from './sketch.ts';
import { admitting, dial, everyFlow, high, low, open, plain, six, type Trap, trap } from './trap.ts';
import { admitsAll, admitsVpc, alb, application, behind, front, publicly, target, web } from './trap-balancer.ts';

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

import fc from 'fast-check';
import { balancerArn } from '../walker/names.ts';
import type { BalancerSketch, InterfaceSketch, Sketch, TargetGroupSketch } from '../walker/sketch.ts';
import type { Network } from './network.ts';
import { groupIds, mostly } from './pools.ts';
import { type Targets, targetGroupOf } from './target-groups.ts';

/** An application load balancer that a network one has as its target, before it knows where it stands. */
export interface Inner {
  readonly subnets: readonly number[];
  readonly groups: readonly string[];
  readonly internal: boolean;
  readonly listed: boolean;
  readonly port: number;
  /** Where it listens, if not at the port of the target group. */
  readonly elsewhere: boolean;
  readonly state: string;
}

export const innerArbitrary: fc.Arbitrary<Inner> = fc.record({
  subnets: mostly([0, 1, 2], [0], [1], [0, 1]),
  groups: fc.subarray([...groupIds], { minLength: 1 }),
  internal: mostly(true, false),
  listed: mostly(true, false),
  port: fc.constantFrom(443, 80, 8080),
  elsewhere: mostly(false, false, false, true),
  state: mostly('healthy', 'draining', 'unhealthy'),
});

interface Setting {
  readonly name: string;
  readonly network: Network;
  readonly machines: Pick<Sketch, 'interfaces' | 'instances'>;
  readonly targets: Targets;
  /** The last number of its nodes' addresses. */
  readonly host: number;
}

export interface Chain {
  readonly balancer: BalancerSketch;
  /** The group that leads to it, and the one to which it leads. */
  readonly groups: readonly [outer: TargetGroupSketch, own: TargetGroupSketch];
  readonly interfaces: readonly InterfaceSketch[];
}

/** The load balancer that stands behind another, with its group, its targets and its interfaces. */
export function chainOf(made: Inner, { name, network, machines, targets, host }: Setting): Chain {
  const chosen = network.subnets.filter((_, i) => made.subnets.includes(i));
  const some = chosen.length > 0 ? chosen : network.subnets.slice(0, 1);
  const subnets = some.filter(({ zone }, i) => some.findIndex((other) => other.zone === zone) === i);
  const to = `${name}-own`;
  const listener = { port: made.elsewhere ? made.port + 1 : made.port, protocol: 'HTTP', to };
  const balancer: BalancerSketch = {
    name,
    type: 'application',
    internal: made.internal,
    groups: made.groups,
    subnets: subnets.map(({ id }) => id),
    listeners: [listener],
  };
  const zones = subnets.map(({ zone }) => zone);
  const own = targetGroupOf({ kind: 'application', listener, zones, network, machines, dualstack: false }, targets);
  const outer: TargetGroupSketch = {
    name: `${name}-group`,
    type: 'alb',
    protocol: 'TCP',
    port: made.port,
    targets: [{ id: balancerArn('application', name), port: made.port, state: made.state }],
  };
  const interfaces = subnets.map(({ id, cidr }, s) => ({
    id: `eni-${name}-${s}`,
    subnet: id,
    groups: made.groups,
    type: 'interface',
    description: `ELB app/${name}/0123456789abcdef`,
    addresses: [{ ip: cidr.replace('.0/24', `.${host}`), ...(made.internal ? {} : { publicIp: `54.95.${host}.${s}` }) }],
  }));
  return { balancer, groups: [outer, own], interfaces: made.listed ? interfaces : [] };
}

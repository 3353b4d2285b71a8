import fc from 'fast-check';
import type { BalancerSketch, ClassicSketch, InterfaceSketch, ListenerSketch, Sketch } from '../walker/sketch.ts';
import { type Chain, chainOf, type Inner, innerArbitrary } from './chained.ts';
import type { Network } from './network.ts';
import { groupIds, mostly, nearlyAlways } from './pools.ts';
import { type Targets, targetGroupOf, targetsArbitrary } from './target-groups.ts';

type Kind = 'network' | 'application' | 'classic';

/** A load balancer before it knows where it stands. */
export interface Front {
  readonly kind: Kind;
  readonly subnets: readonly number[];
  readonly groups: readonly string[];
  readonly internal: boolean;
  readonly dualstack: boolean;
  readonly listed: boolean;
  readonly crossZone: boolean | undefined;
  readonly deniesSix: boolean | undefined;
  readonly listeners: readonly { readonly port: number; readonly protocol: string; readonly byRule: boolean }[];
  readonly targets: Targets;
  /** Of network load balancers: what they have as a target instead of machines. */
  readonly inner: Inner | undefined;
}

export const front: fc.Arbitrary<Front> = fc.record({
  kind: fc.constantFrom<Kind>('network', 'network', 'network', 'application', 'classic'),
  subnets: mostly([0, 1, 2], [0], [1], [0, 1]),
  groups: fc.subarray([...groupIds]),
  internal: nearlyAlways(false, true),
  dualstack: fc.boolean(),
  listed: mostly(true, false),
  crossZone: fc.constantFrom(undefined, true, false),
  deniesSix: mostly<boolean | undefined>(undefined, false, true),
  listeners: fc.uniqueArray(
    fc.record({
      port: fc.constantFrom(443, 80, 22),
      protocol: mostly('TCP', 'TLS', 'UDP', 'TCP_UDP'),
      byRule: fc.boolean(),
    }),
    { minLength: 1, maxLength: 2, selector: ({ port }) => port },
  ),
  targets: targetsArbitrary,
  inner: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: innerArbitrary }),
});

type Balancing = Required<Pick<Sketch, 'balancers' | 'targetGroups' | 'classics' | 'interfaces'>>;

/** Load balancers with their own interfaces, listeners and target groups, in front of the machines. */
export function balanced(
  fronts: readonly Front[],
  network: Network,
  machines: Pick<Sketch, 'interfaces' | 'instances'>,
): Balancing {
  const made = fronts.map((one, i) => standing(one, i, network, machines));
  return {
    balancers: made.flatMap(({ balancers }) => balancers),
    targetGroups: made.flatMap(({ targetGroups }) => targetGroups),
    classics: made.flatMap(({ classics }) => classics),
    interfaces: made.flatMap(({ interfaces }) => interfaces),
  };
}

function standing(made: Front, i: number, network: Network, machines: Pick<Sketch, 'interfaces' | 'instances'>): Balancing {
  const subnets = oneAZone(made, network);
  // Only a network load balancer can be without groups.
  const groups = made.kind !== 'network' && made.groups.length === 0 ? ['sg-1'] : made.groups;
  const name = `lb-${i}`;
  const here = { ...made, groups };
  const interfaces = made.listed ? interfacesOf(here, name, i, subnets) : [];
  if (made.kind === 'classic')
    return { balancers: [], targetGroups: [], classics: [classicOf(here, name, subnets, machines)], interfaces };
  const balancer = balancerOf(here, made.kind, name, subnets);
  const chain =
    made.kind === 'network' && made.inner !== undefined
      ? chainOf(made.inner, { name: `${name}-in`, network, machines, targets: made.targets, host: 210 + i })
      : undefined;
  const zones = subnets.map(({ zone }) => zone);
  const targetGroups = balancer.listeners.map((listener) =>
    targetGroupOf(
      {
        kind: made.kind === 'network' ? 'network' : 'application',
        listener,
        zones,
        network,
        machines,
        dualstack: made.dualstack,
      },
      made.targets,
    ),
  );
  const whole = { balancers: [balancer], targetGroups, classics: [], interfaces };
  return chain === undefined ? whole : leadingTo(chain, whole, balancer);
}

/** The listeners of TCP lead to the load balancer behind. */
function leadingTo({ balancer: inner, groups, interfaces }: Chain, made: Balancing, outer: BalancerSketch): Balancing {
  const [group] = groups;
  const listeners = outer.listeners.map((one) => (one.protocol === 'TCP' ? { ...one, to: group.name } : one));
  const kept = new Set(listeners.map(({ to }) => to));
  return {
    ...made,
    balancers: [{ ...outer, listeners }, inner],
    targetGroups: [...made.targetGroups.filter(({ name }) => kept.has(name)), ...groups],
    interfaces: [...made.interfaces, ...interfaces],
  };
}

/** A load balancer stands in at most one subnet of a zone. */
function oneAZone({ subnets }: Front, network: Network): Network['subnets'] {
  const chosen = network.subnets.filter((_, i) => subnets.includes(i));
  const some = chosen.length > 0 ? chosen : network.subnets.slice(0, 1);
  return some.filter(({ zone }, i) => some.findIndex((other) => other.zone === zone) === i);
}

function balancerOf(made: Front, type: BalancerSketch['type'], name: string, subnets: Network['subnets']): BalancerSketch {
  const { crossZone, deniesSix } = made;
  return {
    name,
    type,
    internal: made.internal,
    addresses: made.dualstack ? 'dualstack' : 'ipv4',
    groups: made.groups,
    subnets: subnets.map(({ id }) => id),
    attributes: {
      // An application load balancer always balances across zones, and its attribute says so.
      ...(type === 'network' && crossZone !== undefined ? { 'load_balancing.cross_zone.enabled': String(crossZone) } : {}),
      ...(deniesSix === undefined || !made.dualstack ? {} : { 'ipv6.deny_all_igw_traffic': String(deniesSix) }),
    },
    listeners: made.listeners.map((listener): ListenerSketch => {
      const protocol = type === 'network' ? listener.protocol : listener.port === 443 ? 'HTTPS' : 'HTTP';
      const group = `${name}-${listener.port}`;
      const byRule = listener.byRule && type === 'application';
      return { port: listener.port, protocol, ...(byRule ? { rules: [group] } : { to: group }) };
    }),
  };
}

function classicOf(
  made: Front,
  name: string,
  subnets: Network['subnets'],
  { instances = [] }: Pick<Sketch, 'instances'>,
): ClassicSketch {
  const { crossZone } = made;
  return {
    name,
    internal: made.internal,
    groups: made.groups,
    subnets: subnets.map(({ id }) => id),
    ...(crossZone === undefined ? {} : { crossZone }),
    listeners: made.listeners.map(({ port }) => ({ port, instancePort: made.targets.port })),
    instances: instances.filter((_, i) => made.targets.members.includes(i)).map(({ id }) => id),
  };
}

/** What ELB makes for it: an interface in each subnet, whose IPv6 address may be closed to gateways as the attribute says. */
function interfacesOf(made: Front, name: string, i: number, subnets: Network['subnets']): readonly InterfaceSketch[] {
  const path = { network: `net/${name}/0123456789abcdef`, application: `app/${name}/0123456789abcdef`, classic: name }[
    made.kind
  ];
  const deniesSix = made.deniesSix ?? made.internal;
  return subnets.map(({ id, cidr, six }, s) => ({
    id: `eni-${name}-${s}`,
    subnet: id,
    groups: made.groups,
    type: made.kind === 'network' ? 'network_load_balancer' : 'interface',
    description: `ELB ${path}`,
    addresses: [{ ip: cidr.replace('.0/24', `.${200 + i}`), ...(made.internal ? {} : { publicIp: `54.94.${i}.${s}` }) }],
    six: six !== undefined && made.dualstack && made.kind !== 'classic' ? [six.replace('::/64', `::${200 + i}`)] : [],
    deniesGateways: made.dualstack && made.kind !== 'classic' && deniesSix,
  }));
}

import fc from 'fast-check';
import type { InterfaceSketch, ListenerSketch, Sketch, TargetGroupSketch, TargetSketch } from '../walker/sketch.ts';
import type { Network } from './network.ts';
import { mostly } from './pools.ts';

/** A target group before it knows its listener and the machines. */
export interface Targets {
  readonly type: 'instance' | 'ip';
  readonly port: number;
  readonly members: readonly number[];
  readonly six: boolean;
  readonly state: string;
  readonly preserve: boolean | undefined;
  readonly crossZone: 'true' | 'false' | 'use_load_balancer_configuration' | undefined;
}

export const targetsArbitrary: fc.Arbitrary<Targets> = fc.record({
  type: fc.constantFrom('instance', 'ip'),
  port: fc.constantFrom(8080, 22, 443, 31_000),
  members: fc.subarray([0, 1, 2, 3], { minLength: 1 }),
  six: mostly(false, true),
  state: mostly('healthy', 'draining', 'draining', 'unhealthy', 'initial'),
  preserve: fc.constantFrom(undefined, true, false),
  crossZone: mostly<Targets['crossZone']>(undefined, 'true', 'false', 'use_load_balancer_configuration'),
});

interface Setting {
  readonly kind: 'network' | 'application';
  readonly listener: ListenerSketch;
  /** The zones that are enabled for the load balancer. */
  readonly zones: readonly string[];
  readonly network: Network;
  readonly machines: Pick<Sketch, 'interfaces' | 'instances'>;
  readonly dualstack: boolean;
}

/** The target group of a listener: of a protocol that the listener can have, with attributes that such a group can have. */
export function targetGroupOf(setting: Setting, made: Targets): TargetGroupSketch {
  const { kind, listener, dualstack, machines } = setting;
  const protocol = kind === 'application' ? 'HTTP' : listener.protocol === 'TLS' ? 'TCP' : listener.protocol;
  const six = made.six && made.type === 'ip' && dualstack;
  const always = protocol === 'UDP' || protocol === 'TCP_UDP';
  const preserve = kind === 'network' && !always ? made.preserve : undefined;
  const chosen = machines.interfaces.filter((_, i) => made.members.includes(i));
  const members = chosen.length > 0 ? chosen : machines.interfaces.slice(0, 1);
  return {
    name: listener.to ?? listener.rules?.[0] ?? '',
    type: made.type,
    protocol,
    port: made.port,
    family: six ? 'ipv6' : 'ipv4',
    attributes: {
      ...(preserve === undefined ? {} : { 'preserve_client_ip.enabled': String(preserve) }),
      ...(made.crossZone === undefined ? {} : { 'load_balancing.cross_zone.enabled': made.crossZone }),
    },
    targets: members.flatMap((member) => targetOf(setting, made, member, six)),
  };
}

function targetOf(setting: Setting, made: Targets, member: InterfaceSketch, six: boolean): readonly TargetSketch[] {
  const id = made.type === 'instance' ? member.instance : six ? sixOf(member) : fourOf(member);
  return id === undefined ? [] : [{ id, port: made.port, state: used(setting, member) ? made.state : 'unused' }];
}

/** ELB itself says `unused` of targets in zones that are not enabled, and of instances that do not run. */
function used({ zones, network, machines }: Setting, { subnet, instance }: InterfaceSketch): boolean {
  const zone = network.subnets.find(({ id }) => id === subnet)?.zone ?? '';
  const state = machines.instances?.find(({ id }) => id === instance)?.state ?? 'running';
  return zones.includes(zone) && (state === 'running' || state === 'pending');
}

/** A pod's address out of a delegated prefix, where there is one; else the interface's own. */
const fourOf = ({ prefixes = [], addresses }: InterfaceSketch): string | undefined =>
  prefixes[0]?.replace(/\d+\/28$/, (last) => String(Number.parseInt(last, 10) + 3)) ?? addresses.at(-1)?.ip;
const sixOf = ({ six = [] }: InterfaceSketch): string | undefined => six[0]?.replace(/::\/80$/, '::77');

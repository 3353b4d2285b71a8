import fc from 'fast-check';
import type { InterfaceSketch, Sketch } from '../walker/sketch.ts';
import type { Network } from './network.ts';
import { groupIds, mostly, sometimes } from './pools.ts';

/** An interface before it knows its subnet's numbers. */
export interface Machine {
  readonly subnet: number;
  readonly groups: readonly string[];
  readonly publicOn: 'primary' | 'secondary' | 'both' | 'none' | 'carrier';
  readonly six: 'address' | 'prefix' | 'both' | 'none';
  readonly prefix: boolean;
  readonly kind: 'interface' | 'trunk' | 'branch' | 'efa' | 'nat_gateway';
  readonly state: string;
  readonly deniesGateways: boolean;
  readonly unattached: boolean;
}

export const machine: fc.Arbitrary<Machine> = fc.record({
  subnet: fc.nat({ max: 2 }),
  groups: fc.subarray([...groupIds], { minLength: 1 }),
  publicOn: mostly<Machine['publicOn']>('primary', 'secondary', 'both', 'none', 'carrier'),
  six: fc.constantFrom<Machine['six']>('none', 'address', 'prefix', 'both'),
  prefix: sometimes,
  kind: mostly<Machine['kind']>('interface', 'trunk', 'branch', 'efa', 'nat_gateway'),
  state: mostly('running', 'pending', 'stopping', 'stopped', 'terminated', 'shutting-down'),
  deniesGateways: mostly(false, false, false, true),
  unattached: mostly(false, false, false, true),
});

/** Interfaces in their subnets, and the instances that they belong to. */
export function placed(machines: readonly Machine[], { subnets }: Network): Pick<Sketch, 'interfaces' | 'instances'> {
  const interfaces = machines.map((made, i) => interfaceOf(made, i, subnets));
  const instances = machines.flatMap(({ state }, i) => {
    const { instance } = interfaces[i] ?? {};
    return instance === undefined ? [] : [{ id: instance, state }];
  });
  return { interfaces, instances };
}

function interfaceOf(made: Machine, i: number, subnets: Network['subnets']): InterfaceSketch {
  const s = made.subnet % subnets.length;
  const subnet = subnets[s];
  const n = s + 1;
  // An interface that denies gateways can have no public IPv4 address; what is attached to nothing belongs to no instance.
  const first = made.publicOn === 'primary' || made.publicOn === 'both';
  const second = made.publicOn === 'secondary' || made.publicOn === 'both';
  const lent = (has: boolean, third: number) => (has && !made.deniesGateways ? { publicIp: `54.93.${third}.${i}` } : {});
  const ownsSix = subnet?.six !== undefined;
  const alone = made.kind === 'branch' || made.kind === 'nat_gateway' || made.unattached;
  return {
    id: `eni-${i}`,
    subnet: subnet?.id ?? '',
    groups: made.kind === 'nat_gateway' ? [] : made.groups,
    addresses: [
      {
        ip: `10.0.${n}.${10 + i}`,
        ...lent(first, 0),
        ...(made.publicOn === 'carrier' ? { carrierIp: `155.146.0.${i}` } : {}),
      },
      ...(second ? [{ ip: `10.0.${n}.${30 + i}`, ...lent(true, 1) }] : []),
    ],
    six: [
      ...(ownsSix && (made.six === 'address' || made.six === 'both') ? [`2600:1f14:abc:de0${n}::${10 + i}`] : []),
      ...(ownsSix && (made.six === 'prefix' || made.six === 'both') ? [`2600:1f14:abc:de0${n}:${i + 1}::/80`] : []),
    ],
    prefixes: made.prefix ? [`10.0.${n}.${64 + 16 * i}/28`] : [],
    type: made.kind,
    ...(alone ? {} : { instance: `i-${i}` }),
    ...(made.unattached ? { status: 'available' as const } : {}),
    deniesGateways: made.deniesGateways,
  };
}

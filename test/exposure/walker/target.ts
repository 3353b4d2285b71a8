import type { Interface } from '../../../estate/demo/builders/parts.ts';
import { type Address, addressOf, inside, same, textOf } from './address.ts';
import { occupied } from './instance.ts';
import type { Decision } from './packet.ts';
import { hasIpv6 } from './public-address.ts';
import { subnetOf, type World } from './world.ts';

/** What a load balancer forwards to. */
export interface Target {
  readonly interface: string;
  readonly address: Address;
  /** The address as the answer is to name it. */
  readonly text: string;
  readonly port: number;
  readonly subnetId: string;
  readonly groups: readonly string[];
  /** Whether the target sees the client's own address. */
  readonly preserved: boolean;
  /** Whether the load balancer's node in a subnet forwards to it. */
  readonly zones: (nodeSubnet: string) => Decision;
  readonly occupied: Decision;
}

/** An interface with the address at which it is a target. */
interface Place {
  readonly interface: Interface;
  readonly address: string;
}

/** An instance as a target: the primary address of its primary interface; for IPv6 the first IPv6 address of that interface. */
export function placeOfInstance(world: World, instanceId: string, family: 4 | 6): Place | undefined {
  const primary = world.networkInterfaces.find(
    ({ Attachment }) =>
      Attachment?.InstanceId === instanceId && Attachment.DeviceIndex === 0 && (Attachment.NetworkCardIndex ?? 0) === 0,
  );
  const address = family === 4 ? primary?.PrivateIpAddress : primary?.Ipv6Addresses?.[0]?.Ipv6Address;
  return primary && address !== undefined ? { interface: primary, address } : undefined;
}

/** An address as a target: the interface of the VPC that has it, else the one to which a prefix that holds it is delegated. */
export function placeOfAddress(world: World, vpcId: string | undefined, address: string): Place | undefined {
  const wanted = addressOf(address);
  const here = world.networkInterfaces.filter(({ VpcId }) => VpcId === vpcId);
  const has = ({ PrivateIpAddresses = [], Ipv6Addresses = [] }: Interface) =>
    [...PrivateIpAddresses.map((own) => own.PrivateIpAddress), ...Ipv6Addresses.map((own) => own.Ipv6Address)].some(
      (own) => own !== undefined && same(addressOf(own), wanted),
    );
  const holds = (candidate: Interface) =>
    (candidate.Ipv4Prefixes ?? []).some(({ Ipv4Prefix = '' }) => inside(wanted, Ipv4Prefix)) || hasIpv6(candidate, wanted);
  const found = here.find(has) ?? here.find(holds);
  return found && { interface: found, address };
}

/** How a load balancer treats its targets. */
interface Treatment {
  readonly port: number;
  readonly preserved: boolean;
  readonly crossZone: boolean;
  /** The subnets in which the load balancer stands. */
  readonly subnets: readonly string[];
}

/** A node of an application load balancer as the target of another load balancer: its place, with the groups that it carries. */
export function nodeAsTarget(
  world: World,
  { id, groups, subnetId, outside }: Pick<Target, 'groups' | 'subnetId'> & { readonly id: string; readonly outside: Address },
  treatment: Treatment,
): Target {
  return {
    interface: id,
    address: outside,
    text: textOf(outside),
    port: treatment.port,
    subnetId,
    groups,
    preserved: treatment.preserved,
    zones: zonesOf(world, subnetId, treatment),
    occupied: { passes: true, kind: 'load-balancer', id, says: 'takes it' },
  };
}

/** A target at its place. A zone that is not enabled for the load balancer gets nothing, cross-zone or not. */
export function targetAt(world: World, place: Place, treatment: Treatment): Target {
  const { interface: at, address } = place;
  const { SubnetId = '', NetworkInterfaceId = '', Groups = [] } = at;
  return {
    interface: NetworkInterfaceId,
    address: addressOf(address),
    text: address,
    port: treatment.port,
    subnetId: SubnetId,
    groups: Groups.map(({ GroupId = '' }) => GroupId),
    preserved: treatment.preserved,
    zones: zonesOf(world, SubnetId, treatment),
    occupied: occupied(world, at),
  };
}

/** Whether nodes forward to the zone of a target. */
function zonesOf(world: World, subnetId: string, { crossZone, subnets }: Treatment): Target['zones'] {
  const zone = zoneOf(world, subnetId);
  const enabled = subnets.some((subnet) => zoneOf(world, subnet) === zone);
  return (nodeSubnet) => ({
    passes: enabled && (crossZone || zoneOf(world, nodeSubnet) === zone),
    kind: 'zone',
    id: zone,
    says: `${enabled ? '' : 'not enabled; '}node in ${zoneOf(world, nodeSubnet)}, cross-zone ${crossZone ? 'on' : 'off'}`,
  });
}

const zoneOf = (world: World, subnetId: string): string => subnetOf(world, subnetId).AvailabilityZone ?? '';

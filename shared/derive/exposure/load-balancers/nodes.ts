import { isUnknown, type Unknown } from '../../../facts/fact.ts';
import type { Stored } from '../../../facts/index.ts';
import type { Family } from '../../../net/ip.ts';
import { IpSet } from '../../../net/ip-set.ts';
import { single } from '../addresses.ts';
import type { Arrival, Entrance, SubnetView } from '../arrival.ts';
import type { NetworkFacts } from '../exposure.ts';
import { listed } from '../listed.ts';
import { blocksOf } from '../prefix-lists.ts';
import { everyone, nobody, ofFamily } from '../traffic.ts';
import type { Balancer, Interface } from './front.ts';

/** A node of a load balancer, as clients of one family come to it by one entrance of its subnet. */
export interface Node {
  readonly subnetId: string;
  readonly zone: string | Unknown;
  readonly view: SubnetView;
  readonly entrance: Entrance;
  /** The addresses that it has, or may have, towards targets of a family. */
  inside(family: Family): IpSet;
}

/** Where a load balancer stands in a subnet: an interface of its own, or any address there. */
export interface Standing {
  readonly subnetId: string;
  readonly vpcId: string | Unknown;
  readonly zone: string | Unknown;
  readonly view: SubnetView;
  readonly item: Interface | undefined;
  readonly addresses: IpSet;
}

export interface Nodes {
  /** As clients of the internet come to it. */
  of(front: Balancer, family: Family): readonly Node[];
  /** Wherever they come from. */
  standing(front: Balancer): readonly Standing[];
  zoneOf(subnetId: string | Unknown): string | Unknown;
}

/**
 * The nodes of load balancers: one in each subnet that DescribeLoadBalancers names, with the addresses of its interfaces there, which ELB
 * describes by its name. Without such an interface in the snapshot the node may have any address of the subnet.
 */
export function nodesOf(network: NetworkFacts, arrival: Arrival): Nodes {
  const subnets = listed('subnets', network.subnets);
  const own = Map.groupBy(listed('networkInterfaces', network.networkInterfaces).items.filter(isElb), placeOf);
  const standing = (front: Balancer): readonly Standing[] =>
    front.subnetIds.flatMap((subnetId): Standing[] => {
      const subnet = subnets.find(subnetId);
      const vpcId = isUnknown(subnet) ? front.vpcId : subnet.vpcId;
      const zone = isUnknown(subnet) ? subnet : subnet.availabilityZoneId;
      const here = { subnetId, vpcId, zone, view: arrival(subnetId, vpcId) };
      const interfaces = own.get(`${subnetId} ${front.description}`) ?? [];
      if (interfaces.length > 0) return interfaces.map((item) => ({ ...here, item, addresses: addressesOf(item) }));
      return [{ ...here, item: undefined, addresses: blockOf(subnet, 'v4').union(blockOf(subnet, 'v6')) }];
    });
  return {
    standing,
    zoneOf: (subnetId) => {
      const subnet = isUnknown(subnetId) ? subnetId : subnets.find(subnetId);
      return isUnknown(subnet) ? subnet : subnet.availabilityZoneId;
    },
    of: (front, family) =>
      standing(front).flatMap(({ subnetId, zone, view, item, addresses }): Node[] => {
        const outside = refuses(item, family) ? nobody : addresses.intersect(ofFamily(family));
        return view.entrances.flatMap((entrance): Node[] => {
          const led = outside.intersect(entrance.destinations);
          // A node has one address in each family: the one that is dialled is the one that it uses.
          const inside = (to: Family): IpSet => (to === family ? led : addresses.intersect(ofFamily(to)));
          return led.isEmpty() ? [] : [{ subnetId, zone, view, entrance, inside }];
        });
      }),
  };
}

/**
 * How ELB describes the interfaces of a load balancer, by its ARN: `ELB app/name/id`, of a classic one `ELB name` (EC2 User Guide,
 * "Requester-managed network interfaces").
 */
export const descriptionOf = (arn: string): string => `ELB ${arn.split(':loadbalancer/')[1] ?? ''}`;

export const isElb = ({ requesterId, description }: Interface): boolean =>
  requesterId === 'amazon-elb' && typeof description === 'string' && description.startsWith('ELB ');
const placeOf = ({ subnetId, description }: Interface): string =>
  `${typeof subnetId === 'string' ? subnetId : ''} ${typeof description === 'string' ? description : ''}`;

const refuses = (item: Interface | undefined, family: Family): boolean => family === 'v6' && item?.denyAllIgwTraffic === true;

function addressesOf({ id, privateAddresses, ipv6Addresses }: Interface): IpSet {
  if (isUnknown(privateAddresses) || isUnknown(ipv6Addresses)) return everyone;
  const texts = [...privateAddresses.slice(0, 1).map(({ address }) => address), ...ipv6Addresses];
  return IpSet.unionOf(texts.map((text) => single(text, id)).map((one) => (isUnknown(one) ? nobody : one)));
}

/** The block of a subnet; of one that could not be read every address may be. */
function blockOf(subnet: Stored<'subnets'> | Unknown, family: Family): IpSet {
  if (isUnknown(subnet)) return ofFamily(family);
  const { cidr, ipv6Cidrs } = subnet;
  const texts = family === 'v4' ? (cidr === undefined || isUnknown(cidr) ? cidr : [cidr]) : ipv6Cidrs;
  if (texts === undefined) return nobody;
  const blocks = isUnknown(texts) ? texts : blocksOf(texts, `subnet ${subnet.id}`);
  return isUnknown(blocks) ? ofFamily(family) : IpSet.of(blocks);
}

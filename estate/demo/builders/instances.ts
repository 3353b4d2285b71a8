import type { Cluster } from './cluster.ts';
import { idOf, tagList } from './ids.ts';
import { instanceOf, type Machine } from './instance-parts.ts';
import { dnsName, type InterfaceSpec, networkInterface } from './interfaces.ts';
import type { Interface, Parts } from './parts.ts';
import type { Address, SubnetRef } from './places.ts';
import type { GroupRef } from './security-groups.ts';

/** A node: an instance and, in Kubernetes, an object of the same private name. */
export interface Node {
  readonly instanceId: string;
  readonly name: string;
  readonly ip: string;
  readonly publicIp?: string;
  readonly subnet: SubnetRef;
  readonly instanceType: string;
  readonly group: string;
  readonly launched: string;
  /** Addresses of its interfaces that the VPC CNI gives to pods. */
  readonly podIps: readonly string[];
  readonly parts: Parts;
}

/** What a node is of: a cluster, whoever's. */
export type NodeOwner = Pick<Cluster, 'arn' | 'name' | 'network'>;

interface Launch {
  readonly subnet: SubnetRef;
  readonly groups: readonly GroupRef[];
  readonly tags: Readonly<Record<string, string>>;
  readonly index: number;
}
const podsAnInterface = 5;

/** An instance with its interfaces. */
export function node(cluster: NodeOwner, machine: Machine, launch: Launch): Node {
  const { network } = cluster;
  const { subnet, groups, tags, index } = launch;
  const instanceId = idOf('i', cluster.arn, machine.name, String(index));
  const primary = network.address(subnet, machine.isPublic);
  const wires = { cluster, machine, instanceId, primary, ...launch };
  const { interfaces, podIps } = subnet.ipv6Cidr === undefined ? withAddresses(wires) : withPrefix(wires, subnet.ipv6Cidr);
  const instance = instanceOf(network, machine, { instanceId, subnet, groups, primary, interfaces });
  const reservation = {
    ReservationId: idOf('r', instanceId),
    OwnerId: network.account,
    RequesterId: '600000000003',
    Groups: [],
    Instances: [{ ...instance, Tags: tagList(tags), VpcId: network.vpcId }],
  };
  return {
    instanceId,
    name: dnsName(network.region, primary.ip),
    ip: primary.ip,
    ...(primary.publicIp === undefined ? {} : { publicIp: primary.publicIp }),
    subnet,
    instanceType: instance.InstanceType,
    group: machine.name,
    launched: machine.created,
    podIps,
    parts: { ec2: { Reservations: [reservation], NetworkInterfaces: interfaces } },
  };
}

interface Wires extends Launch {
  readonly cluster: NodeOwner;
  readonly machine: Machine;
  readonly instanceId: string;
  readonly primary: Address;
}
interface Wired {
  readonly interfaces: readonly Interface[];
  readonly podIps: readonly string[];
}

/** IPv4: pods have the secondary addresses of the primary interface, and those of a second one that the VPC CNI attaches. */
function withAddresses(wires: Wires): Wired {
  const { cluster, machine, instanceId, primary, subnet } = wires;
  const addresses = Array.from({ length: 2 * podsAnInterface }, () => cluster.network.address(subnet));
  const forPods = addresses.slice(0, podsAnInterface);
  const [second = primary, ...more] = addresses.slice(podsAnInterface);
  const interfaces = [
    wire(wires, 0, { description: '', addresses: [primary, ...forPods], tags: {} }),
    wire(wires, 1, {
      description: `aws-K8S-${instanceId}`,
      addresses: [second, ...more],
      tags: { 'cluster.k8s.amazonaws.com/name': cluster.name, 'node.k8s.amazonaws.com/createdAt': machine.created },
    }),
  ];
  return { interfaces, podIps: [...forPods, ...more].map(({ ip }) => ip) };
}

/** IPv6: pods have addresses of a prefix that the primary interface holds. */
function withPrefix(wires: Wires, cidr: string): Wired {
  const prefix = cidr.replace('::/64', `:${(wires.index + 1).toString(16)}::`);
  const primary = wire(wires, 0, { description: '', addresses: [wires.primary], tags: {} });
  return {
    interfaces: [{ ...primary, Ipv6Prefixes: [{ Ipv6Prefix: `${prefix}/80` }] }],
    podIps: Array.from({ length: 2 * podsAnInterface }, (_, i) => `${prefix}${(i + 1).toString(16)}`),
  };
}

function wire(
  { cluster, machine, instanceId, subnet, groups }: Wires,
  device: number,
  { tags, ...more }: Pick<InterfaceSpec, 'description' | 'addresses'> & { readonly tags: Readonly<Record<string, string>> },
): Interface {
  const { network } = cluster;
  return networkInterface({
    network,
    subnet,
    groups,
    name: `${instanceId} ${device}`,
    attachment: { AttachTime: machine.created, DeviceIndex: device, InstanceId: instanceId, InstanceOwnerId: network.account },
    tags: { ...tags, 'node.k8s.amazonaws.com/instance_id': instanceId },
    ...more,
  });
}

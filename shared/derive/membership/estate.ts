import { isUnknown, type Unknown } from '../../facts/fact.ts';
import type { Fact, FactName, Stored } from '../../facts/index.ts';
import { vpcOf } from '../cluster-vpcs.ts';
import type { Inputs } from '../derive.ts';

export type Interface = Stored<'networkInterfaces'>;
type Instance = Stored<'instances'>;
type Tags = Readonly<Record<string, string>>;

/** A load balancer of either API, as far as membership asks. */
interface LoadBalancer {
  readonly id: string;
  readonly kind: 'load-balancer' | 'classic-load-balancer';
  readonly tags: Tags | Unknown;
}

/** The lists of the Region, and the cluster's node groups. */
type Lists = Omit<Inputs<'clusterInterfaces'>, 'cluster' | 'clusters' | 'selfManagedClusters'>;

/** What membership is decided from: one cluster, and the Region's lists by the keys under which interfaces name them. */
export interface Estate {
  readonly cluster: Stored<'cluster'>;
  readonly vpcId: string | Unknown;
  readonly lists: Lists;
  readonly interfaces: ReadonlyMap<string, Interface>;
  readonly instances: ReadonlyMap<string, Instance>;
  /** By interface, as the instances name them. */
  readonly instanceOfInterface: ReadonlyMap<string, string>;
  /** By Auto Scaling group: the node group's ARN. */
  readonly nodeGroupOfScalingGroup: ReadonlyMap<string, string>;
  /** By the description of its interfaces. */
  readonly loadBalancers: ReadonlyMap<string, LoadBalancer>;
  readonly vpcOfSubnet: ReadonlyMap<string, string>;
}

export function estateOf(cluster: Stored<'cluster'>, lists: Lists): Estate {
  const instances = itemsOf<'instances'>(lists.instances);
  return {
    cluster,
    vpcId: vpcOf(cluster, lists.subnets),
    lists,
    interfaces: new Map(itemsOf<'networkInterfaces'>(lists.networkInterfaces).map((item) => [item.id, item])),
    instances: new Map(instances.map((instance) => [instance.id, instance])),
    instanceOfInterface: new Map(
      instances.flatMap(({ id, networkInterfaceIds }) => known(networkInterfaceIds, []).map((item) => [item, id] as const)),
    ),
    nodeGroupOfScalingGroup: new Map(
      itemsOf<'nodeGroups'>(lists.nodeGroups).flatMap(({ arn, autoScalingGroups }) =>
        known(autoScalingGroups, []).map((name) => [name, arn] as const),
      ),
    ),
    loadBalancers: loadBalancersOf(lists),
    vpcOfSubnet: new Map(
      itemsOf<'subnets'>(lists.subnets).flatMap(({ id, vpcId }) => (isUnknown(vpcId) ? [] : [[id, vpcId] as const])),
    ),
  };
}

/**
 * Elastic Load Balancing describes its interfaces as `ELB app/<name>/<id>`, `ELB net/<name>/<id>` or `ELB gwy/<name>/<id>`, which is the end
 * of the load balancer's ARN, and those of a classic load balancer as `ELB <name>`.
 */
function loadBalancersOf(lists: Lists): ReadonlyMap<string, LoadBalancer> {
  const byDescription = new Map<string, LoadBalancer>();
  for (const { name, tags } of itemsOf<'classicLoadBalancers'>(lists.classicLoadBalancers))
    byDescription.set(`ELB ${name}`, { id: name, kind: 'classic-load-balancer', tags });
  for (const { arn, tags } of itemsOf<'loadBalancers'>(lists.loadBalancers))
    byDescription.set(`ELB ${arn.split(':loadbalancer/').at(-1)}`, { id: arn, kind: 'load-balancer', tags });
  return byDescription;
}

function itemsOf<F extends FactName>(fact: Fact<FactName>): readonly Stored<F>[] {
  return 'items' in fact ? (fact.items as unknown as readonly Stored<F>[]) : [];
}

/** A member where it is known, else the other value. */
export const known = <T>(value: T, otherwise: Exclude<T, Unknown>): Exclude<T, Unknown> =>
  isUnknown(value) ? otherwise : (value as Exclude<T, Unknown>);

/** The instance that an interface is attached to; `undefined` for none. */
export const instanceIdOf = ({ id, instanceId }: Interface, estate: Estate): string | Unknown | undefined =>
  typeof instanceId === 'string' ? instanceId : (estate.instanceOfInterface.get(id) ?? instanceId);

/** Whether an interface is in the cluster's VPC; `undefined` where that cannot be said. */
export function inVpc({ vpcId, subnetId }: Interface, estate: Estate): boolean | undefined {
  const own = isUnknown(vpcId) ? estate.vpcOfSubnet.get(known(subnetId, '')) : vpcId;
  return own === undefined || isUnknown(estate.vpcId) ? undefined : own === estate.vpcId;
}

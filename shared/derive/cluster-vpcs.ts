import { isUnknown, type Missing, type Unknown, unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation } from './derive.ts';

/**
 * The VPCs in which the Region's clusters stand. A cluster's VPC is its `vpcId`, else its subnets'; where neither can be read, the VPC of
 * that cluster is missing, by the cluster's ARN or, where it is not EKS's, its name.
 */
export const clusterVpcs = derivation('clusterVpcs', (inputs): Fact<'clusterVpcs'> => {
  const { clusters, selfManagedClusters: others, subnets, vpcs } = inputs;
  if (!clusters.known) return clusters;
  const missing: Missing[] = [...clusters.missing, ...(others.known ? others.missing : [named('selfManagedClusters', others)])];
  const names = new Map<string, string[]>();
  const put = (name: string, id: string | Unknown, source: string): void => {
    if (typeof id === 'string') names.set(id, [...(names.get(id) ?? []), name]);
    else missing.push(named(source, id));
  };
  for (const cluster of clusters.items) put(cluster.name, vpcOf(cluster, subnets), cluster.arn);
  for (const { name, vpcId } of others.known ? others.items : []) put(name, vpcId, name);
  const ids = [...names.keys()].sort();
  const items = ids.map((id) => ({ id, isDefault: isDefault(id, vpcs), clusters: names.get(id)?.sort() ?? [] }));
  return { known: true, items, missing };
});

/** The VPC of a cluster: its `vpcId`, else that of the first of its subnets whose VPC is known: EKS takes subnets of one VPC only. */
export function vpcOf(cluster: Pick<Stored<'clusters'>, 'vpcId' | 'subnetIds'>, subnets: Fact<'subnets'>): string | Unknown {
  if (typeof cluster.vpcId === 'string') return cluster.vpcId;
  if (isUnknown(cluster.subnetIds) || !subnets.known) return cluster.vpcId;
  const own = new Set(cluster.subnetIds);
  const vpcIds = subnets.items.filter(({ id }) => own.has(id)).map(({ vpcId }) => vpcId);
  return vpcIds.find((vpcId) => !isUnknown(vpcId)) ?? cluster.vpcId;
}

const named = (id: string, { why, action }: Unknown): Missing => ({ id, why, ...(action === undefined ? {} : { action }) });

function isDefault(id: string, vpcs: Fact<'vpcs'>): boolean | Unknown {
  if (!vpcs.known) return vpcs;
  const vpc = vpcs.items.find((item) => item.id === id);
  if (vpc !== undefined) return vpc.isDefault;
  const missing = vpcs.missing.find((item) => item.id === id);
  return missing === undefined ? unknown(`EC2 lists no VPC ${id}`) : unknown(missing.why, missing.action);
}

import { isUnknown, type Missing, type Unknown, unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation } from './derive.ts';

/**
 * The VPCs in which the Region's clusters stand. A cluster's VPC is its `vpcId`, else its subnets'; where neither can be read, the VPC of
 * that cluster is missing, by the cluster's ARN.
 */
export const clusterVpcs = derivation('clusterVpcs', ({ clusters, subnets, vpcs }): Fact<'clusterVpcs'> => {
  if (!clusters.known) return clusters;
  const missing: Missing[] = [...clusters.missing];
  const names = new Map<string, string[]>();
  for (const cluster of clusters.items) {
    const id = vpcOf(cluster, subnets);
    if (typeof id === 'string') names.set(id, [...(names.get(id) ?? []), cluster.name]);
    else missing.push({ id: cluster.arn, why: id.why, ...(id.action === undefined ? {} : { action: id.action }) });
  }
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

function isDefault(id: string, vpcs: Fact<'vpcs'>): boolean | Unknown {
  if (!vpcs.known) return vpcs;
  const vpc = vpcs.items.find((item) => item.id === id);
  if (vpc !== undefined) return vpc.isDefault;
  const missing = vpcs.missing.find((item) => item.id === id);
  return missing === undefined ? unknown(`EC2 lists no VPC ${id}`) : unknown(missing.why, missing.action);
}

import { isUnknown, type Unknown } from '../../facts/fact.ts';
import type { Fact, Stored } from '../../facts/index.ts';
import { IpSet } from '../../net/ip-set.ts';
import { internet, isWholeInternet } from '../../net/reserved.ts';
import type { Exposure, UnknownExposure } from './exposure.ts';
import { listed } from './listed.ts';

type Cluster = Stored<'clusters'>;

/**
 * The public endpoints of EKS clusters (Amazon EKS User Guide, "Cluster API server endpoint"): while public access is on, whoever is in
 * `publicAccessCidrs` reaches port 443, and nothing else filters: no security group, no network ACL, no block of public access.
 *
 * @param wanted ARNs of clusters; without it all of them
 */
export function endpointsOf(
  clusters: Fact<'clusters'>,
  wanted?: ReadonlySet<string>,
): { readonly exposures: readonly Exposure[]; readonly unknown: readonly UnknownExposure[] } {
  const exposures: Exposure[] = [];
  const unknown: UnknownExposure[] = [];
  const note = (id: string, { why, action }: Pick<Unknown, 'why' | 'action'>): void => {
    unknown.push({ resource: { type: 'eks-endpoint', id }, why, ...(action === undefined ? {} : { action }) });
  };
  if (isUnknown(clusters)) note('EKS clusters', clusters);
  else for (const one of clusters.missing) if (wanted === undefined || wanted.has(one.id)) note(one.id, one);
  for (const cluster of listed('clusters', clusters).items) {
    if (wanted !== undefined && !wanted.has(cluster.arn)) continue;
    const row = endpointOf(cluster);
    if (isUnknown(row)) note(cluster.arn, row);
    else if (row !== undefined) exposures.push(row);
  }
  return { exposures, unknown };
}

function endpointOf({ arn, endpoint, endpointPublicAccess, publicAccessCidrs }: Cluster): Exposure | Unknown | undefined {
  if (isUnknown(endpointPublicAccess)) return endpointPublicAccess;
  if (!endpointPublicAccess) return undefined;
  if (isUnknown(publicAccessCidrs)) return publicAccessCidrs;
  const admitted = IpSet.fromCidrs(publicAccessCidrs);
  if (!admitted.ok) return { known: false, why: `publicAccessCidrs of ${arn}: ${admitted.problem}` };
  const sources = admitted.value.intersect(internet);
  if (sources.isEmpty()) return undefined;
  return {
    resource: { type: 'eks-endpoint', id: arn },
    address: isUnknown(endpoint) ? arn : endpoint.replace(/^https:\/\//, ''),
    protocol: 'tcp',
    ports: [[443, 443]],
    sources: sources.toCidrs(),
    internet: isWholeInternet(sources, 'v4') || isWholeInternet(sources, 'v6'),
    via: 'direct',
    path: [
      { kind: 'eks-cluster', id: arn, says: 'endpointPublicAccess is on' },
      { kind: 'eks-cluster', id: arn, says: `publicAccessCidrs: ${publicAccessCidrs.join(', ')}` },
    ],
  };
}

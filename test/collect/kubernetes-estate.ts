import { serveKubernetes } from '../../estate/kubernetes/server.ts';
import { cluster } from '../../shared/checks/base.ts';
import { eksConnection, type KubernetesConnection } from '../../shared/clients/kubernetes/connection.ts';
import type { GetLimits } from '../../shared/clients/kubernetes/limits.ts';
import { contextOf } from '../../shared/collect/collector.ts';
import { collectedOf, collectFacts } from '../../shared/collect/index.ts';
import type { ClusterBounds } from '../../shared/collect/kubernetes/bounds.ts';
import type { Reads } from '../../shared/facts/fact.ts';
import { type CollectedName, type FactsOfTarget, facts } from '../../shared/facts/index.ts';

const ARN = cluster.arn;

/** What is read of a cluster from its own API. */
export const fromCluster: readonly CollectedName[] = collectedOf('cluster').filter(
  (name) => !('aws' in (facts[name].reads as Reads)),
);

/** One simulated cluster, and how its facts are collected. */
export async function oneCluster(objects: readonly unknown[]) {
  const estate = await serveKubernetes(new Map([[ARN, { name: cluster.name, version: '1.34', objects }]]));
  const endpoint = estate.endpoints.get(ARN);
  if (endpoint === undefined) throw new Error('not in the estate');
  const opened: KubernetesConnection[] = [];
  const connect = (limits?: Partial<GetLimits>): KubernetesConnection => {
    const { url, certificateAuthority } = endpoint;
    const connection = eksConnection({ endpoint: url, certificateAuthority }, async () => 'hidden-bearer', limits);
    opened.push(connection);
    return connection;
  };
  const collect = (names = fromCluster, limits?: Partial<GetLimits>, bounds?: ClusterBounds): Promise<FactsOfTarget> => {
    const connection = connect(limits);
    const place = { account: '111122223333', region: 'eu-central-1', partition: 'aws' };
    const context = contextOf({} as never, place, async () => connection);
    return collectFacts(
      names,
      { ...context, ...(bounds && { clusterBounds: bounds }) },
      { cluster: { known: true, value: cluster } },
    );
  };
  const close = async () => {
    for (const connection of opened) connection.close();
    await estate.close();
  };
  return { faults: estate.faults, counts: () => estate.counts(ARN), collect, close };
}

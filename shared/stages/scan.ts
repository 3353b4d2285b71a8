import { eksConnection, type KubernetesConnection } from '../clients/kubernetes/connection.ts';
import type { KubernetesErrorKind } from '../clients/kubernetes/errors.ts';
import { eksToken } from '../clients/kubernetes/token.ts';
import { contextOf } from '../collect/collector.ts';
import { clusterCollectors } from '../collect/of-cluster.ts';
import { Refusal } from '../collect/reason.ts';
import { snapshotPath } from '../contract/keys.ts';
import { isUnknown } from '../facts/fact.ts';
import type { FactsOfTarget } from '../facts/index.ts';
import { reachedFromInside } from './from-inside.ts';
import { read } from './read.ts';
import { placeOf } from './results.ts';
import { factsOfSelfManaged } from './self-managed.ts';
import type { Snapshot } from './snapshot.ts';
import { factsToCollect, type Stage } from './stage.ts';
import { clusterTarget, type ListedCluster } from './targets.ts';

/** Reads what is of one cluster only (EKS items, the Kubernetes API), and writes its snapshot. */
export async function collectCluster(stage: Stage, region: Snapshot, cluster: ListedCluster): Promise<Snapshot> {
  const { partition = '', account = '', region: name = '' } = region.target;
  const target = clusterTarget(region, cluster);
  if (cluster.gone !== undefined) {
    const cause = { fact: 'clusters', item: cluster.arn, why: cluster.gone };
    return save(stage, { schema, target, facts: {}, ended: { status: 'gone', cause } });
  }
  let connection: KubernetesConnection | undefined;
  const outcomes = new Set<'answered' | KubernetesErrorKind>();
  const context = {
    ...contextOf(
      stage.aws,
      { account, region: name, partition },
      async () => (connection ??= connectionTo(stage, account, name, cluster)),
      stage.signal,
    ),
    asked: (outcome: 'answered' | KubernetesErrorKind) => void outcomes.add(outcome),
  };
  try {
    const found = cluster.arn === undefined ? factsOfSelfManaged(cluster) : {};
    const given: FactsOfTarget = { cluster: ownFact(region, cluster), ...found };
    const { facts: asked, errors } = await read(clusterCollectors, factsToCollect(stage, 'cluster'), context, given, target);
    const { facts, ...from } = await reachedFromInside(stage, target, cluster, asked, outcomes);
    const own = { schema, target: { ...target, ...from }, errors } as const;
    if (stage.probe === undefined) return await save(stage, { ...own, facts });
    const probes = await stage.probe(region, target, { ...facts, ...found });
    return await save(stage, { ...own, facts: { ...facts, probes } });
  } finally {
    connection?.close();
  }
}

const schema = 'postern/snapshot@1';

function ownFact(region: Snapshot, { arn, described }: ListedCluster): NonNullable<FactsOfTarget['cluster']> {
  if (described !== undefined) return { known: true, value: described };
  const fact = region.facts.clusters;
  const missing = fact?.known ? fact.missing.find(({ id }) => id === arn) : undefined;
  return {
    known: false,
    why: missing?.why ?? `${arn} was not described once, and once only`,
    ...(missing?.action === undefined ? {} : { action: missing.action }),
  };
}

const withKubeconfig = 'postern scan --kubeconfig FILE --context NAME reads it';

/** The cluster's API server, contacted only at the address and with the authority that DescribeCluster gave. */
function connectionTo(
  { plan, aws, kubernetesLimits }: Stage,
  account: string,
  region: string,
  { name, arn, described }: ListedCluster,
): KubernetesConnection {
  if (plan.kubernetes === 'off')
    throw new Refusal('the Kubernetes API was not read: --kubernetes off', 'scan without --kubernetes off');
  if (arn === undefined) throw new Refusal(`AWS does not say where the Kubernetes API of ${name} is`, withKubeconfig);
  const { endpoint, certificateAuthority } = described ?? {};
  for (const part of [endpoint, certificateAuthority]) if (isUnknown(part)) throw new Refusal(part.why, part.action);
  if (typeof endpoint !== 'string' || typeof certificateAuthority !== 'string') throw new Refusal(`${name} was not described`);
  const token = eksToken({ cluster: name, region, credentials: () => aws.credentials(account, region) });
  return eksConnection({ endpoint, certificateAuthority }, token, kubernetesLimits);
}

async function save(stage: Stage, snapshot: Snapshot): Promise<Snapshot> {
  await stage.run.saveJson(snapshotPath(placeOf(snapshot.target)), snapshot);
  return snapshot;
}

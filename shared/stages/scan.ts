import { isGone } from '../clients/errors.ts';
import { eksConnection, type KubernetesConnection } from '../clients/kubernetes/connection.ts';
import { eksToken } from '../clients/kubernetes/token.ts';
import { contextOf } from '../collect/collector.ts';
import { Refusal } from '../collect/reason.ts';
import { snapshotPath } from '../contract/keys.ts';
import type { Derivation } from '../derive/derive.ts';
import { evaluate, type Subject } from '../engine/evaluate.ts';
import { withUnseen } from '../engine/unseen.ts';
import type { Result } from '../engine/verdict.ts';
import { isUnknown } from '../facts/fact.ts';
import type { FactsOfTarget, Stored } from '../facts/index.ts';
import { inherited } from './collect.ts';
import type { Plan } from './plan.ts';
import { read } from './read.ts';
import { placeOf } from './results.ts';
import { runFacts, type Snapshot } from './snapshot.ts';
import { factsToCollect, type Stage } from './stage.ts';
import { unseenIn } from './unseen.ts';

/** A cluster that a Region's list names: described, or only named because it could not be. */
export type ListedCluster = {
  readonly name: string;
  readonly arn: string;
  readonly described?: Stored<'clusters'>;
  readonly gone?: string;
};

/** The clusters of a Region that the plan means, in order of their names. */
export function clustersOf({ plan }: Pick<Stage, 'plan'>, region: Snapshot): readonly ListedCluster[] {
  const fact = region.facts.clusters;
  if (region.ended !== undefined || fact === undefined || !fact.known) return [];
  const described = fact.items.map((item): ListedCluster => ({ name: item.name, arn: item.arn, described: item }));
  const named = fact.missing.map(
    ({ id, why }): ListedCluster => ({ name: id.split('/').at(-1) ?? id, arn: id, ...(isGone({ why }) ? { gone: why } : {}) }),
  );
  const byArn = new Map<string, ListedCluster[]>();
  for (const one of [...described, ...named]) byArn.set(one.arn, [...(byArn.get(one.arn) ?? []), one]);
  const meant = ({ name }: ListedCluster) => plan.clusters === undefined || plan.clusters.includes(name);
  return [...byArn.values()]
    .filter((same) => same.some(meant))
    .map(onlyOne)
    .sort((a, b) => (a.arn < b.arn ? -1 : 1));
}

/** An ARN is one target. What is said of it twice contradicts itself: it is named, and no description of it is believed. */
function onlyOne(same: readonly ListedCluster[]): ListedCluster {
  const [{ name, arn, gone }] = same as readonly [ListedCluster];
  if (same.length === 1) return same[0] as ListedCluster;
  const allGone = gone !== undefined && same.every((one) => one.gone !== undefined);
  return allGone ? { name, arn, gone } : { name, arn };
}

/** Reads what is of one cluster only (EKS items, the Kubernetes API), and writes its snapshot. */
export async function collectCluster(stage: Stage, region: Snapshot, cluster: ListedCluster): Promise<Snapshot> {
  const { partition, account = '', region: name = '' } = region.target;
  const target = clusterTarget(region, cluster);
  const cause = { fact: 'clusters', item: cluster.arn, why: cluster.gone ?? '' };
  if (cluster.gone !== undefined) return save(stage, { schema, target, facts: {}, ended: { status: 'gone', cause } });
  let connection: KubernetesConnection | undefined;
  const context = contextOf(
    stage.aws,
    { account, region: name, partition },
    async () => (connection ??= connectionTo(stage, account, name, cluster)),
    stage.signal,
  );
  try {
    const given: FactsOfTarget = { cluster: ownFact(region, cluster) };
    const { facts, errors } = await read(factsToCollect(stage, 'cluster'), context, given, target);
    return await save(stage, { schema, target, facts, errors });
  } finally {
    connection?.close();
  }
}

/** A cluster that a Region lists, as a target. */
export const clusterTarget = (region: Snapshot, cluster: ListedCluster) =>
  ({ ...region.target, kind: 'eks', cluster: identity(cluster) }) as const;

/** Judges one target from the snapshots alone: the account's, the Region's, its own. */
export function judge(
  plan: Plan,
  checks: Stage['checks'],
  derivations: readonly Derivation[],
  snapshots: readonly [...Snapshot[], Snapshot],
): Result {
  const own = snapshots.at(-1) as Snapshot;
  const subject: Subject = { ...own, facts: { ...inherited(...snapshots), ...runFacts(plan, own.target) } };
  const result = evaluate(subject, checks, derivations);
  const unseen = unseenIn(plan, own);
  return unseen === undefined ? result : withUnseen(result, checks, unseen);
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

function identity({ name, arn, described }: ListedCluster): NonNullable<Subject['target']['cluster']> {
  const { version, createdAt, tags } = described ?? {};
  return {
    name,
    arn,
    version: typeof version === 'string' ? version : 'unknown',
    ...(typeof createdAt === 'string' ? { createdAt } : {}),
    ...(tags === undefined || isUnknown(tags) ? {} : { tags: tags as Readonly<Record<string, string>> }),
  };
}

/** The cluster's API server, contacted only at the address and with the authority that DescribeCluster gave. */
function connectionTo(
  { plan, aws, kubernetesLimits }: Stage,
  account: string,
  region: string,
  { name, described }: ListedCluster,
): KubernetesConnection {
  if (plan.kubernetes === 'off')
    throw new Refusal('the Kubernetes API was not read: --kubernetes off', 'scan without --kubernetes off');
  const { endpoint, certificateAuthority } = described ?? {};
  for (const part of [endpoint, certificateAuthority]) if (isUnknown(part)) throw new Refusal(part.why, part.action);
  if (typeof endpoint !== 'string' || typeof certificateAuthority !== 'string') throw new Refusal(`${name} was not described`);
  const token = eksToken({ cluster: name, region, credentials: () => aws.credentials(account) });
  return eksConnection({ endpoint, certificateAuthority }, token, kubernetesLimits);
}

async function save(stage: Stage, snapshot: Snapshot): Promise<Snapshot> {
  await stage.run.saveJson(snapshotPath(placeOf(snapshot.target)), snapshot);
  return snapshot;
}

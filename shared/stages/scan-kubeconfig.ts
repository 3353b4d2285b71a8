import * as v from 'valibot';
import type { Check } from '../checks/check.ts';
import type { Aws } from '../clients/aws.ts';
import type { KubernetesConnection } from '../clients/kubernetes/connection.ts';
import { KubernetesError } from '../clients/kubernetes/errors.ts';
import { get } from '../clients/kubernetes/get.ts';
import { contextOf } from '../collect/collector.ts';
import { clusterCollectors } from '../collect/of-cluster.ts';
import { Refusal } from '../collect/reason.ts';
import { PLAN, snapshotPath } from '../contract/keys.ts';
import type { Derivation } from '../derive/derive.ts';
import type { Fact } from '../facts/index.ts';
import { judge } from './judge.ts';
import { factsOfNamed, namedTarget, notLookedAt } from './kubeconfig.ts';
import { noting, type PipelineOutcome } from './outcome.ts';
import { read } from './read.ts';
import { placeOf, saveResult } from './results.ts';
import type { Snapshot } from './snapshot.ts';
import { factsToCollect, isOfKubernetes, type Stage } from './stage.ts';

/** A scan of one cluster by its API alone. */
export interface NamedScan extends Pick<Stage, 'plan' | 'run' | 'signal'> {
  readonly checks: readonly Check[];
  readonly connection: KubernetesConnection;
  readonly derivations: readonly Derivation[];
  /** Whether the cluster is judged, or only read. */
  readonly judged: boolean;
}

/** Plan to result of the cluster that the plan's kubeconfig names: nothing of AWS is asked. @throws StoreError */
export async function scanNamed(scan: NamedScan): Promise<PipelineOutcome> {
  const { plan, run, checks, derivations } = scan;
  if (plan.kubeconfig === undefined) throw new TypeError('the plan names no kubeconfig');
  await run.saveJson(PLAN, plan);
  const snapshot = await collectNamed(scan, namedTarget(plan.kubeconfig));
  await run.saveJson(snapshotPath(placeOf(snapshot.target)), snapshot);
  if (scan.judged) await saveResult(scan, judge(plan, checks, derivations, [snapshot]));
  const { outcome, note } = noting();
  note(snapshot);
  return outcome;
}

async function collectNamed(scan: NamedScan, target: ReturnType<typeof namedTarget>): Promise<Snapshot> {
  const names = factsToCollect(scan, 'cluster').filter(isOfKubernetes);
  const given = factsOfNamed(target.cluster);
  const [{ facts: found, errors }, uid] = await Promise.all([
    read(
      clusterCollectors,
      names,
      contextOf(noAws, nowhere, async () => scan.connection, scan.signal),
      given,
      target,
    ),
    uidOf(scan),
  ]);
  const version = versionOf(found.kubernetesVersion);
  const cluster = { ...target.cluster, ...(version !== undefined && { version }), ...(uid !== undefined && { uid }) };
  return { schema: 'postern/snapshot@1', target: { ...target, cluster }, facts: found, errors };
}

/** AWS for collectors that may use the cluster's API alone. */
const noAws: Pick<Aws, 'call'> = { call: () => Promise.reject(new Refusal(notLookedAt.why, notLookedAt.action)) };
const nowhere = { account: '', region: '', partition: '' };

const kubeSystem = '/api/v1/namespaces?fieldSelector=metadata.name%3Dkube-system&limit=1';
const uidSchema = v.object({
  items: v.tuple([
    v.object({
      metadata: v.object({ name: v.literal('kube-system'), uid: v.pipe(v.string(), v.regex(/^[0-9a-zA-Z-]{1,64}$/)) }),
    }),
  ]),
});

/** The UID of kube-system, which lives as long as the cluster: what its verdicts are known by (contracts 3.2), whatever the context is called. */
async function uidOf({ connection, signal }: NamedScan): Promise<string | undefined> {
  try {
    const answer = await get(connection, kubeSystem, signal === undefined ? {} : { signal });
    const parsed = v.safeParse(uidSchema, answer);
    return parsed.success ? parsed.output.items[0].metadata.uid : undefined;
  } catch (error) {
    if (error instanceof KubernetesError) return undefined;
    throw error;
  }
}

/** As EKS says it: 1.36. Some distributions give the minor version a "+". */
function versionOf(fact: Fact<'kubernetesVersion'> | undefined): string | undefined {
  if (fact === undefined || !fact.known) return undefined;
  const found = /^(\d{1,4})\.(\d{1,4})\+?$/.exec(`${fact.value.major}.${fact.value.minor}`);
  return found === null ? undefined : `${found[1]}.${found[2]}`;
}

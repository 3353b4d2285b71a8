import type { Check } from '../checks/check.ts';
import { PLAN, snapshotPath } from '../contract/keys.ts';
import type { Derivation } from '../derive/derive.ts';
import type { RunReader, RunWriter } from '../store/run.ts';
import { judge } from './judge.ts';
import { namedTarget } from './kubeconfig.ts';
import type { Plan } from './plan.ts';
import { placeOf, saveResult } from './results.ts';
import { loadSnapshotAt, type Snapshot, SnapshotError } from './snapshot.ts';
import { clustersOf, clusterTarget, regionsOf } from './targets.ts';

export interface Replay {
  /** The sealed run whose snapshots are judged. */
  readonly source: RunReader;
  readonly plan: Plan;
  readonly run: RunWriter;
  readonly checks: readonly Check[];
  readonly derivations: readonly Derivation[];
}

/** Judges the snapshots of a sealed run once more, from nothing else. @throws SnapshotError where the run holds none */
export async function replay({ source, plan, run, checks, derivations }: Replay): Promise<void> {
  const paths = source.manifest.objects.map(({ key }) => key).filter((key) => key.startsWith('snapshots/'));
  if (paths.length === 0)
    throw new SnapshotError(`the run ${source.id} holds no snapshots; name a run that postern collect or scan wrote`);
  const complete = completeness(source, plan);
  await run.saveJson(PLAN, plan);
  let account: Snapshot | undefined;
  let region: Snapshot | undefined;
  for (const path of paths.sort(outermostFirst)) {
    const snapshot = await loadSnapshotAt(source, path);
    complete(snapshot);
    if (snapshot.target.kind === 'account') account = snapshot;
    if (snapshot.target.kind === 'region') region = snapshot;
    const around = [account, region].filter(
      (one) => one !== undefined && one !== snapshot && surrounds(one, snapshot),
    ) as Snapshot[];
    await saveResult({ run }, judge(plan, checks, derivations, [...around, snapshot]));
  }
}

/** Holds the run against what its plan and its own lists name: what is not there would be absent from the report, and look like a pass. */
export function completeness(source: RunReader, plan: Plan): (snapshot: Snapshot) => void {
  const there = new Set(source.manifest.objects.map(({ key }) => key));
  const expect = (target: Parameters<typeof placeOf>[0]): void => {
    const path = snapshotPath(placeOf(target));
    if (!there.has(path)) throw new SnapshotError(`${source.id}/${path} is not in the run; collect again`);
  };
  for (const { id } of plan.accounts) expect({ account: id });
  if (plan.kubeconfig !== undefined) expect(namedTarget(plan.kubeconfig));
  return (snapshot) => {
    const { kind, account = '' } = snapshot.target;
    if (kind === 'account') for (const { name } of regionsOf({ plan }, snapshot)) expect({ account, region: name });
    if (kind !== 'region') return;
    for (const cluster of clustersOf({ plan }, snapshot)) expect(clusterTarget(snapshot, cluster));
  };
}

/** A snapshot gives its facts to targets inside of it, and to no others. */
const surrounds = (outer: Snapshot, inner: Snapshot): boolean =>
  outer.target.account === inner.target.account &&
  (outer.target.region === undefined || outer.target.region === inner.target.region);

/** `_account` and `_region` come before what is inside of them, so that one of each is held at a time. */
export const outermostFirst = (a: string, b: string): number => (inner(a) < inner(b) ? -1 : 1);
const inner = (path: string): string => path.replace('/_', '/ ');

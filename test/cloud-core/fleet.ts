import { checks } from '../../shared/checks/index.ts';
import { defaultSettings } from '../../shared/config/defaults.ts';
import { PLAN, snapshotPath } from '../../shared/contract/keys.ts';
import { makeRunId, type RunId } from '../../shared/contract/run-id.ts';
import { derivations } from '../../shared/derive/index.ts';
import type { Result } from '../../shared/engine/verdict.ts';
import { judge } from '../../shared/stages/judge.ts';
import { makePlan, type Plan, type PlannedAccount } from '../../shared/stages/plan.ts';
import { placeOf, saveResult } from '../../shared/stages/results.ts';
import type { Snapshot } from '../../shared/stages/snapshot.ts';
import { accountTarget, clustersOf, clusterTarget, regionTarget } from '../../shared/stages/targets.ts';
import { openRun } from '../../shared/store/run.ts';
import type { Store } from '../../shared/store/store.ts';

/** account → Region → names of clusters. */
export type Fleet = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export const startedAt = new Date('2026-11-21T02:00:00Z');
export const runNumber = (number: number): RunId => makeRunId(new Date(startedAt.getTime() + number * 86_400_000), number);
const selected = checks;
export const work = { checks: selected, derivations };

export const planOf = (
  fleet: Fleet,
  run: RunId,
  rest: Partial<Plan> & { accounts?: readonly PlannedAccount[] } = {},
): Plan => ({
  ...makePlan({
    runId: run,
    startedAt,
    version: '0',
    trigger: 'schedule',
    partition: 'aws',
    caller: '999999999999',
    accounts: Object.keys(fleet).map((id) => ({
      id,
      name: `account ${id.slice(0, 1)}`,
      organizationalUnit: `unit ${id.slice(0, 1)}`,
    })),
    checks: selected.map(({ id }) => id),
    frameworks: [],
    narrowed: false,
    kubernetes: 'auto',
    settings: defaultSettings,
  }),
  ...rest,
});

const schema = 'postern/snapshot@1' as const;

const none = { known: true, items: [], missing: [] } as const;

/** Every target of a fleet as it is read when all goes well, by its path in the layout; outermost first. */
export function snapshotsOf(fleet: Fleet, plan: Plan): Map<string, readonly [...Snapshot[], Snapshot]> {
  const all = new Map<string, readonly [...Snapshot[], Snapshot]>();
  const add = (...chain: [...Snapshot[], Snapshot]) => all.set(snapshotPath(placeOf((chain.at(-1) as Snapshot).target)), chain);
  for (const account of plan.accounts) {
    const regions = fleet[account.id] ?? {};
    const items = Object.keys(regions).map((name) => ({ name, optInStatus: 'opted-in' }));
    const own: Snapshot = {
      schema,
      target: accountTarget(plan, account),
      facts: { regions: { known: true, items, missing: [] } },
    };
    add(own);
    for (const [region, names] of Object.entries(regions)) {
      const missing = names.map((name) => ({ id: `arn:aws:eks:${region}:${account.id}:cluster/${name}`, why: 'AccessDenied' }));
      const facts: Snapshot['facts'] = { clusters: { known: true, items: [], missing }, instances: none };
      const inRegion: Snapshot = { schema, target: regionTarget(plan, account, region), facts };
      add(own, inRegion);
      for (const cluster of clustersOf({ plan }, inRegion))
        add(own, inRegion, { schema, target: clusterTarget(inRegion, cluster), facts: {} });
    }
  }
  return all;
}

/** Turns verdicts of a check into failures, so that there is something to announce. */
export const failing =
  (check: string, accounts: readonly string[]) =>
  (result: Result): Result => ({
    ...result,
    target: { ...result.target, status: 'complete', missing: [] },
    verdicts: result.verdicts.map((verdict) => ({
      ...verdict,
      status: verdict.check === check && accounts.includes(result.target.account ?? '') ? 'fail' : 'pass',
    })),
  });

/** Writes what the functions of a run write, except what is lost: `snapshots/…` or `results/…` paths. */
export async function writeRun(
  store: Store,
  fleet: Fleet,
  plan: Plan,
  { lost = [], change = (result) => result }: { lost?: readonly string[]; change?: (result: Result) => Result } = {},
): Promise<void> {
  const run = openRun(store, plan.run.id as RunId);
  await run.saveJson(PLAN, plan);
  for (const [path, chain] of snapshotsOf(fleet, plan)) {
    if (lost.includes(path)) continue;
    await run.saveJson(path, chain.at(-1));
    if (!lost.includes(path.replace('snapshots/', 'results/')))
      await saveResult({ run }, change(judge(plan, selected, derivations, chain)));
  }
}

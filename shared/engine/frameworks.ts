import type { Control, Framework } from '../frameworks/framework.ts';

export type ControlStatus = 'pass' | 'fail' | 'unknown' | 'not-applicable' | 'manual' | 'planned';

/** How a framework came out over all targets of a run (contracts 3.2, `frameworks`). */
export interface FrameworkResult {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly controls: readonly {
    readonly id: string;
    readonly title: string;
    readonly status: ControlStatus;
    readonly checks?: readonly string[];
    /** Why no machine can say, what is planned, or why it is unknown. */
    readonly why?: string;
  }[];
}

/** How often a check came out in each way, over all targets. */
type Counts = Readonly<Record<'pass' | 'fail' | 'unknown' | 'notApplicable', number>>;

/**
 * Evaluates each control from the tallies of its checks: one failure fails it, else one unknown makes it unknown, else one pass passes it;
 * without any it is not applicable. A check that did not run leaves it unknown: a selection must not turn into a pass.
 */
export const evaluateFrameworks = (
  frameworks: readonly Framework[],
  byCheck: ReadonlyMap<string, Counts>,
): readonly FrameworkResult[] =>
  frameworks.map(({ id, name, version, controls }) => ({
    id,
    name,
    version,
    controls: Object.entries(controls).map(([id, control]) => ({ id, title: control.title, ...outcome(control, byCheck) })),
  }));

type Outcome = Omit<FrameworkResult['controls'][number], 'id' | 'title'>;

function outcome(control: Control, byCheck: ReadonlyMap<string, Counts>): Outcome {
  if (!('checks' in control)) return rest(control) ?? { status: 'unknown', why: 'nothing decides this control' };
  const { checks } = control;
  const counts = checks.map((check) => byCheck.get(check));
  const some = (status: keyof Counts) => counts.some((count) => (count?.[status] ?? 0) > 0);
  if (some('fail')) return { status: 'fail', checks };
  const absent = checks.filter((check) => !byCheck.has(check));
  if (absent.length > 0) return { status: 'unknown', checks, why: `not selected in this run: ${absent.join(', ')}` };
  const unknown = checks.filter((check) => (byCheck.get(check)?.unknown ?? 0) > 0);
  if (unknown.length > 0) return { status: 'unknown', checks, why: `unknown somewhere: ${unknown.join(', ')}` };
  const left = rest(control);
  if (left !== undefined) return { ...left, checks };
  return { status: some('pass') ? 'pass' : 'not-applicable', checks };
}

function rest({ manual, planned }: { readonly manual?: string; readonly planned?: string }): Outcome | undefined {
  if (manual !== undefined) return { status: 'manual', why: manual };
  return planned === undefined ? undefined : { status: 'planned', why: planned };
}

import type { Severity } from '../checks/check.ts';
import type { TargetStatus } from '../engine/verdict.ts';
import type { ControlStatus, ReportCheck, ReportHeader, ReportTarget, Summary } from './report.ts';

/** Words and numbers as people read them: the same on a page and on a terminal. */

export const severities = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Severity[];
/** Those that someone has to do something about come first. */
export const targetStatuses = ['failed', 'partial', 'gone', 'skipped', 'complete'] as const satisfies readonly TargetStatus[];
export const controlStatuses = [
  'fail',
  'unknown',
  'pass',
  'not-applicable',
  'manual',
  'planned',
] as const satisfies readonly ControlStatus[];

const grouped = new Intl.NumberFormat('en');

/** 12345 as "12,345". */
export const number = (value: number): string => grouped.format(value);

/** "1 finding", "2 findings", "3 checks". */
export const count = (value: number, noun: string, plural = `${noun}s`): string =>
  `${number(value)} ${value === 1 ? noun : plural}`;

/** A share in percent, rounded down to a tenth: 100 % is said of the whole only. */
export const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`;

export const capitalised = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

export const failures = (summary: Summary): number => severities.reduce((sum, severity) => sum + summary.failed[severity], 0);

/** What the run found, in a few words that never say more than was seen. */
export function headline(summary: Summary): string {
  const found = failures(summary);
  const worst = severities.find((severity) => summary.failed[severity] > 0);
  if (worst !== undefined) {
    const most = summary.failed[worst];
    return most === found ? count(found, `${worst} finding`) : `${count(found, 'finding')}, ${number(most)} ${worst}`;
  }
  if (summary.verdicts.unknown > 0 || summary.targets.failed > 0) return 'No findings in what could be seen';
  return summary.verdicts.pass + summary.verdicts.fail === 0 ? 'Nothing was there to judge' : 'No findings';
}

/** How far the headline can be relied on. */
export function reach(summary: Summary): string {
  const { pass, fail, unknown } = summary.verdicts;
  const due = pass + fail + unknown;
  if (due === 0) return 'No check applied to anything that was read.';
  if (unknown === 0) return `All ${count(due, 'judgement')} that were due could be made.`;
  return `${number(unknown)} of ${count(due, 'judgement')} could not be made: they are unknown, not passed.`;
}

/** A target's own name, and where it is. */
export function place(target: ReportTarget): { readonly name: string; readonly within: string } {
  const account = [target.accountName, target.account].filter((part) => part !== undefined);
  const parts = target.cluster === undefined ? account : [...account, target.region].filter((part) => part !== undefined);
  if (target.cluster !== undefined)
    return { name: target.cluster.name, within: (parts.length > 0 ? parts : [target.cluster.server ?? '']).join(' · ') };
  if (target.region !== undefined) return { name: target.region, within: parts.join(' · ') };
  const [name, ...within] = account;
  return { name: name ?? target.kind, within: within.join(' · ') };
}

export const isCluster = (target: ReportTarget): boolean => target.cluster !== undefined || target.kind === 'files';

/** A check's words; a report that lacks them still reads. */
export const wordsOf = (header: ReportHeader, check: string): ReportCheck =>
  Object.hasOwn(header.checks, check)
    ? (header.checks[check] as ReportCheck)
    : { title: check, severity: 'low', why: '', fix: { text: '' } };

/** An ISO 8601 time as "2026-11-21 12:40 UTC"; anything else as it is. */
export const time = (iso: string): string => {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z$/.exec(iso);
  return match === null ? iso : `${match[1]} ${match[2]} UTC`;
};

/** "42 s", "3 min 5 s", "2 h 4 min" between two ISO 8601 times, or nothing where they are none. */
export function duration(from: string, to: string): string | undefined {
  const seconds = Math.round((Date.parse(to) - Date.parse(from)) / 1000);
  if (!Number.isFinite(seconds) || seconds < 0) return undefined;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

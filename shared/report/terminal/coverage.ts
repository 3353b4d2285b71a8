import type { Digest } from '../digest.ts';
import { type Gap, gaps } from '../gaps.ts';
import { readInside } from '../inside.ts';
import type { ReportHeader, ReportTarget } from '../report.ts';
import { count, headline, number, percent, place, reach, targetStatuses, wordsOf } from '../words.ts';
import { fit, type Line, paragraph, type Style, wrap } from './layout.ts';

const mostGaps = 12;
/** Undecided checks: what is missing is said above them, once, and they follow from it. */
const mostUndecided = 5;
const mostPlaces = 6;
const mostErrors = 5;

/** The verdict in words, then what could be seen, what could not, and what to do about it. */
export function* coverage(header: ReportHeader, digest: Digest, width: number): Iterable<Line> {
  const { summary } = header;
  for (const line of wrap(`${headline(summary)}.`, width)) yield [{ text: line, style: 'bold' }];
  for (const line of wrap(reach(summary), width)) yield [{ text: line }];
  yield [];
  const { pass, fail, unknown, notApplicable } = summary.verdicts;
  const verdicts = amounts([
    [pass, 'passed'],
    [fail, 'failed'],
    [unknown, 'unknown'],
    [notApplicable, 'not applicable'],
  ]);
  yield* paragraph({ text: fit('Coverage', 10) }, `${percent(summary.coverage)} · ${verdicts}`, width);
  const targets = amounts([...targetStatuses].reverse().map((status) => [summary.targets[status], status]));
  yield* paragraph({ text: fit('Targets', 10) }, `${number(summary.targets.total)} · ${targets}`, width);
  yield* errors(header, width);
  yield* inside(header, width);
  yield* unread(header, width);
  yield* undecided(header, digest, width);
}

/** "3 passed · 1 failed", leaving out what there is none of. */
export const amounts = (of: readonly (readonly [number, string])[]): string =>
  of
    .filter(([amount]) => amount > 0)
    .map(([amount, word]) => `${number(amount)} ${word}`)
    .join(' · ');

export const heading = (text: string, style: Style = 'bold'): Line[] => [[], [{ text, style }]];

function* errors({ run }: ReportHeader, width: number): Iterable<Line> {
  if (run.errors.length === 0) return;
  yield* heading(`Postern failed in ${count(run.errors.length, 'place')}: defects of Postern, please report them`, 'critical');
  for (const { check, target, message } of run.errors.slice(0, mostErrors))
    yield* paragraph({ text: '  ' }, `${check} on ${target}: ${message}`, width);
  yield* more(run.errors.length - mostErrors, '  ');
}

function* inside({ targets }: ReportHeader, width: number): Iterable<Line> {
  const found = readInside(targets);
  if (found.length === 0) return;
  yield* heading('Not reached from here: judged by facts from inside the network');
  for (const { name, within, when } of found.slice(0, mostGaps))
    yield* paragraph({ text: '  ' }, `${name} (${within}): ${when}`, width);
  yield* more(found.length - mostGaps, '  ');
}

function* unread({ targets }: ReportHeader, width: number): Iterable<Line> {
  const found = gaps(targets);
  if (found.length === 0) return;
  yield* heading('Could not be read');
  for (const gap of found.slice(0, mostGaps)) yield* gapOf(gap, targets, width);
  yield* more(found.length - mostGaps, '  ');
}

const styles: Readonly<Record<string, Style>> = { failed: 'critical', partial: 'medium' };

function* gapOf({ why, action, concerned }: Gap, targets: readonly ReportTarget[], width: number): Iterable<Line> {
  const status = targets[concerned[0]?.target ?? -1]?.status ?? 'partial';
  yield* paragraph({ text: `  ${fit(status, 9)}`, style: styles[status] ?? 'dim' }, why, width);
  if (action !== undefined) yield* paragraph({ text: `${' '.repeat(11)}→ ` }, action, width);
  const names = concerned.slice(0, mostPlaces).flatMap(({ target: index, items }) => {
    const target = targets[index];
    if (target === undefined) return [];
    const { name, within } = place(target);
    const detail = items.length > 0 ? count(items.length, 'item') : target.cluster === undefined ? within : '';
    return [detail === '' ? name : `${name} (${detail})`];
  });
  const rest = concerned.length - names.length;
  yield* paragraph(
    { text: ' '.repeat(11) },
    `on ${names.join(', ')}${rest > 0 ? ` and ${number(rest)} more` : ''}`,
    width,
    'dim',
  );
}

function* undecided(header: ReportHeader, { groups }: Digest, width: number): Iterable<Line> {
  const found = groups.filter(({ kind }) => kind === 'unknown');
  if (found.length === 0) return;
  yield* heading('Unknown', 'unknown');
  for (const { check, targets } of found.slice(0, mostUndecided))
    yield* paragraph({ text: '  ' }, `${wordsOf(header, check).title}: unknown on ${count(targets, 'target')}`, width);
  yield* more(found.length - mostUndecided, '  ');
}

export function* more(amount: number, margin: string): Iterable<Line> {
  if (amount > 0) yield [{ text: `${margin}and ${number(amount)} more`, style: 'dim' }];
}

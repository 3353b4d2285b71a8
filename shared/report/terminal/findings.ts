import type { Digest, Group, Listed } from '../digest.ts';
import type { ReportHeader } from '../report.ts';
import { capitalised, count, number, place, severities, wordsOf } from '../words.ts';
import { heading, more } from './coverage.ts';
import { type Line, paragraph } from './layout.ts';

/** Checks shown in full: so many whatever their severity, or where there are more, so many of the severe ones. */
const fewGroups = 16;
const mostInFull = 8;
/** Checks of each severity shown by their title only. The rest is counted. */
const mostTitles = 12;

/** What failed: the most severe and most widespread in full, each with its fix, the others by title; where they are few, all. */
export function* findings(header: ReportHeader, digest: Digest, width: number): Iterable<Line> {
  const groups = digest.groups.filter(({ kind }) => kind === 'fail');
  const severe = groups.filter(({ severity }) => severity === 'critical' || severity === 'high');
  const inFull = new Set(groups.length <= fewGroups ? groups : severe.slice(0, mostInFull));
  for (const severity of severities) {
    const mine = groups.filter((group) => group.severity === severity);
    if (mine.length === 0) continue;
    yield* heading(`${capitalised(severity)} · ${count(header.summary.failed[severity], 'finding')}`, severity);
    const rest = mine.filter((group) => !inFull.has(group));
    for (const group of mine) if (inFull.has(group)) yield* whole(header, group, width);
    for (const group of rest.slice(0, mostTitles)) yield* title(header, group, width);
    yield* more(rest.length - mostTitles, '  ');
  }
  if (header.summary.waived > 0) yield* heading(`${count(header.summary.waived, 'failure')} accepted by waiver`, 'dim');
}

const scale = ({ count: found, targets }: Group): string => `${count(found, 'finding')} on ${count(targets, 'target')}`;

function* title(header: ReportHeader, group: Group, width: number): Iterable<Line> {
  yield* paragraph({ text: '  ✕ ', style: group.severity }, wordsOf(header, group.check).title, width);
  yield* paragraph({ text: '    ' }, `${group.check} · ${scale(group)}`, width, 'dim');
}

function* whole(header: ReportHeader, group: Group, width: number): Iterable<Line> {
  yield* title(header, group, width);
  for (const one of group.listed) yield* finding(header, one, width);
  const rest = group.count - group.listed.length;
  yield* more(rest, '    ');
  yield* paragraph({ text: '    Fix: ', style: 'bold' }, wordsOf(header, group.check).fix.text, width);
}

function* finding(header: ReportHeader, { verdict }: Listed, width: number): Iterable<Line> {
  const target = header.targets[verdict.target];
  const { name, within } = target === undefined ? { name: `target ${number(verdict.target)}`, within: '' } : place(target);
  const { type, id, name: called, file, line } = verdict.resource;
  const shown = file === undefined ? name : `${file}${line === undefined ? '' : `:${line}`}`;
  yield* paragraph({ text: '    ' }, within === '' ? shown : `${shown} · ${within}`, width, 'bold');
  const own = target !== undefined && (type === 'cluster' || type === 'region' || type === 'account');
  const about = own ? '' : `${type} ${called === undefined || called === id ? id : `${called} (${id})`}: `;
  yield* paragraph({ text: '      ' }, `${about}${verdict.because}`, width);
}

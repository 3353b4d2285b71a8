import { type Line, paragraph, print, wrap } from '../terminal/layout.ts';
import { count, number } from '../words.ts';
import { digestOf, type Limits, type Reached, type Section, type Totals, type UnknownGroup } from './digest.ts';
import type { ExposureRenderer, ExposureRow } from './row.ts';
import { longestWay, placeOf, service, sources, through, unless, way } from './words.ts';

const limits: Limits = { regions: 40, resources: 60, rows: 12, unknown: 8, names: 6 };
const narrowest = 44;
const widest = 160;

/** For a terminal: how much can be reached in a sentence, then each interface with who reaches which port of it, and how. */
export const exposureTerminal = ({ colour, width = 100 }: { colour: boolean; width?: number }): ExposureRenderer =>
  async function* (regions) {
    const room = Math.min(Math.max(width, narrowest), widest);
    const { totals, sections, moreSections } = await digestOf(regions, limits);
    for (const line of headline(totals, room)) yield print(line, colour);
    for (const section of sections) for (const line of sectionLines(section, room)) yield print(line, colour);
    for (const line of leftOut(moreSections, 'Region')) yield print(line, colour);
  };

function* headline(totals: Totals, width: number): Iterable<Line> {
  for (const line of wrap(reached(totals), width)) yield [{ text: line, style: 'bold' }];
  const doubts = [
    totals.conditional > 0 ? `${count(totals.conditional, 'path')} may be closed by what could not be read` : '',
    totals.unknown > 0 ? `${number(totals.unknown)} could not be judged` : '',
  ].filter((text) => text !== '');
  if (doubts.length > 0) for (const line of wrap(`${doubts.join(', ')}.`, width)) yield [{ text: line, style: 'unknown' }];
}

function reached({ interfaces, endpoints, open, rows, regions, exposedRegions, unknown }: Totals): string {
  const where = count(regions, 'Region');
  if (regions === 0 && unknown === 0) return 'No Region was looked at.';
  if (rows === 0 && unknown > 0) return 'Nothing that could be judged can be reached from the internet.';
  if (rows === 0) return `Nothing in ${where} can be reached from the internet.`;
  const what = [interfaces > 0 ? count(interfaces, 'interface') : '', endpoints > 0 ? count(endpoints, 'EKS endpoint') : ''];
  const things = what.filter((text) => text !== '').join(' and ');
  return `${things} can be reached from the internet, ${number(open)} of them from anywhere: ${count(rows, 'path')} in ${number(exposedRegions)} of ${where}.`;
}

function* sectionLines(section: Section, width: number): Iterable<Line> {
  yield [];
  yield [{ text: placeOf(section.target), style: 'bold' }];
  for (const one of section.reached) yield* reachedLines(one, width);
  yield* leftOut(section.moreReached, 'interface');
  for (const one of section.unknown) yield* unknownLines(one, width);
  yield* leftOut(section.moreUnknown, 'reason');
}

function* leftOut(amount: number, what: string): Iterable<Line> {
  if (amount > 0) yield [{ text: `  and ${count(amount, `more ${what}`)}; --format json has all`, style: 'dim' }];
}

function* reachedLines({ resource, cluster, rows, moreRows }: Reached, width: number): Iterable<Line> {
  const { type, id, instance } = resource;
  const parts = [
    type === 'eks-endpoint' ? `API endpoint ${id}` : id,
    instance === undefined ? '' : `instance ${instance}`,
    cluster === undefined || type === 'eks-endpoint' ? '' : `cluster ${cluster}`,
  ];
  yield* paragraph({ text: '  ' }, parts.filter((text) => text !== '').join(' · '), width, 'bold');
  for (const row of rows) yield* rowLines(row, width);
  if (moreRows > 0) yield [{ text: `    and ${count(moreRows, 'more path')}; --format json has all`, style: 'dim' }];
}

function* rowLines(row: ExposureRow, width: number): Iterable<Line> {
  const style = row.internet ? 'high' : 'medium';
  yield* paragraph({ text: '    ' }, `${service(row)} on ${row.address} · ${sources(row)}${through(row)}`, width, style);
  yield* paragraph({ text: '      ' }, way(row.path), width, undefined, longestWay);
  if (row.inspection !== undefined)
    yield* paragraph({ text: '      ' }, `inspected by ${row.inspection.join(', ')}, which was not judged`, width);
  for (const one of row.unless ?? []) yield* paragraph({ text: '      ', style: 'unknown' }, unless(one), width, 'unknown');
}

function* unknownLines({ why, action, names, moreNames }: UnknownGroup, width: number): Iterable<Line> {
  yield* paragraph({ text: '  unknown ', style: 'unknown' }, why, width, 'unknown');
  if (action !== undefined) yield* paragraph({ text: '          → ' }, action, width);
  const rest = moreNames > 0 ? ` and ${number(moreNames)} more` : '';
  yield* paragraph({ text: '          ' }, `on ${names.join(', ')}${rest}`, width, 'dim');
}

import { type Line, paragraph, print, wrap } from '../terminal/layout.ts';
import { count, number } from '../words.ts';
import {
  digestOf,
  type Limits,
  type Reached,
  type ReachedRow,
  type Section,
  type Some,
  type Totals,
  type UnknownGroup,
} from './digest.ts';
import type { ExposureRenderer, ExposureRow } from './row.ts';
import { longestWay, placeOf, probed, service, sources, through, unless, way } from './words.ts';

const limits: Limits = { regions: 40, resources: 40, rows: 6, unknown: 8, names: 6 };
/** UTF-16 units of a list of names. */
const longestList = 1_200;
const narrowest = 44;
const widest = 160;

/** For a terminal: how much can be reached in a sentence, then each interface with who reaches which port of it, and how. */
export const exposureTerminal = ({ colour, width = 100 }: { colour: boolean; width?: number }): ExposureRenderer =>
  async function* (regions) {
    const room = Math.min(Math.max(width, narrowest), widest);
    const { totals, sections } = await digestOf(regions, limits);
    for (const line of headline(totals, room)) yield print(line, colour);
    for (const section of sections.first) for (const line of sectionLines(section, room)) yield print(line, colour);
    for (const line of leftOut(sections.more, 'Region')) yield print(line, colour);
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

function* sectionLines({ target, reached, unknown }: Section, width: number): Iterable<Line> {
  yield [];
  yield [{ text: placeOf(target), style: 'bold' }];
  for (const one of reached.first) yield* reachedLines(one, width);
  yield* leftOut(reached.more, 'interface');
  for (const one of unknown.first) yield* unknownLines(one, width);
  yield* leftOut(unknown.more, 'reason');
}

function* leftOut(amount: number, what: string, margin = '  '): Iterable<Line> {
  if (amount > 0) yield [{ text: `${margin}and ${count(amount, `more ${what}`)}; --format json has all`, style: 'dim' }];
}

function* reachedLines({ resources, cluster, rows }: Reached, width: number): Iterable<Line> {
  const names = listed({ ...resources, first: resources.first.map(resourceName) });
  const [{ type }] = resources.first as readonly [ExposureRow['resource']];
  const whose = cluster === undefined || type === 'eks-endpoint' ? '' : ` · cluster ${cluster}`;
  yield* paragraph({ text: '  ' }, `${names}${whose}`, width, 'bold', longestList);
  for (const one of rows.first) yield* rowLines(one, resources.more + resources.first.length > 1, width);
  yield* leftOut(rows.more, 'path', '    ');
}

const resourceName = ({ type, id, instance }: ExposureRow['resource']): string =>
  type === 'eks-endpoint' ? `API endpoint ${id}` : instance === undefined ? id : `${id} (${instance})`;

/** "a, b and 12 more". */
const listed = ({ first, more }: Some<string>): string => `${first.join(', ')}${more > 0 ? ` and ${number(more)} more` : ''}`;

export function* rowLines({ row, addresses, targets }: ReachedRow, several: boolean, width: number): Iterable<Line> {
  const style = row.internet ? 'high' : 'medium';
  const text = `${service(row)} on ${listed(addresses)} · ${sources(row)}${through(row, listed(targets))}`;
  yield* paragraph({ text: '    ' }, text, width, style, longestList);
  yield* paragraph({ text: '      ' }, wayOf(row, several), width, undefined, longestWay);
  if (row.inspection !== undefined)
    yield* paragraph({ text: '      ' }, `inspected by ${row.inspection.join(', ')}, which was not judged`, width);
  for (const one of probed(row, several)) yield* paragraph({ text: '      probe ' }, one, width, 'dim');
  for (const one of row.unless ?? []) yield* paragraph({ text: '      ', style: 'unknown' }, unless(one), width, 'unknown');
}

/** Of several what is the same: which address of an interface it is, is its own, and so is the way from a load balancer to a target. */
function wayOf({ path, to }: ExposureRow, several: boolean): string {
  if (!several) return way(path);
  return to === undefined ? way(path.filter(({ kind }) => kind !== 'network-interface')) : `to ${to.address}: ${way(path)}`;
}

function* unknownLines({ why, action, names }: UnknownGroup, width: number): Iterable<Line> {
  yield* paragraph({ text: '  unknown ', style: 'unknown' }, why, width, 'unknown');
  if (action !== undefined) yield* paragraph({ text: '          → ' }, action, width);
  yield* paragraph({ text: '          ' }, `on ${listed(names)}`, width, 'dim', longestList);
}

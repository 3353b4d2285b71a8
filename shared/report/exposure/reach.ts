import { type Line, paragraph, print } from '../terminal/layout.ts';
import { count } from '../words.ts';
import type { ExposureRow, Step, UnknownExposure } from './row.ts';
import { rowLines } from './terminal.ts';
import { nameIn } from './words.ts';

/** One question, and what was found. */
export interface ReachAnswer {
  /** "tcp 22 of eni-1 in eu-central-1". */
  readonly what: string;
  /** "the internet", or a CIDR. */
  readonly from: string;
  readonly reachable: boolean;
  readonly rows: readonly ExposureRow[];
  readonly stoppedBy: readonly Step[];
  /** The smallest change that would open it, or close it: all of these steps. */
  readonly change?: { readonly to: 'open' | 'close'; readonly steps: readonly Step[] };
  /** Where it was not found: what may have been meant. */
  readonly near?: readonly string[];
  /** Why it may be reachable all the same. */
  readonly unknown: readonly Omit<UnknownExposure, 'target'>[];
}

/** What an answer comes to: nothing that was not read may turn it. */
export function verdictOf({ reachable, rows, unknown }: ReachAnswer): 'yes' | 'no' | 'unknown' {
  if (reachable) return rows.some(({ unless }) => unless === undefined) ? 'yes' : 'unknown';
  return unknown.length > 0 ? 'unknown' : 'no';
}

const mostRows = 20;
const mostReasons = 20;

/** The answer for a terminal: yes, no or unknown, with the proof, and what would change it. */
export function* reachTerminal(
  answer: ReachAnswer,
  { colour, width = 100 }: { readonly colour: boolean; readonly width?: number },
): Iterable<string> {
  const room = Math.min(Math.max(width, 44), 160);
  for (const line of lines(answer, room)) yield print(line, colour);
}

function* lines(answer: ReachAnswer, width: number): Iterable<Line> {
  yield* headline(answer, width);
  for (const row of answer.rows.slice(0, mostRows)) {
    const address = { first: [row.address], more: 0 };
    const target = { first: row.to === undefined ? [] : [row.to.address], more: 0 };
    yield* rowLines({ row, addresses: address, targets: target }, false, width);
  }
  yield* more(answer.rows.length - mostRows, 'path');
  yield* steps('Stopped by', answer.stoppedBy, width);
  for (const { resource, why, action } of answer.unknown.slice(0, mostReasons))
    yield* paragraph(
      { text: '    ', style: 'unknown' },
      `unknown of ${resource.id}: ${why}${action === undefined ? '' : `; ${action}`}`,
      width,
      'unknown',
    );
  yield* more(answer.unknown.length - mostReasons, 'reason');
  if (answer.near !== undefined && answer.near.length > 0)
    yield* paragraph({ text: '    ' }, `near are ${answer.near.join(', ')}`, width);
  if (answer.change !== undefined)
    yield* steps(`The smallest change that would ${answer.change.to} it`, answer.change.steps, width);
}

function* steps(title: string, all: readonly Step[], width: number): Iterable<Line> {
  if (all.length === 0) return;
  yield [{ text: title }];
  for (const { kind, id, says } of all.slice(0, mostReasons))
    yield* paragraph({ text: '    ' }, `${kind.replaceAll('-', ' ')} ${nameIn(id)}: ${says}`, width);
  yield* more(all.length - mostReasons, 'step');
}

function* headline(answer: ReachAnswer, width: number): Iterable<Line> {
  const { what, from, reachable } = answer;
  const verdict = verdictOf(answer);
  const style = { yes: 'high', no: 'pass', unknown: 'unknown' } as const;
  const doubt = reachable
    ? `can be reached from ${from}, unless what could not be read forbids it`
    : `may be reachable from ${from}`;
  const can = verdict === 'unknown' ? doubt : `${verdict === 'yes' ? 'can' : 'cannot'} be reached from ${from}`;
  yield* paragraph({ text: `${verdict}: `, style: style[verdict] }, `${what} ${can}.`, width, 'bold');
}

function* more(amount: number, what: string): Iterable<Line> {
  if (amount > 0) yield [{ text: `    and ${count(amount, `more ${what}`)}`, style: 'dim' }];
}

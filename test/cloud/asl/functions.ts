import { createHash } from 'node:crypto';

/** Functions that JSONata has (docs.jsonata.org), except $eval, which Step Functions refuses ("use $parse"). */
const BUILT_IN =
  'sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad match contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse each error assert type sort shuffle distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl toMillis fromMillis clone now millis';

/** Functions that Step Functions adds (developer guide, "JSONata functions provided by Step Functions"). */
const ADDED = 'partition range hash random uuid parse';

export const FUNCTION_NAMES: ReadonlySet<string> = new Set(`${BUILT_IN} ${ADDED}`.split(' '));

const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

/** Chance and time as an execution is given them. */
export interface Ambient {
  /** From 0 up to 1. */
  random: () => number;
  /** Milliseconds since 1970. */
  clock: () => number;
}

/** The functions that are bound for an expression: those added, and those of JSONata that would look at the real time. */
export function boundFunctions({ random, clock }: Ambient): Record<string, (...args: unknown[]) => unknown> {
  return {
    partition,
    range,
    hash,
    parse: (text) => JSON.parse(textOf(text, '$parse')),
    uuid: () => uuid(random),
    random: (seed) => (seed === undefined ? random() : mulberry32(numberOf(seed, '$random'))()),
    millis: clock,
    now: (...format) => {
      if (format.length > 0) throw new TypeError('$now with a picture is not known to this interpreter');
      return new Date(clock()).toISOString();
    },
  };
}

/** A version 4 UUID from this chance. */
export function uuid(random: () => number): string {
  const bytes = Buffer.from(Array.from({ length: 16 }, () => Math.floor(random() * 256)));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A generator of numbers from 0 up to 1 that is the same for the same seed. */
export function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** $partition(array, size): runs of that many items, the last one shorter. */
function partition(array: unknown, size: unknown): unknown[][] {
  if (!Array.isArray(array)) throw new TypeError('$partition takes an array first');
  const step = numberOf(size, '$partition');
  if (!Number.isInteger(step) || step < 1) throw new TypeError('$partition takes a whole number from 1 on second');
  return Array.from({ length: Math.ceil(array.length / step) }, (_, index) => array.slice(index * step, (index + 1) * step));
}

/** $range(first, last, step): both ends are in it; at most 1,000 numbers, as of States.ArrayRange. */
function range(first: unknown, last: unknown, step: unknown): number[] {
  const [from, to, by] = [numberOf(first, '$range'), numberOf(last, '$range'), numberOf(step, '$range')];
  if (by === 0) throw new TypeError('$range takes a step other than 0');
  const length = Math.max(0, Math.floor((to - from) / by) + 1);
  if (length > 1_000) throw new TypeError('$range gives at most 1,000 numbers');
  return Array.from({ length }, (_, index) => from + index * by);
}

/** $hash(text, algorithm): hexadecimal digits. */
function hash(text: unknown, algorithm: unknown): string {
  const name = ALGORITHMS.get(textOf(algorithm, '$hash'));
  if (name === undefined) throw new TypeError(`$hash knows ${[...ALGORITHMS.keys()].join(', ')}`);
  return createHash(name).update(textOf(text, '$hash')).digest('hex');
}

function numberOf(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError(`${name} takes a number`);
  return value;
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new TypeError(`${name} takes a string`);
  return value;
}

import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { readAll } from './bytes.ts';
import { StoreError } from './error.ts';
import { codeOf } from './folder-error.ts';
import type { Saved, SaveOptions, Store } from './store.ts';

const compress = promisify(gzip);
const inflate = promisify(gunzip);
const DEEPEST = 100;
/**
 * Parsed, a value takes up to a hundred bytes, whatever it took as text. As measured, a snapshot of this many, made to be slow, is told
 * within 20 seconds and 1.4 GiB; the interfaces of a Region that has 100,000 are 2.4 million.
 */
const MOST_VALUES = 8_000_000;

/** Bounds of reading: `maxBytes` as stored, `maxInflated` of what a `.gz` may unpack to (by default 20 × maxBytes). */
export interface JsonLimits {
  maxBytes: number;
  maxInflated?: number;
}

/** A value as the bytes of an object: JSON and a line feed; gzipped if the key ends in `.gz`, the same bytes for the same value. */
export async function jsonBytes(key: string, value: unknown): Promise<Uint8Array> {
  const json: string | undefined = JSON.stringify(value);
  const fault = json === undefined ? 'it has no form in JSON' : faultOf(value);
  if (fault) throw new StoreError('corrupt', `cannot save ${key}: ${fault}`);
  const text = Buffer.from(`${json}\n`);
  if (hasMoreValues(text, MOST_VALUES)) throw new StoreError('too-large', `cannot save ${key}: ${tooMany}`);
  if (!key.endsWith('.gz')) return text;
  const packed = await compress(text);
  // RFC 1952, 2.3: zlib writes no time, but the operating system (byte 9); 255 is "unknown".
  packed[9] = 255;
  return packed;
}

/** Saves a value as JSON (see jsonBytes). @throws StoreError, also for a value that loadJson would refuse. */
export async function saveJson(store: Store, key: string, value: unknown, options?: SaveOptions): Promise<Saved> {
  return store.save(key, await jsonBytes(key, value), options);
}

/**
 * Loads JSON, or undefined if there is no such object. What it returns was written by anyone: give it to a schema.
 *
 * @throws StoreError `too-large` over a bound (a compression bomb is never unpacked whole, and 8 million values are the most); `corrupt` if it is cut short, not
 * gzip, not UTF-8, not JSON, nested deeper than 100, or has a member `__proto__`. Each names the object.
 */
export async function loadJson(store: Store, key: string, limits: JsonLimits): Promise<unknown> {
  const found = await store.load(key, limits);
  if (found === undefined) return undefined;
  const where = store.where(key);
  const tooLarge = () => new StoreError('too-large', `cannot read ${where}: more than ${limits.maxBytes} bytes`);
  return parseJson(await readAll(found.body, limits.maxBytes, tooLarge), key, where, limits);
}

/** The bytes of an object as a value: the second half of loadJson, with its errors. */
export async function parseJson(bytes: Uint8Array, key: string, where: string, limits: JsonLimits): Promise<unknown> {
  const plain = key.endsWith('.gz') ? await unpack(bytes, where, limits.maxInflated ?? 20 * limits.maxBytes) : bytes;
  if (hasMoreValues(plain, MOST_VALUES)) throw new StoreError('too-large', `cannot read ${where}: ${tooMany}`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
  } catch (error) {
    const why = error instanceof SyntaxError ? `it is not JSON, or was cut short: ${error.message}` : 'it is not UTF-8';
    throw new StoreError('corrupt', `cannot read ${where}: ${why}`, { cause: error });
  }
  const fault = faultOf(value);
  if (fault) throw new StoreError('corrupt', `cannot read ${where}: ${fault}`);
  return value;
}

const tooMany = `it has more than ${MOST_VALUES} values`;
const [QUOTE, BACKSLASH, COMMA, LIST, RECORD] = [0x22, 0x5c, 0x2c, 0x5b, 0x7b];

/** Whether JSON holds more values than `most`, counted by what separates and opens them, before any is made. */
function hasMoreValues(json: Uint8Array, most: number): boolean {
  // Each takes two bytes or more, with what separates it.
  if (json.length <= most) return false;
  let values = 0;
  let quoted = false;
  for (let i = 0; i < json.length && values <= most; i++) {
    const byte = json[i];
    if (quoted) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) quoted = false;
    } else if (byte === QUOTE) quoted = true;
    else if (byte === COMMA || byte === LIST || byte === RECORD) values++;
  }
  return values > most;
}

async function unpack(bytes: Uint8Array, where: string, maxOutputLength: number): Promise<Uint8Array> {
  try {
    return await inflate(bytes, { maxOutputLength });
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE')
      throw new StoreError('too-large', `cannot read ${where}: it unpacks to more than ${maxOutputLength} bytes`);
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreError('corrupt', `cannot read ${where}: it is not gzip, or was cut short: ${why}`, { cause: error });
  }
}

/** What makes a value unfit: depth (whoever recurses over it would overflow the stack) or `__proto__` (whoever copies it, its prototype). */
function faultOf(root: unknown): string | undefined {
  let level: object[] = isObject(root) ? [root] : [];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > DEEPEST) return `it is nested more than ${DEEPEST} deep`;
    const below: object[] = [];
    for (const value of level) {
      if (!Array.isArray(value) && Object.hasOwn(value, '__proto__')) return 'it has a member "__proto__"';
      for (const member of Object.values(value)) if (isObject(member)) below.push(member);
    }
    level = below;
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

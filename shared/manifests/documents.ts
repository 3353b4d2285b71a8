import { bounds } from './bounds.ts';

/** A piece of a file that is parsed on its own: its text, and where in the file it begins. */
export interface Piece {
  readonly text: string;
  /** Lines before it. */
  readonly line: number;
  /** Set where what stands after the separator before it is no comment: nothing of it is read, as with kubectl. */
  readonly badSeparator?: true;
}

/**
 * The documents of a YAML stream as kubectl cuts them (k8s.io/apimachinery, util/yaml, YAMLReader): at lines that begin with `---`, before
 * anything is parsed, so that one that is malformed does not hide the others.
 * @returns at most one more than the bound
 */
export function* yamlPieces(text: string): Iterable<Piece> {
  let from = 0;
  let line = 0;
  let badSeparator: true | undefined;
  let lines = 0;
  const piece = (to: number): Piece => ({
    text: text.slice(from, to),
    line,
    ...(badSeparator === undefined ? {} : { badSeparator }),
  });
  let pieces = 0;
  for (let at = 0; at < text.length && pieces <= bounds.documentsOfFile; lines++) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    if (text.startsWith('---', at)) {
      if (at > from || badSeparator !== undefined) {
        pieces++;
        yield piece(at);
      }
      const rest = text.slice(at + 3, Math.min(next, at + 200)).trim();
      badSeparator = rest === '' || rest.startsWith('#') ? undefined : true;
      from = next;
      line = lines + 1;
      if (badSeparator !== undefined) line = lines;
    }
    at = next;
  }
  if (pieces <= bounds.documentsOfFile && (from < text.length || badSeparator !== undefined)) yield piece(text.length);
}

/** One object of a stream of JSON objects, and the offsets at which the entries of its `items` begin. */
export interface JsonPiece {
  readonly from: number;
  readonly to: number;
  readonly items: readonly number[];
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/**
 * The objects of a stream of JSON (`{…}{…}`, one a line or over many), without parsing them. @returns undefined where it is no such stream
 */
export function jsonPieces(text: string): readonly JsonPiece[] | undefined {
  const pieces: JsonPiece[] = [];
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      at++;
      continue;
    }
    const piece = code === 0x7b && pieces.length <= bounds.documentsOfFile ? objectAt(text, at) : undefined;
    if (piece === undefined) return undefined;
    pieces.push(piece);
    at = piece.to;
  }
  return pieces.length === 0 ? undefined : pieces;
}

const structure = /["{}[\]]/g;
const itemsKey = /"items"\s*:\s*$/;

function objectAt(text: string, from: number): JsonPiece | undefined {
  const items: number[] = [];
  let depth = 0;
  let listDepth: number | undefined;
  structure.lastIndex = from;
  for (let found = structure.exec(text); found !== null; found = structure.exec(text)) {
    const at = found.index;
    if (found[0] === '"') {
      const end = endOfString(text, at);
      if (end === undefined) return undefined;
      structure.lastIndex = end;
    } else if (found[0] === '{' || found[0] === '[') {
      if (depth === listDepth) items.push(at);
      depth += 1;
      if (depth === 2 && found[0] === '[' && itemsKey.test(text.slice(Math.max(from, at - 100), at))) listDepth = 2;
    } else {
      depth -= 1;
      if (listDepth !== undefined && depth < listDepth) listDepth = undefined;
      if (depth === 0) return { from, to: at + 1, items };
    }
  }
  return undefined;
}

/** Where a string ends that begins here, or undefined. */
function endOfString(text: string, from: number): number | undefined {
  for (let at = from + 1; ; at++) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
    at = quote;
  }
}

import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { type Budget, bounds, ManifestError } from './bounds.ts';
import { jsonPieces, type Piece, yamlPieces } from './documents.ts';
import { jsonIn } from './json.ts';
import { type Json, valueIn } from './values.ts';

/** A document of a file: its value, and the line on which it begins (from 1); `lines` are those of the entries of `items`. */
export interface ParsedDocument {
  readonly value: Json;
  readonly line: number;
  readonly lines: readonly number[];
}

/** Why a document, or all of a file, could not be read. */
export interface Problem {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly why: string;
  readonly action?: string;
}

export type Parsed = { readonly document: ParsedDocument } | { readonly problem: Problem };

/**
 * The documents of one file, YAML or JSON, as kubectl takes them; one that cannot be read is a problem with its line and column, and the
 * others stand.
 */
export function* parseDocuments(text: string, file: string, budget: Budget): Iterable<Parsed> {
  const plain = text.startsWith('\ufeff') ? text.slice(1) : text;
  const json = /^\s*\{/.test(plain.slice(0, 4096)) ? fromJson(plain, file, budget) : undefined;
  if (json !== undefined) {
    yield* json;
    return;
  }
  let documents = 0;
  for (const piece of yamlPieces(plain)) {
    documents++;
    if (documents > bounds.documentsOfFile) {
      const why = `more than ${bounds.documentsOfFile} documents; what follows was not read`;
      yield { problem: { file, line: piece.line + 1, why, action: 'split the file' } };
      return;
    }
    const parsed = fromYaml(piece, file, budget);
    if (parsed !== undefined) yield parsed;
  }
}

/** The objects of a stream of JSON, or undefined where some of it is none: then it is read as YAML, which tells where. */
function fromJson(text: string, file: string, budget: Budget): readonly Parsed[] | undefined {
  const pieces = jsonPieces(text);
  if (pieces === undefined) return undefined;
  const lineOf = lineAt(text);
  const documents: Parsed[] = [];
  for (const { from, to, items } of pieces) {
    const line = lineOf(from);
    try {
      const value = jsonIn(text.slice(from, to), budget);
      if (value === undefined) return undefined;
      documents.push({ document: { value, line, lines: items.map(lineOf) } });
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      documents.push({ problem: problem(file, line, 1, error) });
    }
  }
  return documents;
}

function problem(
  file: string,
  line: number,
  column: number,
  { message, action }: Omit<ManifestError, 'offset' | 'name'>,
): Problem {
  const why = `${file}:${line}:${column}: ${message}`;
  return { file, line, column, why, ...(action === undefined ? {} : { action }) };
}

/** The line of each offset, which must not decrease. */
function lineAt(text: string): (offset: number) => number {
  let at = 0;
  let line = 1;
  return (offset) => {
    for (let next = text.indexOf('\n', at); next >= 0 && next < offset; next = text.indexOf('\n', at)) {
      line++;
      at = next + 1;
    }
    return line;
  };
}

/**
 * What no document may hold: characters that YAML does not allow, and line breaks that only some readers see: kubectl's begins a new line at
 * each of them, and with it a member that others overlook.
 */
const unreadable = /(?![\t\n\r])[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n)/u;

function fromYaml(piece: Piece, file: string, budget: Budget): Parsed | undefined {
  const counter = new LineCounter();
  const { text, line: before } = piece;
  const placed = (error: ManifestError): Parsed => {
    const { line, col } = counter.linePos(error.offset);
    const action = unrendered.test(text) ? render : error.action;
    return { problem: problem(file, before + line, col, { message: error.message, action }) };
  };
  try {
    const document = documentIn(piece, counter);
    if (document.contents === null) return undefined;
    const value = valueIn(document, budget);
    if (value === null) return undefined;
    const line = (offset: number) => before + counter.linePos(offset).line;
    return { document: { value, line: line(startOf(document.contents)), lines: itemsOf(document).map(line) } };
  } catch (error) {
    if (error instanceof ManifestError) return placed(error);
    // The parser descends by recursion.
    if (error instanceof RangeError) return placed(new ManifestError(`nested deeper than ${bounds.depth} levels`, 0));
    throw error;
  }
}

const render = 'this looks like a template of Helm: render it first (helm template CHART | postern manifests -)';
const unrendered = /\{\{[^\n]*\}\}/;

/** @throws ManifestError */
function documentIn({ text, badSeparator }: Piece, counter: LineCounter): Document.Parsed {
  counter.addNewLine(0);
  if (badSeparator !== undefined)
    throw new ManifestError('a separator --- with something behind it', 0, 'begin the document on a new line');
  if (text.length > bounds.document)
    throw new ManifestError(`a document larger than ${bounds.document / 2 ** 20} MiB`, 0, 'split it');
  const wrong = unreadable.exec(text);
  const options = {
    lineCounter: counter,
    schema: 'failsafe',
    merge: false,
    uniqueKeys: false,
    resolveKnownTags: false,
  } as const;
  counter.lineStarts.length = 0;
  // Not silent: then a second document would be passed over.
  const document = parseDocument(text, { ...options, prettyErrors: false, logLevel: 'error' });
  if (wrong !== null)
    throw new ManifestError(`the character U+${hex(wrong[0])}, which YAML does not allow here`, wrong.index, 'remove it');
  const [syntax] = document.errors;
  if (syntax !== undefined) throw new ManifestError(wordsOf(syntax), syntax.pos[0]);
  return document as Document.Parsed;
}

const hex = (character: string): string => (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

const quoting = /(token in YAML \w+|extra characters|Not a YAML token|Invalid escape sequence)\b.*$/;

/** The parser's words, without what some of them quote of the document: it may be a password. */
function wordsOf({ code, message }: { readonly code: string; readonly message: string }): string {
  if (code === 'MULTIPLE_DOCS') return 'a second document begins here, without --- before it';
  if (message.startsWith('Maximum call stack')) return `nested deeper than ${bounds.depth} levels`;
  if (code === 'BAD_DIRECTIVE') return 'a directive that YAML does not have';
  if (code === 'TAG_RESOLVE_FAILED') return 'a tag that no manifest has';
  return (message.split('\n')[0] ?? '').replace(quoting, '$1').slice(0, 200);
}

const startOf = (node: unknown): number => (node as { range?: readonly number[] } | null)?.range?.[0] ?? 0;

/** Where the entries of a list's `items` stand. */
function itemsOf({ contents }: Document.Parsed): readonly number[] {
  const pair = isMap(contents) ? contents.items.find(({ key }) => isScalar(key) && key.value === 'items') : undefined;
  return isSeq(pair?.value) && !isAlias(pair?.value) ? pair.value.items.map(startOf) : [];
}

import * as v from 'valibot';
import { type Document, isMap, isScalar, LineCounter, parseDocument, type YAMLError } from 'yaml';
import { type Config, configSchema, laterSections } from './schema.ts';

/** What is wrong with a configuration file: one line that names the file, line and column. */
export class ConfigError extends Error {
  constructor(message: string) {
    // Keys and values of the file are quoted in it.
    super(message.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' '));
  }
}

const MAX_BYTES = 1024 * 1024;

/**
 * Reads `postern.yaml`.
 * @param text the file's content
 * @param file its name, for messages
 * @throws ConfigError, which names line and column
 */
export function parseConfig(text: string, file: string): Config {
  if (text.length > MAX_BYTES) throw new ConfigError(`${file}: larger than 1 MiB, which no configuration is`);
  const lines = new LineCounter();
  // Not silent: then a second document in the file would be passed over.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: false, logLevel: 'error' });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [syntax] = [...document.errors, ...document.warnings];
  if (syntax !== undefined) throw new ConfigError(`${at(syntax.pos[0])}: ${wordsOf(syntax)}`);
  if (document.contents !== null && !isMap(document.contents) && !isNothing(document.contents))
    throw new ConfigError(`${at(0)}: the file must be a mapping of settings`);
  refuseLater(document, at);
  const result = v.safeParse(configSchema, plain(document, file) ?? {});
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = (issue.path ?? []).map(({ key }) => key as string | number);
  throw new ConfigError(`${at(offsetOf(document, path))}: ${words(path, issue)}`);
}

/** A document that holds comments only, or its marker. */
const isNothing = (node: unknown): boolean => isScalar(node) && node.value === null;

/** Aliases are bounded: a file that unfolds into a billion items is refused. */
function plain(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new ConfigError(`${file}: ${firstLine(error instanceof Error ? error.message : String(error))}`);
  }
}

function refuseLater(document: Document, at: (offset: number) => string): void {
  if (!isMap(document.contents)) return;
  for (const { key } of document.contents.items) {
    if (!isScalar(key) || !laterSections.includes(String(key.value))) continue;
    throw new ConfigError(`${at(key.range?.[0] ?? 0)}: ${String(key.value)} is not supported yet; remove the section`);
  }
}

/** Where a member stands: its key's offset, or that of the nearest parent that exists. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  const parent = document.getIn(path.slice(0, -1), true) ?? document.contents;
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && key.value === last);
    if (pair !== undefined && isScalar(pair.key)) return pair.key.range?.[0] ?? 0;
  }
  const node = document.getIn(path, true) as { range?: readonly number[] } | undefined;
  if (node?.range?.[0] !== undefined) return node.range[0];
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1));
}

function words(path: readonly (string | number)[], issue: v.BaseIssue<unknown>): string {
  const name = path.length === 0 ? 'the file' : path.join('.');
  if (issue.type === 'strict_object')
    return issue.expected === 'never' ? `${name} is no setting of Postern` : `${name} is missing`;
  return /^(is|must|has|cannot) /.test(issue.message) ? `${name} ${issue.message}` : `${name}: ${firstLine(issue.message)}`;
}

/** Two of the parser's own are meant for programmers. */
function wordsOf({ code, message }: YAMLError): string {
  if (code === 'MULTIPLE_DOCS') return 'a second document begins here: one file is one configuration';
  return message.startsWith('Maximum call stack') ? 'nested deeper than any configuration is' : firstLine(message);
}

const firstLine = (text: string): string =>
  (text.split('\n')[0] ?? '').replace(/( at line \d+, column \d+)?:?$/, '').slice(0, 300);

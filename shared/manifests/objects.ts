import { type Budget, bounds } from './bounds.ts';
import { type ParsedDocument, type Problem, parseDocuments } from './parse.ts';
import type { Json } from './values.ts';

type Members = Readonly<Record<string, Json>>;

/** An object that a manifest would make, and where it stands. */
export interface ManifestObject {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly apiVersion: string;
  readonly kind: string;
  /** The whole of it, as an API server would be sent it. */
  readonly object: Members;
}

/** What a file holds, in its order: objects, what could not be read, and what is no object of Kubernetes. */
export type Entry =
  | { readonly object: ManifestObject }
  | { readonly problem: Problem }
  | { readonly skipped: { readonly file: string; readonly line: number; readonly why: string } };

/** The objects of one file; lists are taken apart. */
export function* objectsIn(text: string, file: string, budget: Budget): Iterable<Entry> {
  for (const parsed of parseDocuments(text, file, budget)) {
    if ('problem' in parsed) yield parsed;
    else yield* entriesOf(parsed.document, file);
  }
}

const isMembers = (value: Json | undefined): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function* entriesOf({ value, line, lines }: ParsedDocument, file: string, given: Given = {}, depth = 0): Iterable<Entry> {
  if (!isMembers(value)) {
    yield { skipped: { file, line, why: 'no mapping' } };
    return;
  }
  const { apiVersion = given.apiVersion, kind = given.kind, items } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || apiVersion === '' || kind === '') {
    yield { skipped: { file, line, why: 'no apiVersion and kind' } };
    return;
  }
  if (!Array.isArray(items)) {
    yield { object: { file, line, apiVersion, kind, object: value } };
    return;
  }
  if (depth >= bounds.lists) {
    yield { problem: { file, line, why: `${file}:${line}: lists in lists, more than ${bounds.lists} deep` } };
    return;
  }
  // A list that an API server prints names the kind of its entries by its own (apimachinery, UnstructuredJSONScheme).
  const inner = kind === 'List' ? {} : { apiVersion, kind: kind.replace(/List$/, '') };
  for (const [index, item] of (items as readonly Json[]).entries())
    yield* entriesOf({ value: item, line: lines[index] ?? line, lines: [] }, file, inner, depth + 1);
}

/** What an entry of a typed list is where it does not say so itself. */
interface Given {
  readonly apiVersion?: string;
  readonly kind?: string;
}

import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar as ScalarNode,
  visit,
  type YAMLMap,
} from 'yaml';
import { type Budget, bounds, ManifestError } from './bounds.ts';
import { keyText, plainScalar, type Scalar, taggedScalar } from './scalar.ts';

/** JSON, as an API server would be sent it. */
export type Json = Scalar | readonly Json[] | { readonly [key: string]: Json };

type Node = ParsedNode | null;
type Targets = ReadonlyMap<unknown, Node>;

/**
 * The value of a document as kubectl takes it (go.yaml.in/yaml/v2, decode.go): an alias is the latest anchor of its name before it; of keys
 * that stand twice the last counts; `<<` merges where it stands, over what stands before it. Aliases are written out within the bounds.
 * @throws ManifestError where Kubernetes would not take it, or it goes beyond the bounds
 */
export function valueIn(document: Document.Parsed, budget: Budget): Json {
  const writer = new Writer(targetsOf(document), budget);
  return writer.value(document.contents as Node, 0);
}

/** What each alias stands for. */
function targetsOf(document: Document.Parsed): Targets {
  const anchors = new Map<string, Node>();
  const targets = new Map<unknown, Node>();
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target === undefined)
          throw new ManifestError('there is no anchor of its name before this alias', offsetOf(node), quote);
        targets.set(node, target);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node as Node);
    },
  });
  return targets;
}

const offsetOf = (node: unknown): number => (node as { range?: readonly number[] } | null)?.range?.[0] ?? 0;

class Writer {
  readonly #targets: Targets;
  readonly #budget: Budget;
  readonly #open = new Set<Node>();
  #left: number = bounds.valuesOfDocument;

  constructor(targets: Targets, budget: Budget) {
    this.#targets = targets;
    this.#budget = budget;
  }

  value(node: Node, depth: number): Json {
    this.#count(node, depth);
    if (node === null) return null;
    if (isAlias(node)) return this.#within(node, (target) => this.value(target, depth + 1));
    if (isScalar(node)) return scalarOf(node);
    refuseTag(node.tag, node);
    if (isSeq(node)) return node.items.map((item) => this.value(item as Node, depth + 1));
    const entries = new Map<string, Json>();
    this.#fill(entries, node, depth);
    return Object.fromEntries(entries);
  }

  #count(node: Node, depth: number): void {
    this.#left -= 1;
    this.#budget.values -= 1;
    if (depth > bounds.depth) throw new ManifestError(`nested deeper than ${bounds.depth} levels`, offsetOf(node));
    if (this.#left < 0)
      throw new ManifestError(
        `more than ${bounds.valuesOfDocument} values, aliases written out`,
        offsetOf(node),
        'split the document',
      );
    if (this.#budget.values < 0)
      throw new ManifestError(`more than ${bounds.values} values in all`, offsetOf(node), 'name fewer files');
  }

  /** What an alias stands for, unless it stands for something that it is part of. */
  #within<T>(alias: Node, use: (target: Node) => T): T {
    const target = this.#targets.get(alias) ?? null;
    if (this.#open.has(target)) throw new ManifestError('an anchor that contains itself', offsetOf(alias));
    this.#open.add(target);
    const result = use(target);
    this.#open.delete(target);
    return result;
  }

  #fill(entries: Map<string, Json>, map: YAMLMap, depth: number): void {
    for (const { key, value } of map.items) {
      if (isMerge(key)) {
        this.#merge(entries, value as Node, depth + 1);
        continue;
      }
      const name = this.#key(key as Node, depth + 1);
      const written = this.value(value as Node, depth + 1);
      // No object of Kubernetes has one, and as a key it is a trap.
      if (name !== '__proto__') entries.set(name, written);
    }
  }

  #key(node: Node, depth: number): string {
    const value = this.value(node, depth);
    const target = isAlias(node) ? this.#targets.get(node) : node;
    const text = isScalar(target) ? keyText(value as Scalar, String(target.value ?? '')) : undefined;
    if (text === undefined) throw new ManifestError('a key that is no text', offsetOf(node), 'put it in quotes');
    return text;
  }

  #merge(entries: Map<string, Json>, node: Node, depth: number): void {
    // From the end: the first of them wins.
    const sources = isSeq(node) ? (node.items.toReversed() as Node[]) : [node];
    for (const source of sources) {
      this.#count(source, depth);
      if (isAlias(source)) this.#within(source, (target) => this.#mergeMap(entries, target, source, depth));
      else this.#mergeMap(entries, source, source, depth);
    }
  }

  #mergeMap(entries: Map<string, Json>, node: Node, at: Node, depth: number): void {
    if (!isMap(node)) throw new ManifestError('<< needs a mapping, or a list of mappings', offsetOf(at));
    this.#fill(entries, node, depth);
  }
}

const isMerge = (key: unknown): boolean =>
  isScalar(key) && key.value === '<<' && (key.type === 'PLAIN' || key.tag === 'tag:yaml.org,2002:merge');

function scalarOf(node: ScalarNode): Scalar {
  const text = String(node.value ?? '');
  const { tag } = node;
  let value: Scalar | undefined;
  try {
    if (tag === undefined) value = node.type === 'PLAIN' || node.type === undefined ? plainScalar(text) : text;
    else value = taggedScalar(tag, text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    refuseTag(tag, node);
  }
  if (value === undefined) throw new ManifestError(`this is not a ${tag?.split(':').at(-1)}`, offsetOf(node));
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new ManifestError(`${text} has no place in JSON`, offsetOf(node));
  return value;
}

/** A password that begins with `!` or `*` is a tag or an alias to YAML: errors say where it stands, and nothing of it. */
const quote = 'put the value in quotes if it is one';

const collections = new Set(['tag:yaml.org,2002:map', 'tag:yaml.org,2002:seq']);

function refuseTag(tag: string | undefined, node: Node | ScalarNode): void {
  if (tag === undefined || collections.has(tag)) return;
  throw new ManifestError('a tag that no manifest has', offsetOf(node), `remove the tag, or ${quote}`);
}

import jsonata from 'jsonata';
import { FUNCTION_NAMES } from './functions.ts';

/** A node of JSONata's syntax tree, of which this file reads only what it names. */
type Node = { readonly [member: string]: unknown };

/** Members whose parts have the value before them as their context, so that `$` and plain names mean something there. */
const IN_CONTEXT = new Set(['stages', 'predicate', 'group', 'terms', 'update', 'delete']);

/**
 * What is wrong with an expression before any value is known, or undefined: it does not parse, it names a function or variable
 * that nothing provides, or it uses `$`, `$$` or a plain name where Step Functions gives no context (developer guide, "Transforming data").
 * A misspelt name would otherwise be an undefined value, which a Catch or $exists hides.
 */
export function wrongName(text: string, variables: ReadonlySet<string>): string | undefined {
  let tree: unknown;
  try {
    tree = jsonata(text).ast();
  } catch (error) {
    return `does not parse: ${error instanceof Error ? error.message : String(error)}`;
  }
  const known = new Set([...variables, ...FUNCTION_NAMES, 'states']);
  collectBound(tree, known);
  return find(tree, false, known);
}

/** Adds what the expression binds itself: `$x := …` and the parameters of its functions. */
function collectBound(node: unknown, known: Set<string>): void {
  for (const part of parts(node)) {
    if (part.type === 'bind') add(part.lhs, known);
    if (part.type === 'lambda') for (const argument of list(part.arguments)) add(argument, known);
    for (const member of Object.values(part)) collectBound(member, known);
  }
}

function add(node: unknown, known: Set<string>): void {
  for (const part of parts(node)) if (typeof part.value === 'string') known.add(part.value);
}

function find(node: unknown, context: boolean, known: ReadonlySet<string>): string | undefined {
  for (const part of parts(node)) {
    const wrong = ofNode(part, context, known);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function ofNode(node: Node, context: boolean, known: ReadonlySet<string>): string | undefined {
  const { type, value } = node;
  if (type === 'name' && !context) return `the name ${String(value)} has no context here; begin with $states`;
  if ((type === 'wildcard' || type === 'descendant' || type === 'parent') && !context) return 'a wildcard has no context here';
  if (type === 'variable') {
    if (value === '' || value === '$')
      return context && value === '' ? undefined : `$${value} has no context here; begin with $states`;
    if (typeof value === 'string' && !known.has(value)) return `nothing provides $${value}`;
  }
  if (type === 'path') {
    const [first, ...rest] = list(node.steps);
    return find(first, context, known) ?? find(rest, true, known) ?? find(node.group, true, known);
  }
  // A transform's pattern and update are applied to what it is given.
  const within = context || type === 'transform';
  for (const [member, inner] of Object.entries(node)) {
    if (typeof inner !== 'object') continue;
    const wrong = find(inner, within || IN_CONTEXT.has(member), known);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** The node, or all nodes of an array at any depth. */
function parts(node: unknown): Node[] {
  if (Array.isArray(node)) return node.flatMap(parts);
  return typeof node === 'object' && node !== null ? [node as Node] : [];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

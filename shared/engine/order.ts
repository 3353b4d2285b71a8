import type { Origin } from '../facts/fact.ts';

type Definitions = Readonly<Record<string, Origin>>;

/** What must be there before a fact: what it is derived from, or what its collector needs. */
export const prerequisites = (origin: Origin): readonly string[] =>
  'from' in origin ? origin.from : 'reads' in origin ? (origin.after ?? []) : [];

/**
 * Names in an order in which each comes after its prerequisites, as far as those are among the names.
 * @throws Error that names the cycle, which is a mistake in the list of facts.
 */
export function inOrder(names: readonly string[], definitions: Definitions): string[] {
  const wanted = new Set(names);
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (done.has(name)) return;
    if (path.includes(name)) throw new Error(`facts depend on each other in a circle: ${[...path, name].join(' → ')}`);
    const definition = definitions[name];
    if (definition === undefined) throw new Error(`${path.at(-1) ?? 'the list'} names the fact ${name}, which does not exist`);
    for (const before of prerequisites(definition)) if (wanted.has(before)) visit(before, [...path, name]);
    done.add(name);
  };
  for (const name of [...wanted].sort()) visit(name, []);
  return [...done];
}

/** The names and everything that they depend on, through any number of steps. */
export function closure(names: Iterable<string>, definitions: Definitions): Set<string> {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    const definition = definitions[name];
    if (definition === undefined) throw new Error(`no fact is called ${name}`);
    for (const before of prerequisites(definition)) visit(before);
  };
  for (const name of names) visit(name);
  return reached;
}

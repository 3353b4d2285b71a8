import { isUnknown, type Unknown, unknown } from '../facts/fact.ts';
import { type CollectedName, type FactName, type FactsOfTarget, facts } from '../facts/index.ts';
import type { Collector, Context } from './collector.ts';
import { reasonOf } from './reason.ts';

/** What came of a fact: `partial` is a list with items that could not be read. */
type Outcome = 'known' | 'partial' | 'unknown';

export interface RunOptions {
  /** Told of each fact when it has been read. */
  readonly onFact?: (name: CollectedName, outcome: Outcome) => void;
  /** Told of what is our fault: the fact is unknown then. */
  readonly onDefect?: (name: CollectedName, error: unknown) => void;
}

type AnyFact = Unknown | { readonly known: true; readonly missing?: readonly unknown[] };

/**
 * Facts read at a time. Each list holds a page as the SDK has it, which is ten times the size of what is kept of it: a few are enough
 * to use up the budget.
 */
const AT_A_TIME = 4;

/**
 * Reads facts, each once and as soon as those that it comes after are there; independent ones at the same time. What cannot be read is
 * an unknown fact with its reason; nothing is thrown.
 * @param names facts to read; those that are given already are not read again
 * @param given facts that others come after (for a cluster: `cluster`)
 * @returns the facts that were named, and no others
 */
export async function collectFacts(
  collectors: readonly Collector[],
  names: readonly CollectedName[],
  context: Context,
  given: FactsOfTarget = {},
  options: RunOptions = {},
): Promise<FactsOfTarget> {
  const wanted = new Set<FactName>(names);
  const turn = turns(AT_A_TIME);
  const reading = new Map<FactName, Promise<AnyFact>>();
  const settled = given as Readonly<Partial<Record<FactName, AnyFact>>>;
  const get = (name: FactName, path: readonly FactName[]): Promise<AnyFact> => {
    const there = settled[name];
    if (there !== undefined) return Promise.resolve(there);
    const collector = wanted.has(name) ? collectors.find((one) => one.name === name) : undefined;
    if (collector === undefined || path.includes(name)) return Promise.resolve(unknown(`the fact ${name} was not collected`));
    let fact = reading.get(name);
    if (fact === undefined) {
      fact = read(collector, context, (before) => get(before, [...path, name]), turn, options);
      reading.set(name, fact);
    }
    return fact;
  };
  const results = await Promise.all(names.map(async (name) => [name, await get(name, [])] as const));
  return Object.fromEntries(results) as FactsOfTarget;
}

async function read(
  collector: Collector,
  context: Context,
  get: (name: FactName) => Promise<AnyFact>,
  turn: Turn,
  { onFact, onDefect }: RunOptions,
): Promise<AnyFact> {
  const fact = await attempt(collector, context, get, turn).catch((error: unknown): Unknown => {
    const reason = reasonOf(error);
    if (reason !== undefined) return reason;
    onDefect?.(collector.name, error);
    return unknown(`Postern failed to read ${collector.name}`, 'report this as a defect of Postern');
  });
  onFact?.(collector.name, isUnknown(fact) ? 'unknown' : (fact.missing?.length ?? 0) > 0 ? 'partial' : 'known');
  return fact;
}

async function attempt(
  collector: Collector,
  context: Context,
  get: (name: FactName) => Promise<AnyFact>,
  turn: Turn,
): Promise<AnyFact> {
  const definition = facts[collector.name];
  const after: readonly FactName[] = 'after' in definition ? definition.after : [];
  const before: Partial<Record<FactName, AnyFact>> = {};
  for (const name of after) {
    const fact = await get(name);
    if (isUnknown(fact) && !collector.tolerates.includes(name)) return fact;
    before[name] = fact;
  }
  return (await turn(() => collector.collect(context, before as never))) as AnyFact;
}

type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets so many pieces of work go on at a time, first come, first served. Only what waits for nothing else may take a turn. */
function turns(most: number): Turn {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}

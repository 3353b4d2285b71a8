import type { Derivation } from '../derive/derive.ts';
import { isUnknown, type Unknown, unknown } from '../facts/fact.ts';
import { facts as definitions, type FactName, type FactsOfTarget } from '../facts/index.ts';
import { guard, UnknownMember } from './guard.ts';
import { closure, inOrder } from './order.ts';

/** A fact whatever its shape, as the engine handles it. */
export type AnyFact =
  | Unknown
  | { readonly known: true; readonly value: unknown }
  | {
      readonly known: true;
      readonly items: readonly unknown[];
      readonly missing: readonly { readonly id: string; readonly why: string; readonly action?: string }[];
    };

/** Why something cannot be said: which fact, which item of it, and what would make it known. */
export interface Cause {
  readonly fact: string;
  readonly item?: string;
  readonly why: string;
  readonly action?: string;
}

/** The facts of one target, collected and derived, as checks may read them. */
export interface Bench {
  /** A fact as it is; one that nobody gave is unknown. */
  get(name: FactName): AnyFact;
  /** What stands in the way of reading all of these facts. Empty: they are all known, whole. */
  missing(names: readonly FactName[]): readonly Cause[];
  /** Guarded values of facts that lack nothing. */
  values(names: readonly FactName[]): Readonly<Record<string, unknown>>;
}

/** Derives what the wanted facts need, in order, and hands out values. A derivation that throws is our fault and reported by `onError`. */
export function bench(
  given: FactsOfTarget,
  derivations: readonly Derivation[],
  wanted: Iterable<FactName>,
  onError: (fact: string, error: unknown) => void,
): Bench {
  const known = new Map<string, AnyFact>(Object.entries(given) as [string, AnyFact][]);
  const guarded = new Map<string, unknown>();
  const byName = new Map(derivations.map((derivation) => [derivation.name as string, derivation]));
  const get = (name: string): AnyFact => known.get(name) ?? unknown(`the fact ${name} was not collected`);
  const missing = (names: readonly string[]): readonly Cause[] => names.flatMap((name) => causes(name, get(name)));
  const value = (name: string): unknown => {
    if (!guarded.has(name)) guarded.set(name, guard(content(get(name)), name));
    return guarded.get(name);
  };
  const values = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, value(name)]));
  for (const name of inOrder([...closure(wanted, definitions)], definitions)) {
    const derivation = byName.get(name);
    if (known.has(name) || derivation === undefined) continue;
    known.set(
      name,
      derived(derivation, definitions[derivation.name], { get, missing, values }, (error) => onError(name, error)),
    );
  }
  return { get, missing, values };
}

/** What a fact holds: its value, or its items. Only asked of facts that are known. */
const content = (fact: AnyFact): unknown =>
  isUnknown(fact) ? undefined : 'items' in fact ? fact.items : 'value' in fact ? fact.value : undefined;

function causes(name: string, fact: AnyFact): readonly Cause[] {
  if (isUnknown(fact)) return [{ fact: name, why: fact.why, ...(fact.action === undefined ? {} : { action: fact.action }) }];
  if (!('missing' in fact)) return [];
  return fact.missing.map(({ id, why, action }) => ({
    fact: name,
    item: id,
    why,
    ...(action === undefined ? {} : { action }),
  }));
}

/** What a derivation needs to know of its fact: where it comes from, and whether it is a value or a list. */
export interface DerivedDefinition {
  readonly shape: 'one' | 'many';
  readonly from: readonly string[];
  readonly bounds?: readonly string[];
}

/** Runs one derivation: not where something that it does not bound is missing, and an unknown member that it reads makes the fact unknown. */
export function derived(
  derivation: Derivation,
  { shape, from, bounds = [] }: DerivedDefinition,
  facts: Bench,
  onError: (error: unknown) => void,
): AnyFact {
  const needs = from.filter((name) => !bounds.includes(name)) as FactName[];
  const [cause] = facts.missing(needs);
  if (cause !== undefined) return unknown(cause.why, cause.action);
  const bounded = (bounds as readonly FactName[]).map((name) => [name, facts.get(name)] as const);
  try {
    const result = derivation.compute({ ...facts.values(needs), ...Object.fromEntries(bounded) } as never);
    if (bounds.length > 0) return result as AnyFact;
    return shape === 'many'
      ? { known: true, items: result as readonly unknown[], missing: [] }
      : { known: true, value: result };
  } catch (error) {
    if (error instanceof UnknownMember) return error.unknown;
    onError(error);
    return unknown(`Postern failed to derive ${derivation.name}`, 'report this as a defect of Postern');
  }
}

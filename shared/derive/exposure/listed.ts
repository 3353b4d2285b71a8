import { type Unknown, unknown } from '../../facts/fact.ts';
import { type Fact, facts, type ManyName, type Stored } from '../../facts/index.ts';
import type { Unless } from './exposure.ts';

/** A list as it was read: its items by identity, and why there may be more of them. */
export interface Listed<T> {
  readonly items: readonly T[];
  /** Set where not all of it could be read. */
  readonly unread: Unknown | undefined;
  /** What is missing of it, by the id under which it is; undefined where nothing of the list could be read. */
  readonly missing: ReadonlyMap<string, Unknown> | undefined;
  /** The item, or why it is not there: what is named and not listed is unknown, never empty. */
  find(id: string): T | Unknown;
}

/** A list of facts, without the items that are missing as well, which were read twice with different contents. */
export function listed<const F extends ManyName>(name: F, fact: Fact<F>): Listed<Stored<F>> {
  const list = fact as Fact<ManyName>;
  if (!list.known) return { items: [], unread: list, missing: undefined, find: () => list };
  const definition = facts[name];
  const idOf = definition.id as (item: Stored<F>) => { readonly id: string };
  const missing = new Map(list.missing.map(({ id, why, action }) => [id, unknown(why, action)]));
  const all = list.items as readonly Stored<F>[];
  const items = missing.size === 0 ? all : all.filter((item) => !missing.has(idOf(item).id));
  let byId: Map<string, Stored<F>> | undefined;
  const named = (id: string): Stored<F> | undefined => {
    byId ??= new Map(items.map((item) => [idOf(item).id, item]));
    return byId.get(id);
  };
  return {
    items,
    unread: missing.values().next().value,
    missing,
    find: (id) => named(id) ?? missing.get(id) ?? unknown(`AWS lists no ${definition.item} ${id}`),
  };
}

/** A restricting fact that could not be read, as rows name it. */
export const unlessOf = (fact: string, { why, action }: Unknown): Unless =>
  action === undefined ? { fact, why } : { fact, why, action };

/** Each reason once. */
export const distinct = (unless: readonly Unless[]): readonly Unless[] => [
  ...new Map(unless.map((one) => [`${one.fact} ${one.why}`, one])).values(),
];

/** Why something of a resource is not known, with its name: answers of the API say what is wrong, and not of which of a hundred. */
export const about = (resource: string, { why, action }: Unknown): Unknown =>
  unknown(why.includes(resource) ? why : `${resource}: ${why}`, action);

/** Computes what a key stands for once. */
export function memoised<K, T>(compute: (key: K) => T): (key: K) => T {
  const values = new Map<K, T>();
  return (key) => {
    const known = values.get(key);
    if (known !== undefined) return known;
    const value = compute(key);
    values.set(key, value);
    return value;
  };
}

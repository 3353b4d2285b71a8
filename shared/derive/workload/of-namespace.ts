import { type Missing, type Unknown, unknown } from '../../facts/fact.ts';

/** A list of objects that stand in namespaces, known or not. */
type Listed<T> = Unknown | { readonly known: true; readonly items: readonly T[]; readonly missing: readonly Missing[] };

/** What is known of one namespace: its objects, and why there may be more. */
interface Own<T> {
  readonly items: readonly T[];
  readonly unread?: Unknown;
}

/** Objects by namespace: what is missing under the id `Kind/namespace/name` is of that one only, anything else may be of any. */
export function byNamespace<T extends { readonly namespace: string }>(fact: Listed<T>): (namespace: string) => Own<T> {
  if (!fact.known) return () => ({ items: [], unread: fact });
  const items = Map.groupBy(fact.items, ({ namespace }) => namespace);
  const ofAny: Unknown[] = [];
  const unread = new Map<string, Unknown>();
  for (const { id, why, action } of fact.missing) {
    const [, namespace = '', name] = id.split('/');
    if (name === undefined) ofAny.push(unknown(why, action));
    else if (!unread.has(namespace)) unread.set(namespace, unknown(why, action));
  }
  return (namespace) => {
    const reason = ofAny[0] ?? unread.get(namespace);
    return { items: items.get(namespace) ?? [], ...(reason === undefined ? {} : { unread: reason }) };
  };
}

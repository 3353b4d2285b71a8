import type { ManyFact, Missing, Unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation, type Inputs } from './derive.ts';

interface Placed {
  readonly kind?: string;
  readonly namespace: string;
  readonly name: string;
  readonly owner?: { readonly kind: string; readonly name: string };
}

/** The list of each kind, and the name of its resource where that list was refused. */
const listsOf = (facts: Inputs<'defaultNamespaceObjects'>): readonly (readonly [string, ManyFact<Placed>, string?])[] => [
  ['Pod', facts.pods, 'pods'],
  ['Service', facts.services, 'services'],
  ['HorizontalPodAutoscaler', facts.horizontalPodAutoscalers, 'horizontalpodautoscalers'],
  ['', facts.controllers],
];

/** The objects of `default` among all that were listed. What cannot be said of that namespace is missing, and nothing of others. */
export const defaultNamespaceObjects = derivation('defaultNamespaceObjects', (facts): Fact<'defaultNamespaceObjects'> => {
  const lists = listsOf(facts);
  const [first] = lists.map(([, fact]) => fact);
  if (first !== undefined && !first.known && lists.every(([, { known }]) => !known)) return first;
  const items: Stored<'defaultNamespaceObjects'>[] = [];
  const missing: Missing[] = [];
  for (const [kind, fact, resource] of lists) {
    if (!fact.known) missing.push({ id: resource ?? 'controllers', ...reason(fact) });
    else {
      for (const item of fact.items) if (item.namespace === 'default') items.push(shown(item.kind ?? kind, item));
      missing.push(...fact.missing.filter(({ id }) => !isElsewhere(id)).map((one) => ({ ...one, id: withoutGroup(one.id) })));
    }
  }
  return { known: true, items, missing };
});

const shown = (kind: string, { name, owner }: Placed): Stored<'defaultNamespaceObjects'> => ({
  kind,
  name,
  ...(owner && { owner: `${owner.kind}/${owner.name}` }),
});

const reason = ({ why, action }: Unknown): Omit<Missing, 'id'> => (action === undefined ? { why } : { why, action });

/** An object that is missing under its own id stands in the namespace that its id names; a list, or an object without name, in any. */
const isElsewhere = (id: string): boolean => {
  const [, namespace, name] = id.split('/');
  return name !== undefined && namespace !== 'default';
};
const withoutGroup = (id: string): string => (id.includes('/') ? id : (id.split('.')[0] ?? id));

import { isUnknown } from '../facts/fact.ts';
import { facts as definitions, type FactName, type FactsOfTarget } from '../facts/index.ts';
import type { AnyFact, Cause } from './facts.ts';

/**
 * What is missing among the facts that were read for this very target, whether a check needs them or not: facts, items of lists, and members
 * of items. Of members that are unknown for one and the same reason the first is named.
 */
export function collectedMissing(facts: FactsOfTarget, scope: string): readonly Cause[] {
  return Object.entries(facts as Readonly<Record<string, AnyFact>>).flatMap(([name, fact]): readonly Cause[] => {
    const definition = definitions[name as FactName];
    // A derived fact lacks what it was derived from.
    if (definition.scope !== scope || 'from' in definition) return [];
    if (!fact.known) return [{ fact: name, ...plain(fact) }];
    if (!('missing' in fact)) return membersOf(name, [{ value: fact.value }]);
    const idOf = 'id' in definition ? (definition.id as (item: never) => { readonly id: string }) : undefined;
    const items = fact.items.map((item) => ({ value: item, ...(idOf && { item: idOf(item as never).id }) }));
    return [...fact.missing.map(({ id, ...rest }) => ({ fact: name, item: id, ...plain(rest) })), ...membersOf(name, items)];
  });
}

function membersOf(fact: string, items: readonly { readonly value: unknown; readonly item?: string }[]): readonly Cause[] {
  const found = new Map<string, Cause>();
  for (const { value, item } of items)
    for (const member of Object.values((value ?? {}) as object))
      if (isUnknown(member) && !found.has(member.why))
        found.set(member.why, { fact, ...(item === undefined ? {} : { item }), ...plain(member) });
  return [...found.values()];
}

export const plain = ({ why, action }: { readonly why: string; readonly action?: string | undefined }) =>
  action === undefined ? { why } : { why, action };

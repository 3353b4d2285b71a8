import { type DerivedName, type Fact, type FactName, facts, type Known, type ManyName, type Stored } from '../facts/index.ts';

type Definition<Name extends DerivedName> = (typeof facts)[Name];
type Bounds<Name extends DerivedName> =
  Definition<Name> extends { readonly bounds: readonly (infer B extends FactName)[] } ? B : never;
type From<Name extends DerivedName> =
  Definition<Name> extends { readonly from: readonly (infer F extends FactName)[] } ? F : never;

/** What a derivation is given: known values, and the facts that it bounds as they are, known or not. */
export type Inputs<Name extends DerivedName> = Known<Exclude<From<Name>, Bounds<Name>>> & {
  readonly [B in Bounds<Name>]: Fact<B>;
};

/**
 * A derivation as the engine runs it: a pure function of known values. One that bounds its answer (`bounds` of its fact) returns a fact,
 * and says what depends on what is missing; any other returns the value, or the items.
 */
export interface Derivation {
  readonly name: DerivedName;
  readonly compute: (inputs: never) => unknown;
}

type Output<Name extends DerivedName> = [Bounds<Name>] extends [never]
  ? Name extends ManyName
    ? readonly Stored<Name>[]
    : Stored<Name>
  : Fact<Name>;

/**
 * Ties a function to the derived fact that it computes; its inputs and output are those that the fact declares. An item of a collected list
 * whose id is missing, too, was read twice with different contents: it is kept from the function, which finds it missing.
 */
export const derivation = <const Name extends DerivedName>(
  name: Name,
  compute: (inputs: Inputs<Name>) => Output<Name>,
): Derivation => ({ name, compute: (inputs: Inputs<Name>) => compute(withoutContradicted(inputs)) });

interface List {
  readonly known: true;
  readonly items: readonly object[];
  readonly missing: readonly { readonly id: string }[];
}
const isList = (fact: unknown): fact is List =>
  typeof fact === 'object' && fact !== null && 'items' in fact && 'missing' in fact;

function withoutContradicted<I extends object>(inputs: I): I {
  const entries = Object.entries(inputs).map(([name, fact]: [string, unknown]) => {
    const definition = facts[name as FactName];
    // A derived list names what else is unread under the id of an item that is sound.
    if (!isList(fact) || fact.missing.length === 0 || !('reads' in definition)) return [name, fact] as const;
    const { id } = definition as unknown as { readonly id: (item: object) => { readonly id: string } };
    const ids = new Set(fact.missing.map((item) => item.id));
    return [name, { ...fact, items: fact.items.filter((item) => !ids.has(id(item).id)) }] as const;
  });
  return Object.fromEntries(entries) as I;
}

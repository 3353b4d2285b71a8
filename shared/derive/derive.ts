import type { DerivedName, Fact, FactName, facts, Known, ManyName, Stored } from '../facts/index.ts';

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

/** Ties a function to the derived fact that it computes; its inputs and output are those that the fact declares. */
export const derivation = <const Name extends DerivedName>(
  name: Name,
  compute: (inputs: Inputs<Name>) => Output<Name>,
): Derivation => ({ name, compute });

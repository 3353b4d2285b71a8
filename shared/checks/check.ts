import type { Scope } from '../facts/fact.ts';
import type { FactName, Item, Known, ManyName } from '../facts/index.ts';

export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** An observation that someone can follow: a kind of resource, its id, and what it says, quoting configured values as the API gave them. */
export interface Evidence {
  readonly kind: string;
  readonly id: string;
  readonly says: string;
}

/** What a check concludes. There is no "cannot tell": only the engine says `unknown`, and it does so before a check can forget to. */
export type Judgement =
  | { readonly status: 'pass'; readonly because: string; readonly evidence: readonly Evidence[] }
  | { readonly status: 'fail'; readonly because: string; readonly evidence: readonly Evidence[]; readonly severity?: Severity }
  | { readonly status: 'not-applicable'; readonly because: string };

/** How to mend it. `text` always; the others where they apply. */
interface Fix {
  readonly text: string;
  readonly cli?: string;
  readonly cdk?: string;
  readonly terraform?: string;
  readonly kubectl?: string;
}

interface Words<Id extends string> {
  /** Its path below shared/checks, without `.ts`: the neutral subject, so that "pass" and "fail" both read well. */
  readonly id: Id;
  /** A sentence that is true when the check passes. */
  readonly title: string;
  /** The default, and the most that a failure can have: `fail` may lower it. */
  readonly severity: Severity;
  readonly scope: Scope;
  /** Of clusters: only those of EKS. It is not applicable to any other, and need not know of them. */
  readonly provider?: 'eks';
  /** Why it matters: what an attacker or an accident does with it. */
  readonly why: string;
  readonly fix: Fix;
}

/** A check of the target itself: one judgement, on the target. */
export interface CheckOfTarget<Id extends string = string, Need extends FactName = FactName> extends Words<Id> {
  readonly needs: readonly Need[];
  readonly each?: never;
  readonly judge: (facts: Known<Need>) => Judgement;
}

/** A check of each item of a list: one judgement an item, on the item. The engine adds an `unknown` for each missing item. */
export interface CheckOfEach<Id extends string = string, Each extends ManyName = ManyName, Need extends FactName = FactName>
  extends Words<Id> {
  readonly each: Each;
  readonly needs: readonly Need[];
  readonly judge: (item: Item<Each>, facts: Known<Need>) => Judgement;
}

/** A check of any kind. A union over the lists: without that, a check of one kind of item is not a `Check`. */
export type Check = CheckOfTarget | { [E in ManyName]: CheckOfEach<string, E> }[ManyName];

export function check<const Id extends string, const Each extends ManyName, const Need extends FactName>(
  definition: CheckOfEach<Id, Each, Need>,
): CheckOfEach<Id, Each, Need>;
export function check<const Id extends string, const Need extends FactName>(
  definition: CheckOfTarget<Id, Need>,
): CheckOfTarget<Id, Need>;
export function check(definition: unknown) {
  return definition;
}

/** What is known of a check without its words and its judge: enough to read what it needs, and to say what it did not come to. */
export type CheckHead = Pick<Check, 'id' | 'severity' | 'scope' | 'provider' | 'each' | 'needs'>;

/** `because` states what was seen; it or `evidence` quotes the configured values beside what they add up to. */
export const pass = (because: string, evidence: readonly Evidence[] = []): Judgement => ({ status: 'pass', because, evidence });

/** `severity` may only lower the check's own. */
export const fail = (
  because: string,
  evidence: readonly Evidence[] = [],
  options: { readonly severity?: Severity } = {},
): Judgement => ({
  status: 'fail',
  because,
  evidence,
  ...options,
});

export const notApplicable = (because: string): Judgement => ({ status: 'not-applicable', because });

/**
 * Names a member that holds `true` once everything was read: the judgement that follows rests on it. The engine ends the judgement where it
 * is unknown, since reading it already does.
 */
export const relyOn = (_whole: true): void => {};

/** Thrown by `suppose` around what the engine threw: the ways that a judgement would have shown. */
export class Supposed extends Error {
  readonly evidence: readonly Evidence[];
  constructor(evidence: readonly Evidence[], cause: unknown) {
    super('what this rests on is not known', { cause });
    this.evidence = evidence;
  }
}

/** As `relyOn`, of a member that is read in `whole`: an `unknown` that comes of it shows what stands unless the unread forbids it. */
export function suppose(whole: () => true, evidence: () => readonly Evidence[]): void {
  try {
    whole();
  } catch (cause) {
    throw new Supposed(evidence(), cause);
  }
}

import { base, cluster } from '../../shared/checks/base.ts';
import { account, region } from '../../shared/checks/base-names.ts';
import type { Check } from '../../shared/checks/check.ts';
import type { Example } from '../../shared/checks/example.ts';
import { checks } from '../../shared/checks/index.ts';
import type { Derivation } from '../../shared/derive/derive.ts';
import { derivations } from '../../shared/derive/index.ts';
import { evaluate } from '../../shared/engine/evaluate.ts';
import type { Subject } from '../../shared/engine/subject.ts';
import type { Result } from '../../shared/engine/verdict.ts';
import type { Scope } from '../../shared/facts/fact.ts';
import type { FactsOfTarget } from '../../shared/facts/index.ts';

/** The targets of the base, by scope. */
const targets: Readonly<Record<Scope, Subject['target']>> = {
  account: { kind: 'account', partition: 'aws', account },
  region: { kind: 'region', partition: 'aws', account, region },
  cluster: {
    kind: 'eks',
    partition: 'aws',
    account,
    region,
    cluster: { name: cluster.name, arn: cluster.arn, createdAt: '2025-02-03T09:00:00.000Z', version: '1.34' },
  },
};

/** What one check says to a departure from the base, or from other facts. */
export const judged = (check: Check, facts: FactsOfTarget, from: FactsOfTarget = base): Result =>
  evaluate({ target: targets[check.scope], facts: { ...from, ...facts } }, [check], derivations);

/** As many results as a derivation remembers: of the example itself, and of what was lost last. */
const remembered = 8;

/** Derivations that remember: what is lost of one fact leaves most of the others, and what is derived from them, as they were. */
const remembering = derivations.map(({ name, compute }): Derivation => {
  const known: { readonly inputs: object; readonly result: unknown }[] = [];
  return {
    name,
    compute: (inputs: object) => {
      const index = known.findIndex((one) => areSame(one.inputs, inputs));
      const [found = { inputs, result: compute(inputs as never) }] = index < 0 ? [] : known.splice(index, 1);
      known.unshift(found);
      known.splice(remembered);
      return found.result;
    },
  };
});

/** By identity; of a fact that the engine has put a value in anew, by that of the value. */
const areSame = (one: object, other: object): boolean =>
  Object.entries(one).every(
    ([key, value]) => contentOf(value) === contentOf((other as Readonly<Record<string, unknown>>)[key]),
  );

const contentOf = (fact: unknown): unknown =>
  typeof fact === 'object' && fact !== null && 'known' in fact && fact.known === true && 'value' in fact ? fact.value : fact;

/** What each of some checks of one scope says to the same facts, which are derived once. */
export function judgedTogether(checks: readonly Check[], scope: Scope, facts: FactsOfTarget): ReadonlyMap<string, Result> {
  const result = evaluate({ target: targets[scope], facts }, checks, remembering);
  const verdicts = Map.groupBy(result.verdicts, ({ check }) => check);
  return new Map(checks.map(({ id }) => [id, { ...result, verdicts: verdicts.get(id) ?? [] }]));
}

const fileOf = (id: string): string => new URL(`../../shared/checks/${id}.examples.ts`, import.meta.url).href;

/** Every example, with its check. */
export async function allExamples(): Promise<readonly { readonly check: Check; readonly examples: readonly Example[] }[]> {
  return Promise.all(
    checks.map(async (check) => {
      const module = (await import(/* @vite-ignore */ fileOf(check.id))) as { default: readonly Example[] };
      return { check, examples: module.default };
    }),
  );
}

import { base, cluster } from '../../shared/checks/base.ts';
import { account, region } from '../../shared/checks/base-names.ts';
import type { Check } from '../../shared/checks/check.ts';
import type { Example } from '../../shared/checks/example.ts';
import { checks } from '../../shared/checks/index.ts';
import { derivations } from '../../shared/derive/index.ts';
import { evaluate, type Subject } from '../../shared/engine/evaluate.ts';
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

/** What each of some checks of one scope says to the same facts, which are derived once. */
export function judgedTogether(checks: readonly Check[], scope: Scope, facts: FactsOfTarget): ReadonlyMap<string, Result> {
  const result = evaluate({ target: targets[scope], facts }, checks, derivations);
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

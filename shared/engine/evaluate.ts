import { type Check, type Evidence, type Judgement, type Severity, Supposed } from '../checks/check.ts';
import type { Derivation } from '../derive/derive.ts';
import { facts as definitions, type ManyName } from '../facts/index.ts';
import { inapplicable, wantedBy } from './applicable.ts';
import { type AnyFact, type Bench, bench, type Cause } from './facts.ts';
import { UnknownMember } from './guard.ts';
import { targetName, verdictId } from './identity.ts';
import { collectedMissing, plain } from './missing.ts';
import { asSeen, settled } from './settled.ts';
import { type Subject, scopeOf, sentence, targetResource } from './subject.ts';
import type { Resource, Result, RunError, Target, Verdict } from './verdict.ts';
import { lower, worstOfEach } from './worst.ts';

/** Judges one target: pure, sorted, one verdict per check and resource; the only maker of `unknown`. */
export function evaluate(subject: Subject, checks: readonly Check[], derivations: readonly Derivation[]): Result {
  const early = settled(subject, checks);
  if (early !== undefined) return early;
  const errors: RunError[] = [...(subject.errors ?? [])];
  const report = (check: string, error: unknown) =>
    errors.push({ check, target: targetName(subject.target), message: error instanceof Error ? error.message : String(error) });
  const scope = scopeOf(subject.target);
  const mine = checks.filter((check) => check.scope === scope);
  const wanted = mine.filter((check) => inapplicable(check, subject.target, subject.facts) === undefined).flatMap(wantedBy);
  const facts = bench(subject.facts, derivations, wanted, (fact, error) => report(`fact ${fact}`, error));
  const found = new Map<string, Cause>();
  const note = (causes: readonly Cause[]) => {
    for (const cause of causes) found.set(JSON.stringify([cause.fact, cause.item, cause.why]), cause);
  };
  note(collectedMissing(subject.facts, scope));
  const judge = judging(subject, facts, note, report);
  const verdicts = worstOfEach(mine.flatMap((check) => judge(check)));
  return { schema: 'postern/result@1', target: asSeen(subject.target, [...found.values()]), verdicts, errors };
}

type Judged = (check: Check) => Verdict[];

function judging(
  subject: Subject,
  facts: Bench,
  note: (causes: readonly Cause[]) => void,
  report: (check: string, error: unknown) => void,
): Judged {
  const self = targetResource(subject.target);
  const verdict = (
    check: Check,
    resource: Resource,
    judgement: Judgement | { readonly status: 'unknown'; readonly because: string; readonly evidence: readonly Evidence[] },
  ): Verdict => ({
    id: verdictId(subject.target as Target, check.id, resource),
    check: check.id,
    status: judgement.status,
    severity: severityOf(check, judgement),
    resource,
    because: judgement.because,
    evidence: 'evidence' in judgement ? judgement.evidence : [],
  });
  const unknown = (check: Check, resource: Resource, causes: readonly Cause[], evidence: readonly Evidence[] = []): Verdict => {
    note(causes);
    return verdict(check, resource, { status: 'unknown', because: sentence(causes), evidence });
  };
  const attempt = (check: Check, resource: Resource, judge: () => Judgement): Verdict => {
    try {
      return verdict(check, resource, judge());
    } catch (thrown) {
      const [error, evidence] = thrown instanceof Supposed ? [thrown.cause, thrown.evidence] : [thrown, []];
      if (error instanceof UnknownMember) {
        const item = error.fact === check.each ? { item: resource.id } : {};
        return unknown(check, resource, [{ fact: error.fact, ...item, ...plain(error.unknown) }], evidence);
      }
      report(check.id, error);
      return unknown(check, resource, [
        { fact: check.id, why: 'Postern failed in this check', action: 'report this as a defect of Postern' },
      ]);
    }
  };
  const resources = resourcesOf(facts);
  return (check) => {
    const because = inapplicable(check, subject.target, subject.facts);
    if (because !== undefined) return [verdict(check, self, { status: 'not-applicable', because })];
    const causes = facts.missing(check.needs);
    if (causes.length > 0) return [unknown(check, self, causes)];
    const values = facts.values(check.needs);
    if (check.each === undefined)
      return [attempt(check, self, () => (check.judge as (facts: never) => Judgement)(values as never))];
    return judgeEach(check.each, facts, resources, {
      none: (because) => verdict(check, self, { status: 'not-applicable', because }),
      item: (item, resource) =>
        attempt(check, resource, () =>
          (check.judge as (item: never, facts: never) => Judgement)(item as never, values as never),
        ),
      missing: (cause, resource) => unknown(check, resource ?? self, [cause]),
    });
  };
}

interface Each {
  none(because: string): Verdict;
  item(item: unknown, resource: Resource): Verdict;
  missing(cause: Cause, resource?: Resource): Verdict;
}

/**
 * The resource of each item of a list, made once for all checks of them. Identities come from the stored items: reading a name that is unknown
 * must not end the judgement.
 */
function resourcesOf(facts: Bench): (name: ManyName) => readonly Resource[] {
  const known = new Map<ManyName, readonly Resource[]>();
  return (name) => {
    const there = known.get(name);
    if (there !== undefined) return there;
    const { item: type, id } = definitions[name] as { item: string; id: (item: unknown) => Pick<Resource, 'id' | 'name'> };
    const fact: AnyFact = facts.get(name);
    const made = (fact.known && 'items' in fact ? fact.items : []).map((item) => ({ type, ...id(item) }));
    known.set(name, made);
    return made;
  };
}

function judgeEach(name: ManyName, facts: Bench, resources: (name: ManyName) => readonly Resource[], say: Each): Verdict[] {
  const definition = definitions[name];
  const fact: AnyFact = facts.get(name);
  if (!fact.known) return facts.missing([name]).map((cause) => say.missing(cause));
  const items = facts.values([name])[name] as readonly unknown[];
  const missing = facts.missing([name]);
  if (items.length === 0 && missing.length === 0) return [say.none(definition.none)];
  const own = resources(name);
  return [
    ...items.map((item, index) => say.item(item, own[index] as Resource)),
    ...missing.map((cause) => say.missing(cause, { type: definition.item, id: cause.item ?? '' })),
  ];
}

const severityOf = (check: Check, judgement: { readonly status: string; readonly severity?: Severity }): Severity =>
  judgement.severity === undefined ? check.severity : lower(judgement.severity, check.severity);

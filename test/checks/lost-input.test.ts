import { describe, expect, it } from 'vitest';
import { base, denied } from '../../shared/checks/base.ts';
import type { Check } from '../../shared/checks/check.ts';
import { closure } from '../../shared/engine/order.ts';
import type { Result, Verdict } from '../../shared/engine/verdict.ts';
import { type FactName, type FactsOfTarget, facts } from '../../shared/facts/index.ts';
import { sampled } from '../whole.ts';
import { allExamples, judged, judgedTogether } from './estate.ts';

/**
 * Losing input never turns anything into a pass: every example of every check, times every fact, every item and every member lost. What failed still fails as badly, or something of that check is unknown; what passes passed before; nobody becomes not applicable.
 */
const why = denied('lost');
type Loss = { readonly what: string; readonly facts: FactsOfTarget };

/** Of the facts that the check depends on: each whole, each item; of those that are `changed`, each member whose schema takes an unknown, too. */
function losses(check: Check, given: FactsOfTarget, changed: FactsOfTarget): readonly Loss[] {
  const read = closure([...(check.each === undefined ? [] : [check.each]), ...check.needs], facts);
  return Object.entries(given).flatMap(([name, fact]): Loss[] => {
    if (!read.has(name)) return [];
    const membersLost = name in changed ? withoutMembers : () => [];
    const lost = (what: string, instead: unknown): Loss => ({ what, facts: { ...given, [name]: instead } as FactsOfTarget });
    if (!fact.known) return [];
    const whole = [lost(name, why), { what: `${name} never collected`, facts: without(given, name) }];
    if ('value' in fact)
      return [...whole, ...membersLost(name, fact.value).map(([what, value]) => lost(what, { known: true, value }))];
    const { items, missing } = fact as { readonly items: readonly object[]; readonly missing: readonly object[] };
    const id = facts[name as FactName] as unknown as { readonly id: (item: object) => { readonly id: string } };
    return [
      ...whole,
      ...items.flatMap((item, index) => [
        lost(`${name}[${index}]`, {
          known: true,
          items: items.filter((other) => other !== item),
          missing: [...missing, { id: id.id(item).id, why: why.why }],
        }),
        ...membersLost(`${name}[${index}]`, item).map(([what, instead]) =>
          lost(what, { known: true, items: items.map((other) => (other === item ? instead : other)), missing }),
        ),
      ]),
    ];
  });
}

const without = (given: FactsOfTarget, name: string): FactsOfTarget =>
  Object.fromEntries(Object.entries(given).filter(([other]) => other !== name));

function withoutMembers(path: string, value: object): readonly (readonly [string, object])[] {
  const definition = facts[path.split('[')[0] as FactName];
  const entries = (definition.schema as unknown as { readonly entries: Readonly<Record<string, MemberSchema>> }).entries;
  return Object.entries(entries)
    .filter(([, schema]) => mayBeUnknown(schema))
    .map(([member]) => [`${path}.${member}`, { ...value, [member]: why }] as const);
}

type MemberSchema = { readonly type: string; readonly wrapped?: MemberSchema; readonly options?: readonly unknown[] };
const mayBeUnknown = (schema: MemberSchema): boolean =>
  schema.type === 'optional' ? mayBeUnknown(schema.wrapped as MemberSchema) : schema.type === 'union';

const ranks = ['none', 'low', 'medium', 'high', 'critical'];
const worst = (verdicts: readonly Verdict[]): number =>
  Math.max(0, ...verdicts.filter(({ status }) => status === 'fail').map(({ severity }) => ranks.indexOf(severity)));
const has = (verdicts: readonly Verdict[], status: string): boolean => verdicts.some((verdict) => verdict.status === status);

function broken(before: Result, after: Result): string | undefined {
  const unknown = has(after.verdicts, 'unknown');
  if (after.errors.length > 0) return `throws: ${after.errors[0]?.message}`;
  if (worst(after.verdicts) < worst(before.verdicts) && !unknown) return 'a failure is gone or lesser, and nothing is unknown';
  if (has(before.verdicts, 'unknown') && !unknown && !has(after.verdicts, 'fail')) return 'an unknown is gone';
  const earlier = new Map(before.verdicts.map((verdict) => [verdict.id, verdict]));
  for (const verdict of after.verdicts) {
    const { id, status, resource } = verdict;
    const was = earlier.get(id)?.status;
    if (status === 'fail' && worst([verdict]) < worst(before.verdicts.filter((other) => other.id === id)))
      return `${resource.id} fails less badly`;
    if (status === 'pass' && was !== undefined && was !== 'pass') return `${resource.id} was ${was}, and passes`;
    if (status === 'not-applicable' && was !== 'not-applicable') return `${resource.id} was ${was}, and is not applicable`;
    if (status === 'pass' && was === undefined && !unknown) return `${resource.id} is new, passes, and nothing is unknown`;
  }
  return before.verdicts.length > after.verdicts.length && !unknown ? 'a verdict is gone, and nothing is unknown' : undefined;
}

const all = await allExamples();

/** Checks that are judged on the same facts are judged at once: what is lost of them is derived once for all. */
const whose = Map.groupBy(
  all.flatMap(({ check, examples }) => [base, ...examples.map((one) => one.facts)].map((facts) => ({ facts, check }))),
  ({ facts }) => facts,
);
const said = new Map<FactsOfTarget, Map<string, ReadonlyMap<string, Result>>>();
function judge(check: Check, changed: FactsOfTarget, { what, facts }: Loss): Result {
  const ofFacts = said.get(changed) ?? new Map<string, ReadonlyMap<string, Result>>();
  said.set(changed, ofFacts);
  const key = `${check.scope} ${what}`;
  const others = (whose.get(changed) ?? []).map((one) => one.check).filter(({ scope }) => scope === check.scope);
  const results = ofFacts.get(key) ?? judgedTogether(others, check.scope, facts);
  ofFacts.set(key, results);
  return results.get(check.id) as Result;
}

describe.each(all.map(({ check, examples }) => [check.id, check, examples] as const))('%s', (_, check: Check, examples) => {
  it('says unknown, or what is certain, whatever is lost', () => {
    const found = [{ says: 'the base', facts: base }, ...examples].flatMap((example, index) => {
      const given: FactsOfTarget = { ...base, ...example.facts };
      const before = judge(check, example.facts, { what: 'nothing', facts: given });
      return sampled(losses(check, given, example.facts), 30, index).flatMap((loss) => {
        const problem = broken(before, judge(check, example.facts, loss));
        return problem === undefined ? [] : [`${example.says}, without ${loss.what}: ${problem}`];
      });
    });
    expect(found).toEqual([]);
  });

  it('needs something: with every fact lost it is unknown', () => {
    const nothing = Object.fromEntries(Object.keys(base).map((name) => [name, why]));
    expect(judged(check, nothing).verdicts.map(({ status }) => status)).toEqual(['unknown']);
  });
});

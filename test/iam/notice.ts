import { contextOf, type RequestContext } from './context.ts';
import { applies } from './evaluate.ts';
import type { Statement } from './policy.ts';
import { judge, type Proof } from './prove.ts';
import type { Question } from './requests.ts';

/** A statement, and what is put in its place; nothing where it is removed. */
interface Change {
  readonly from: Statement;
  readonly to?: Statement;
  /** Where, for people: the statement, and what of it. */
  readonly at: string;
}

/** Every statement that the templates have. */
function statementsOf({ rights }: Proof): readonly Statement[] {
  const roles = [...rights.roles.values()].flatMap(({ identity, trust }) => [...identity, ...trust]);
  return [...new Set([...roles, ...[...rights.handedOut.values()].flat(), ...[...rights.resources.values()].flat()])];
}

/** Statements without which everything that was asked is allowed just the same, and nothing more is. */
export function unnoticedStatements(proof: Proof): readonly string[] {
  return unnoticed(
    proof,
    statementsOf(proof).map((from) => ({ from, at: from.at })),
  );
}

/** Actions of statements that nobody asked for. */
export function unnoticedActions(proof: Proof): readonly string[] {
  const changes = statementsOf(proof).flatMap((from) =>
    from.effect === 'Deny' || from.actions.not || from.actions.patterns.length < 2
      ? []
      : from.actions.patterns.map((pattern) => ({
          from,
          to: { ...from, actions: { not: false, patterns: from.actions.patterns.filter((one) => one !== pattern) } },
          at: `${from.at} ${pattern}`,
        })),
  );
  return unnoticed(proof, changes);
}

/** Conditions of what is allowed without which nothing more would be: of the requests that were made, with other values in them. */
export function unnoticedConditions(proof: Proof): readonly string[] {
  const changes = statementsOf(proof).flatMap((from) =>
    from.effect === 'Deny'
      ? []
      : from.conditions.map((condition) => ({
          from,
          to: { ...from, conditions: from.conditions.filter((one) => one !== condition) },
          at: `${from.at} ${condition.operator} ${condition.key}`,
        })),
  );
  return neverNoticed(changes, (change) => opensMore(proof, change));
}

function unnoticed(proof: Proof, changes: readonly Change[]): readonly string[] {
  return neverNoticed(changes, (change) =>
    change.from.effect === 'Allow' ? isMissed(proof, change) : opensMore(proof, change),
  );
}

/** A template that is deployed to several accounts has each statement several times: it is noticed if it is in one of them. */
function neverNoticed(changes: readonly Change[], isNoticed: (change: Change) => boolean): readonly string[] {
  const noticed = new Set<string>();
  for (const change of changes) if (!noticed.has(change.at) && isNoticed(change)) noticed.add(change.at);
  return [...new Set(changes.map(({ at }) => at))].filter((at) => !noticed.has(at));
}

const changed =
  ({ from, to }: Change) =>
  (all: readonly Statement[]): readonly Statement[] =>
    all.flatMap((one) => (one !== from ? [one] : to === undefined ? [] : [to]));

/** Whether something that was asked is denied after the change. */
function isMissed({ questions, rights }: Proof, change: Change): boolean {
  return questions.some((question) => applies(change.from, question) && !judge(question, rights, changed(change)).allowed);
}

/** Whether something hostile, like what was asked but for one thing, is denied now and allowed after the change. */
function opensMore({ questions, rights }: Proof, change: Change): boolean {
  return questions
    .flatMap((question) => hostile(question, change.from))
    .some((question) => !judge(question, rights).allowed && judge(question, rights, changed(change)).allowed);
}

/** What an attacker would say instead. */
const lies: readonly Readonly<Record<string, string>>[] = [
  { 'aws:SecureTransport': 'false' },
  { 's3:TlsVersion': '1.1' },
  { 's3:signatureAge': '3600000', 's3:authType': 'REST-QUERY-STRING' },
];

/** A question with the keys of a statement's conditions missing, or other than they were; and with what no statement of ours should let in. */
function hostile(question: Question, { effect, conditions }: Statement): readonly Question[] {
  const { context } = question;
  const put = (changes: RequestContext): Question => ({ ...question, context: { ...context, ...changes } });
  if (effect === 'Deny') return lies.map((lie) => put(contextOf(lie)));
  return conditions.flatMap(({ key }) => {
    const name = key.toLowerCase();
    const { [name]: _, ...without } = context;
    return [
      { ...question, context: without },
      put({ [name]: ['hostile'] }),
      put({ [name]: ['arn:aws:iam::666666666666:role/hostile'] }),
    ];
  });
}

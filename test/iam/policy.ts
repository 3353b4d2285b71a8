import { isObject, type Json } from '../cloud/asl/json.ts';
import { type Condition, parseConditions } from './condition.ts';

/** What an element of a statement names: these, or with `not` all but these. */
interface Named {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

/** Whom a statement of a resource's policy is about. */
export interface Principals {
  readonly kind: 'AWS' | 'Service';
  /** ARNs, account ids, names of services; `*` is everybody. */
  readonly names: readonly string[];
}

/** One statement, understood: there is nothing in the document that is not here. */
export interface Statement {
  /** Where it stands, for people: policy and Sid or number. */
  readonly at: string;
  readonly effect: 'Allow' | 'Deny';
  /** In policies of resources only. */
  readonly principals?: readonly Principals[];
  readonly actions: Named;
  /** Trust policies have none: they are about their role. */
  readonly resources?: Named;
  readonly conditions: readonly Condition[];
}

const elements = new Set(['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']);

/**
 * The statements of a policy document (IAM user guide, "IAM JSON policy elements reference").
 * @param at where it stands, for messages
 * @throws Error for an element, a value, an operator or a context key that is not known here: what we do not understand, we cannot judge
 */
export function parsePolicy(document: Json, at: string): readonly Statement[] {
  const wrong = (why: string): Error => new Error(`${at}: ${why}`);
  if (!isObject(document)) throw wrong('a policy is an object');
  const { Version, Statement: given, Id: _id, ...others } = document;
  // Without this version, policy variables are text.
  if (Version !== '2012-10-17') throw wrong(`the version ${JSON.stringify(Version)} is not known here`);
  if (Object.keys(others).length > 0) throw wrong(`the element ${Object.keys(others)[0]} is not known here`);
  const statements = Array.isArray(given) ? given : [given ?? null];
  return statements.map((one, i) =>
    parseStatement(one, `${at}[${isObject(one) && typeof one.Sid === 'string' ? one.Sid : i}]`),
  );
}

function parseStatement(given: Json, at: string): Statement {
  const wrong = (why: string): Error => new Error(`${at}: ${why}`);
  if (!isObject(given)) throw wrong('a statement is an object');
  const stranger = Object.keys(given).find((name) => !elements.has(name));
  if (stranger !== undefined) throw wrong(`the element ${stranger} is not known here`);
  const { Effect: effect } = given;
  if (effect !== 'Allow' && effect !== 'Deny') throw wrong(`the effect ${JSON.stringify(effect)} is not known here`);
  const actions = named(given, 'Action', at);
  if (actions === undefined) throw wrong('there is neither Action nor NotAction');
  for (const pattern of actions.patterns)
    if (!/^(\*|[a-z0-9-]+:[\w*?]+)$/i.test(pattern)) throw wrong(`${pattern} is no action`);
  const resources = named(given, 'Resource', at);
  for (const pattern of resources?.patterns ?? [])
    if (!/^(\*|arn:[^:]*:[^:*?]+:[^:]*:[^:]*:.+)$/.test(pattern)) throw wrong(`${pattern} is no resource`);
  return {
    at,
    effect,
    ...(given.Principal !== undefined && { principals: principalsOf(given.Principal, at) }),
    actions,
    ...(resources !== undefined && { resources }),
    conditions: parseConditions(given.Condition, at),
  };
}

function named(given: Readonly<Record<string, Json>>, name: 'Action' | 'Resource', at: string): Named | undefined {
  const [plain, negated] = [given[name], given[`Not${name}`]];
  if (plain === undefined && negated === undefined) return undefined;
  if (plain !== undefined && negated !== undefined) throw new Error(`${at}: both ${name} and Not${name}`);
  return { not: plain === undefined, patterns: texts(plain ?? negated ?? null, at) };
}

function principalsOf(given: Json, at: string): readonly Principals[] {
  if (given === '*') return [{ kind: 'AWS', names: ['*'] }];
  if (!isObject(given)) throw new Error(`${at}: a principal is an object, or *`);
  return Object.entries(given).map(([kind, names]) => {
    if (kind !== 'AWS' && kind !== 'Service') throw new Error(`${at}: principals of the kind ${kind} are not known here`);
    return { kind, names: texts(names, at) };
  });
}

function texts(value: Json, at: string): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new Error(`${at}: an empty list`);
  return list.map((one) => {
    if (typeof one !== 'string') throw new Error(`${at}: ${JSON.stringify(one)} is no text`);
    return one;
  });
}

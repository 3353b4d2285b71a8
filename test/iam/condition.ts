import { isObject, type Json } from '../cloud/asl/json.ts';
import { known, type RequestContext, valuesOf } from './context.ts';
import { matchesGlob } from './glob.ts';

/** One line of a Condition: all of them must hold. */
export interface Condition {
  readonly key: string;
  readonly operator: string;
  readonly quantifier?: 'ForAllValues' | 'ForAnyValue';
  readonly ifExists: boolean;
  readonly values: readonly string[];
}

type Matches = (wanted: string, actual: string) => boolean;

const number =
  (compare: (wanted: number, actual: number) => boolean): Matches =>
  (wanted, actual) => {
    const [a, b] = [Number(wanted), Number(actual)];
    if (wanted === '' || Number.isNaN(a) || Number.isNaN(b)) throw new Error(`${wanted} or ${actual} is no number`);
    return compare(a, b);
  };
const same: Matches = (wanted, actual) => wanted === actual;
const sameCaseless: Matches = (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase();
/** "ArnEquals and ArnLike behave identically": each of the six parts is compared for itself. */
const arn: Matches = (wanted, actual) => {
  const [pattern, text] = [sixParts(wanted), sixParts(actual)];
  return pattern.length === text.length && pattern.every((part, i) => matchesGlob(part, text[i] ?? ''));
};
const sixParts = (text: string): readonly string[] => {
  const parts = text.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
};

/** By operator (IAM user guide, "IAM JSON policy elements: Condition operators"). */
const operators: Readonly<Record<string, Matches>> = {
  StringEquals: same,
  StringEqualsIgnoreCase: sameCaseless,
  StringLike: (wanted, actual) => matchesGlob(wanted, actual),
  ArnEquals: arn,
  ArnLike: arn,
  Bool: sameCaseless,
  NumericEquals: number((wanted, actual) => actual === wanted),
  NumericLessThan: number((wanted, actual) => actual < wanted),
  NumericLessThanEquals: number((wanted, actual) => actual <= wanted),
  NumericGreaterThan: number((wanted, actual) => actual > wanted),
  NumericGreaterThanEquals: number((wanted, actual) => actual >= wanted),
};
/** Those that hold where their counterpart does not: of several values none may match, and a key that is absent does not match. */
const negated: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
};

/** @throws Error for an operator or a context key that is not known here */
export function parseConditions(given: Json | undefined, at: string): readonly Condition[] {
  if (given === undefined) return [];
  if (!isObject(given)) throw new Error(`${at}: a condition is an object`);
  return Object.entries(given).flatMap(([written, keys]) => {
    const [, quantifier, operator = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(written) ?? [];
    if (operators[operator] === undefined && negated[operator] === undefined && operator !== 'Null')
      throw new Error(`${at}: the operator ${written} is not known here`);
    if (!isObject(keys)) throw new Error(`${at}: ${written} has no keys`);
    return Object.entries(keys).map(([key, value]) => {
      if (!known(key)) throw new Error(`${at}: the context key ${key} is not known here`);
      const values = (Array.isArray(value) ? value : [value]).map((one) => {
        if (typeof one === 'object') throw new Error(`${at}: ${key} is compared with something that is no text`);
        return String(one);
      });
      if (values.length === 0) throw new Error(`${at}: ${key} is compared with nothing`);
      return {
        key,
        operator,
        ifExists: ifExists !== undefined,
        values,
        ...(quantifier !== undefined && { quantifier: quantifier as 'ForAllValues' | 'ForAnyValue' }),
      };
    });
  });
}

/** Whether a condition holds for what is known of a request. @throws Error for a key of several values without ForAllValues or ForAnyValue */
export function holds(condition: Condition, context: RequestContext): boolean {
  const { key, operator, quantifier, ifExists, values } = condition;
  const actual = valuesOf(context, key);
  if (operator === 'Null') return values.some((value) => (value.toLowerCase() === 'true') === (actual === undefined));
  const positive = operators[operator];
  const matches = positive ?? operators[negated[operator] ?? ''];
  if (matches === undefined) throw new Error(`the operator ${operator} is not known here`);
  const wanted = values.map((value) => withVariables(value, context)).filter((value) => value !== undefined);
  const one = (text: string): boolean => wanted.some((value) => matches(value, text)) === (positive !== undefined);
  if (actual === undefined || actual.length === 0) {
    if (quantifier !== undefined) return quantifier === 'ForAllValues' || ifExists;
    return ifExists || positive === undefined;
  }
  if (quantifier === 'ForAllValues') return actual.every(one);
  if (quantifier === 'ForAnyValue') return actual.some(one);
  if (actual.length > 1) throw new Error(`${key} has several values: it takes ForAllValues or ForAnyValue`);
  return one(actual[0] ?? '');
}

/** A value with its policy variables put in (`${aws:PrincipalAccount}`); undefined where the request does not have one: then nothing matches. */
export function withVariables(value: string, context: RequestContext): string | undefined {
  let missing = false;
  const put = value.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (!known(name)) throw new Error(`the policy variable \${${name}} is not known here`);
    const [found, ...more] = valuesOf(context, name) ?? [];
    if (found === undefined || more.length > 0 || /[*?]/.test(found)) missing = true;
    return found ?? '';
  });
  return missing ? undefined : put;
}

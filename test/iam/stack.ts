import { type Resolve, resolveValue } from '../cloud/asl/cloudformation.ts';
import { isObject, type Json, type JsonObject } from '../cloud/asl/json.ts';

/** A synthesized template as it is deployed: the values of its resources come from `resolve` (test/cloud/deployment/values.ts). */
export interface Stack {
  /** For people: `Postern`; the account, where there is none. */
  readonly name?: string;
  readonly template: JsonObject;
  readonly resolve: Resolve;
  readonly account: string;
  readonly region: string;
}

/** Stands for a member that is not there: `Ref: AWS::NoValue`. */
const nothing = { Ref: 'AWS::NoValue' };
const isNothing = (value: Json): boolean => JSON.stringify(value) === JSON.stringify(nothing);

/** Whether a condition of the template holds; no condition does. @throws Error for one that the template does not have */
function isChosen(stack: Stack, name: Json | undefined): boolean {
  if (name === undefined) return true;
  const conditions = isObject(stack.template.Conditions) ? stack.template.Conditions : {};
  const condition = conditions[String(name)];
  if (condition === undefined) throw new Error(`the template has no condition ${String(name)}`);
  return holds(stack, condition);
}

/** A value with every Fn::If decided, and what is AWS::NoValue left out (CloudFormation, "Condition functions"). */
function withoutConditions(stack: Stack, value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => withoutConditions(stack, item)).filter((item) => !isNothing(item));
  if (!isObject(value)) return value;
  if (isNothing(value)) return value;
  const choice = value['Fn::If'];
  if (Array.isArray(choice)) {
    const [name, yes = null, no = null] = choice;
    return withoutConditions(stack, isChosen(stack, name) ? yes : no);
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([member, inner]): [string, Json] => [member, withoutConditions(stack, inner)])
      .filter(([, inner]) => !isNothing(inner)),
  );
}

function holds(stack: Stack, condition: Json): boolean {
  const [[name, argument] = ['', null]] = isObject(condition) ? Object.entries(condition) : [];
  const parts = Array.isArray(argument) ? argument : [argument];
  if (name === 'Condition') return isChosen(stack, argument);
  if (name === 'Fn::Not') return !holds(stack, parts[0] ?? null);
  if (name === 'Fn::And') return parts.every((part) => holds(stack, part));
  if (name === 'Fn::Or') return parts.some((part) => holds(stack, part));
  if (name !== 'Fn::Equals') throw new Error(`the condition function ${name} is not known here`);
  const [one, other] = parts.map((part) => resolveValue(part, stack.resolve));
  return one === other;
}

/** A resource of a stack that is there: its condition holds. */
export interface Deployed {
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly stack: Stack;
}

export function deployedIn(stack: Stack): readonly Deployed[] {
  const resources = isObject(stack.template.Resources) ? stack.template.Resources : {};
  return Object.entries(resources).flatMap(([id, resource]) => {
    if (!isObject(resource) || !isChosen(stack, resource.Condition)) return [];
    return [{ id, type: String(resource.Type), properties: isObject(resource.Properties) ? resource.Properties : {}, stack }];
  });
}

/** A property as it is deployed; null where there is none. */
export const property = ({ properties, stack }: Deployed, name: string): Json =>
  resolveValue(withoutConditions(stack, properties[name] ?? null), stack.resolve);

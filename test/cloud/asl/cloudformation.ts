import { isObject, type Json, type JsonObject } from './json.ts';

/**
 * Values of a deployed stack: of a resource by its logical id (`attribute` undefined: Ref; else Fn::GetAtt), a parameter, or a pseudo
 * parameter as `AWS::Region`. Undefined for what is not known.
 */
export type Resolve = (name: string, attribute: string | undefined) => string | undefined;

const STATE_MACHINE = 'AWS::StepFunctions::StateMachine';

/**
 * The definition of a state machine in a synthesized template, with CloudFormation's values put in.
 * @throws Error for a resource that is no state machine, a function that is not known here, or a value that `resolve` does not know.
 */
export function definitionFrom(template: unknown, logicalId: string, resolve: Resolve): Json {
  const resources = isObject(template) && isObject(template.Resources) ? template.Resources : {};
  const resource = resources[logicalId];
  if (!isObject(resource) || resource.Type !== STATE_MACHINE || !isObject(resource.Properties)) {
    throw new Error(`${logicalId} is not an ${STATE_MACHINE} of the template`);
  }
  const { DefinitionString: text, Definition: definition, DefinitionSubstitutions: substitutions = {} } = resource.Properties;
  if ((text === undefined) === (definition === undefined))
    throw new Error(`${logicalId} needs one of DefinitionString and Definition`);
  const whole = text === undefined ? JSON.stringify(definition) : resolveValue(text, resolve);
  if (typeof whole !== 'string' || !isObject(substitutions)) throw new Error(`the definition of ${logicalId} is not a string`);
  const put = whole.replaceAll(/\$\{([A-Za-z0-9_]+)\}/g, (_, name: string) => {
    const value = substitutions[name];
    if (value === undefined) throw new Error(`${logicalId} has no DefinitionSubstitution ${name}`);
    return JSON.stringify(resolveText(value, resolve)).slice(1, -1);
  });
  return JSON.parse(put);
}

/**
 * A value of a template with its intrinsic functions carried out at any depth: Ref, Fn::GetAtt, Fn::Join, Fn::Sub, Fn::Select, Fn::Split.
 * @throws Error for another function, or a value that `resolve` does not know.
 */
export function resolveValue(value: Json, resolve: Resolve): Json {
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, resolve));
  if (!isObject(value)) return value;
  const [name = '', ...others] = Object.keys(value);
  const intrinsic = others.length === 0 ? (intrinsics[name] ?? refused(name)) : undefined;
  if (intrinsic !== undefined) return intrinsic(value[name] ?? null, resolve);
  return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, resolveValue(inner, resolve)]));
}

type Intrinsic = (argument: Json, resolve: Resolve) => Json;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, resolve) => look(String(argument), undefined, resolve),
  'Fn::GetAtt': (argument, resolve) => {
    const [name = '', ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
    return look(name, attribute.join('.'), resolve);
  },
  'Fn::Join': (argument, resolve) => {
    const [separator, list] = pair(argument, 'Fn::Join');
    return resolveList(list, resolve).join(String(separator));
  },
  'Fn::Split': (argument, resolve) => {
    const [separator, text] = pair(argument, 'Fn::Split');
    return resolveText(text, resolve).split(String(separator));
  },
  'Fn::Select': (argument, resolve) => {
    const [index, list] = pair(argument, 'Fn::Select');
    const found = resolveList(list, resolve)[Number(index)];
    if (found === undefined) throw new Error(`Fn::Select: there is no item ${String(index)}`);
    return found;
  },
  'Fn::Sub': (argument, resolve) => {
    const [text, own] = Array.isArray(argument) ? pair(argument, 'Fn::Sub') : [argument, {}];
    const values: JsonObject = isObject(own) ? own : {};
    return String(text).replaceAll(/\$\{(!?)([^}]+)\}/g, (whole: string, literal: string, name: string) => {
      if (literal === '!') return whole.replace('!', '');
      const value = values[name];
      if (value !== undefined) return resolveText(value, resolve);
      const [id = '', ...attribute] = name.split('.');
      return look(id, attribute.length === 0 ? undefined : attribute.join('.'), resolve);
    });
  },
};

/** Nothing for a plain member; for a function of CloudFormation that is not known here, an error. */
function refused(name: string): undefined {
  if (name.startsWith('Fn::')) throw new Error(`${name} is not known to this resolver`);
}

function look(name: string, attribute: string | undefined, resolve: Resolve): string {
  const value = resolve(name, attribute);
  if (value === undefined) throw new Error(`nothing says what ${name}${attribute === undefined ? '' : `.${attribute}`} is`);
  return value;
}

function pair(argument: Json, name: string): [Json, Json] {
  const [first, second] = Array.isArray(argument) ? argument : [];
  if (first === undefined || second === undefined) throw new Error(`${name} takes two arguments`);
  return [first, second];
}

function resolveList(value: Json, resolve: Resolve): string[] {
  const list = resolveValue(value, resolve);
  if (!Array.isArray(list)) throw new Error('expected a list');
  return list.map((item) => resolveText(item, resolve));
}

function resolveText(value: Json, resolve: Resolve): string {
  const text = resolveValue(value, resolve);
  if (typeof text === 'string') return text;
  if (typeof text === 'number' || typeof text === 'boolean') return String(text);
  throw new Error(`expected a string, not ${JSON.stringify(text)}`);
}

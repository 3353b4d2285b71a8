import jsonata from 'jsonata';
import { StatesError } from './errors.ts';
import { type Ambient, boundFunctions } from './functions.ts';
import { isObject, type Json, type JsonObject, plain } from './json.ts';

/** What an expression sees: `$states` and the variables in scope. */
export interface Frame {
  states: { input: Json; context: JsonObject; result?: Json; errorOutput?: Json };
  variables: Readonly<Record<string, Json>>;
  ambient: Ambient;
}

const compiled = new Map<string, jsonata.Expression>();

/** The text between `{%` and `%}`, or undefined for a string that is no expression. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4 ? text.slice(2, -2).trim() : undefined;
}

/**
 * The template with each expression in it replaced by its value, at any depth; member names are taken as they are.
 * @param field where it stands, for messages.
 * @throws StatesError States.QueryEvaluationError when an expression fails or gives nothing that JSON can hold.
 */
export async function evaluate(template: Json, frame: Frame, field: string): Promise<Json> {
  if (typeof template === 'string') {
    const text = expressionIn(template);
    return text === undefined ? template : run(text, frame, field);
  }
  if (Array.isArray(template)) return Promise.all(template.map((item, index) => evaluate(item, frame, `${field}[${index}]`)));
  if (!isObject(template)) return template;
  const members = Object.entries(template).map(async ([name, value]) => [
    name,
    await evaluate(value, frame, `${field}.${name}`),
  ]);
  return Object.fromEntries(await Promise.all(members));
}

/** A whole number from a field that may be one or an expression. @throws StatesError States.QueryEvaluationError. */
export async function evaluateNumber(template: number | string, frame: Frame, field: string, whole = true): Promise<number> {
  const value = await evaluate(template, frame, field);
  if (typeof value === 'number' && value >= 0 && (!whole || Number.isInteger(value))) return value;
  throw wrong(field, `gave ${JSON.stringify(value)}, where a${whole ? ' whole' : ''} number from 0 on is needed`);
}

/** A string from a template. @throws StatesError States.QueryEvaluationError. */
export async function evaluateString(template: string, frame: Frame, field: string): Promise<string> {
  const value = await evaluate(template, frame, field);
  if (typeof value === 'string') return value;
  throw wrong(field, `gave ${JSON.stringify(value)}, where a string is needed`);
}

export function wrong(field: string, why: string): StatesError {
  return new StatesError('States.QueryEvaluationError', `The JSONata expression in the field '${field}' ${why}`);
}

async function run(text: string, frame: Frame, field: string): Promise<Json> {
  const expression = compiled.get(text) ?? jsonata(text, { timeout: 5_000, stack: 500 });
  compiled.set(text, expression);
  let value: unknown;
  try {
    value = await expression.evaluate(undefined, {
      ...boundFunctions(frame.ambient),
      ...frame.variables,
      states: frame.states,
    });
  } catch (error) {
    // JSONata throws objects that are no errors.
    const why = isObject(error) || error instanceof Error ? (error as { message?: unknown }).message : error;
    throw wrong(field, `threw an error during evaluation: ${String(why)}`);
  }
  if (value === undefined) throw wrong(field, 'returned nothing (undefined)');
  try {
    return plain(value);
  } catch (error) {
    throw wrong(field, error instanceof Error ? error.message : String(error));
  }
}

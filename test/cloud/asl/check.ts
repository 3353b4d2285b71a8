import * as v from 'valibot';
import { UnsupportedDefinition } from './errors.ts';
import { expressionIn } from './expression.ts';
import { isObject } from './json.ts';
import { wrongName } from './names.ts';
import { type Machine, type MapState, machineSchema, type State, type StateGraph } from './schema.ts';

/** What the whole machine shares while it is checked. */
interface Checking {
  names: Set<string>;
  jsonata: boolean;
  tasks: ReadonlySet<string>;
}

/** The part of a Task's Resource that says which integration: `lambda:invoke`, `aws-sdk:sfn:describeExecution`. */
export function integration(resource: string): string | undefined {
  return /^arn:[a-z-]+:states:::([A-Za-z0-9:_-]+)$/.exec(resource)?.[1];
}

/**
 * The definition, when every state type, field, integration, function and variable in it is known, and Step Functions would take it.
 * @param tasks the integrations there are.
 * @throws UnsupportedDefinition that says where and why.
 */
export function checkDefinition(definition: unknown, tasks: Iterable<string>): Machine {
  const parsed = v.safeParse(machineSchema, definition);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new UnsupportedDefinition(v.getDotPath(issue) ?? 'definition', issue.message);
  }
  const machine = parsed.output;
  checkGraph(machine, '', new Set(), { names: new Set(), jsonata: machine.QueryLanguage === 'JSONata', tasks: new Set(tasks) });
  return machine;
}

function checkGraph(graph: StateGraph, at: string, outer: ReadonlySet<string>, checking: Checking): void {
  const assigned = new Set(Object.values(graph.States).flatMap(assignedBy));
  for (const name of assigned) {
    if (name === 'states') throw new UnsupportedDefinition(`${at}States`, '$states is reserved');
    if (outer.has(name))
      throw new UnsupportedDefinition(`${at}States`, `the variable $${name} of an outer scope cannot be assigned here`);
  }
  const variables = new Set([...outer, ...assigned]);
  for (const [name, state] of Object.entries(graph.States)) {
    const where = `${at}States.${name}`;
    if (checking.names.has(name)) throw new UnsupportedDefinition(where, 'another state of the machine has this name');
    checking.names.add(name);
    if (!checking.jsonata && state.QueryLanguage === undefined) throw new UnsupportedDefinition(where, 'JSONPath is not known');
    checkTransitions(state, graph, where);
    checkState(state, where, variables, checking);
  }
  checkReachable(graph, at);
}

function checkState(state: State, where: string, variables: ReadonlySet<string>, checking: Checking): void {
  const { ItemProcessor: processor, ...own } = { ItemProcessor: undefined, ...state };
  for (const [text, at] of expressions(own, where)) {
    const wrong = wrongName(text, variables);
    if (wrong !== undefined) throw new UnsupportedDefinition(at, wrong);
  }
  if (state.Type === 'Task') {
    const known = integration(state.Resource);
    if (known === undefined || !checking.tasks.has(known))
      throw new UnsupportedDefinition(`${where}.Resource`, `${state.Resource} is not known`);
  }
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined)) {
    throw new UnsupportedDefinition(where, 'needs one of Seconds and Timestamp');
  }
  if (state.Type === 'Task' || state.Type === 'Map') checkFailures(state, where);
  if (state.Type !== 'Map' || processor === undefined) return;
  const distributed = checkMap(state, where);
  // A child of a Distributed Map is an execution of its own: it sees no variable of its parent.
  checkGraph(processor, `${where}.ItemProcessor.`, distributed ? new Set() : variables, checking);
}

/** @returns whether the Map is distributed. */
function checkMap(state: MapState, where: string): boolean {
  const distributed = state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED';
  const only = [
    'ItemReader',
    'ItemBatcher',
    'ResultWriter',
    'ToleratedFailureCount',
    'ToleratedFailurePercentage',
    'Label',
  ] as const;
  for (const field of distributed ? [] : only) {
    if (state[field] !== undefined)
      throw new UnsupportedDefinition(`${where}.${field}`, 'only a Distributed Map has this field');
  }
  if (state.Items !== undefined && state.ItemReader !== undefined)
    throw new UnsupportedDefinition(where, 'has both Items and ItemReader');
  return distributed;
}

/** States.ALL stands alone, and last. */
function checkFailures(state: Pick<MapState, 'Retry' | 'Catch'>, where: string): void {
  for (const field of ['Retry', 'Catch'] as const) {
    const rules = state[field] ?? [];
    rules.forEach(({ ErrorEquals }, index) => {
      if (!ErrorEquals.includes('States.ALL')) return;
      if (ErrorEquals.length === 1 && index === rules.length - 1) return;
      throw new UnsupportedDefinition(`${where}.${field}[${index}]`, 'States.ALL must stand alone, in the last one');
    });
  }
}

function checkTransitions(state: State, graph: StateGraph, where: string): void {
  if ('Next' in state || 'End' in state || !['Choice', 'Succeed', 'Fail'].includes(state.Type)) {
    const { Next, End } = { Next: undefined, End: undefined, ...state };
    if ((Next === undefined) === (End === undefined)) throw new UnsupportedDefinition(where, 'needs one of Next and End');
  }
  for (const target of targets(state)) {
    if (!Object.hasOwn(graph.States, target))
      throw new UnsupportedDefinition(where, `leads to ${target}, which is not a state here`);
  }
}

function checkReachable(graph: StateGraph, at: string): void {
  if (!Object.hasOwn(graph.States, graph.StartAt))
    throw new UnsupportedDefinition(`${at}StartAt`, `${graph.StartAt} is not a state here`);
  const reached = new Set([graph.StartAt]);
  for (const name of reached) for (const next of targets(graph.States[name])) reached.add(next);
  const lost = Object.keys(graph.States).find((name) => !reached.has(name));
  if (lost !== undefined) throw new UnsupportedDefinition(`${at}States.${lost}`, 'cannot be reached from StartAt');
}

function targets(state: State | undefined): string[] {
  const {
    Next,
    Default,
    Catch = [],
    Choices = [],
  } = { ...state } as { Next?: string; Default?: string; Catch?: { Next: string }[]; Choices?: { Next: string }[] };
  return [Next, Default, ...[...Catch, ...Choices].map((rule) => rule.Next)].filter((name) => name !== undefined);
}

function assignedBy(state: State): string[] {
  const {
    Assign,
    Catch = [],
    Choices = [],
  } = { ...state } as { Assign?: object; Catch?: { Assign?: object }[]; Choices?: { Assign?: object }[] };
  return [Assign, ...[...Catch, ...Choices].map((rule) => rule.Assign)].flatMap((assign) => Object.keys(assign ?? {}));
}

/** Every expression below a value, and where. */
function expressions(value: unknown, at: string): [string, string][] {
  if (typeof value === 'string') {
    const text = expressionIn(value);
    return text === undefined ? [] : [[text, at]];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => expressions(item, `${at}[${index}]`));
  return isObject(value) ? Object.entries(value).flatMap(([name, member]) => expressions(member, `${at}.${name}`)) : [];
}

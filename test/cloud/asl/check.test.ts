import { expect, test } from 'vitest';
import { checkDefinition } from './check.ts';
import type { JsonObject } from './json.ts';
import { machine, task } from './try.ts';
import { distributed, graph, whole } from './whole.ts';

const check = (definition: unknown): unknown => checkDefinition(definition, ['lambda:invoke']);

test('every field that is known is taken', () => {
  expect(() => check(whole)).not.toThrow();
});

test('an unknown field is refused, wherever it is put', () => {
  // Free JSON may hold anything: what is in these is no field.
  const free = new Set(['Arguments', 'Output', 'ItemSelector', 'BatchInput', 'Assign', 'States']);
  const places = (value: unknown, path: string[]): string[][] => {
    if (typeof value !== 'object' || value === null) return [];
    const inner = Object.entries(value).flatMap(([name, member]) =>
      free.has(name) && name !== 'States' ? [] : places(member, [...path, name]),
    );
    return Array.isArray(value) || free.has(path.at(-1) ?? '') ? inner : [path, ...inner];
  };
  const found = places(whole, []);
  expect(found.length).toBeGreaterThan(20);
  for (const path of found) {
    const copy: JsonObject = structuredClone(whole) as JsonObject;
    path.reduce<JsonObject>((at, name) => at[name] as JsonObject, copy).InputPath = '$.x';
    expect(() => check(copy), path.join('.')).toThrow(/InputPath/);
  }
});

const refusals: [string, object, string][] = [
  ['a state type', { X: { Type: 'Parallel', Branches: [], End: true } }, 'Type'],
  ['a JSONPath state', { X: { Type: 'Pass', Parameters: {}, End: true } }, 'Parameters'],
  ['an integration', { X: task({ Resource: 'arn:aws:states:::sqs:sendMessage' }) }, 'sqs:sendMessage'],
  ['waiting for a token', { X: task({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }) }, 'waitForTaskToken'],
  ['a function by its own ARN', { X: task({ Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f' }) }, 'function:f'],
  ['$eval', { X: { Type: 'Pass', Output: "{% $eval('1') %}", End: true } }, 'nothing provides $eval'],
  ['a misspelt function', { X: { Type: 'Pass', Output: '{% $exists($summ) %}', End: true } }, 'nothing provides $summ'],
  [
    'a variable that nothing assigns',
    { X: { Type: 'Pass', Output: '{% $state.input %}', End: true } },
    'nothing provides $state',
  ],
  ['a plain name', { X: { Type: 'Pass', Output: '{% $exists(foo) %}', End: true } }, 'foo has no context'],
  ['$ at the top', { X: { Type: 'Pass', Output: '{% $.foo %}', End: true } }, '$ has no context'],
  ['$$', { X: { Type: 'Pass', Output: '{% $states.input.a[$$.b = 1] %}', End: true } }, '$$ has no context'],
  ['an expression that does not parse', { X: { Type: 'Pass', Output: '{% 1 + %}', End: true } }, 'does not parse'],
  ['assigning $states', { X: { Type: 'Pass', Assign: { states: 1 }, End: true } }, '$states is reserved'],
  ['a Next to nowhere', { X: { Type: 'Pass', Next: 'Y' } }, 'leads to Y'],
  ['both Next and End', { X: { Type: 'Pass', Next: 'Y', End: true }, Y: { Type: 'Succeed' } }, 'one of Next and End'],
  ['a state that is not reached', { X: { Type: 'Succeed' }, Y: { Type: 'Succeed' } }, 'Y: cannot be reached'],
  ['States.ALL with others', { X: task({ Retry: [{ ErrorEquals: ['E', 'States.ALL'] }] }) }, 'stand alone'],
  [
    'States.ALL before others',
    { X: task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] }) },
    'stand alone',
  ],
  ['Wait for nothing', { X: { Type: 'Wait', End: true } }, 'Seconds and Timestamp'],
  [
    'an EXPRESS child',
    {
      X: {
        Type: 'Map',
        Items: [],
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' }, ...graph },
        End: true,
      },
    },
    'ExecutionType',
  ],
  [
    'tolerance of an inline Map',
    { X: { Type: 'Map', Items: [], ToleratedFailureCount: 1, ItemProcessor: graph, End: true } },
    'only a Distributed Map',
  ],
  ['a name twice', { Child: { Type: 'Map', Items: [], ItemProcessor: graph, End: true } }, 'has this name'],
  [
    'a bad label',
    { X: { Type: 'Map', Items: [], Label: 'a b', ItemProcessor: { ...distributed, ...graph }, End: true } },
    'Label',
  ],
];

test.each(refusals)('%s is refused', (_, states, why) => {
  expect(() => check(machine(states))).toThrow(why);
});

test('an iteration sees the variables around it and cannot assign them; a child execution does not see them', () => {
  const around = (child: object, config: object = {}): object =>
    machine({
      A: { Type: 'Pass', Assign: { outer: 1 }, Next: 'M' },
      M: {
        Type: 'Map',
        Items: [1],
        ItemProcessor: { ...config, StartAt: 'C', States: { C: { Type: 'Pass', End: true, ...child } } },
        End: true,
      },
    });
  expect(() => check(around({ Output: '{% $outer %}' }))).not.toThrow();
  expect(() => check(around({ Assign: { outer: 2 } }))).toThrow('$outer of an outer scope');
  expect(() => check(around({ Output: '{% $outer %}' }, distributed))).toThrow('nothing provides $outer');
});

test('a state is JSONata by itself or by the machine', () => {
  const states = { X: { Type: 'Succeed' } };
  expect(() => check({ StartAt: 'X', States: states })).toThrow('JSONPath is not known');
  expect(() => check({ StartAt: 'X', States: { X: { Type: 'Succeed', QueryLanguage: 'JSONata' } } })).not.toThrow();
  expect(() => check({ ...machine(states), QueryLanguage: 'JSONPath' })).toThrow('QueryLanguage');
});

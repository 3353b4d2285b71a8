import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runStateMachine } from './execution.ts';
import type { Json } from './json.ts';
import { machine } from './try.ts';

/** What a template gives for an input, or the error. */
async function given(Output: Json, input: Json = {}): Promise<unknown> {
  const outcome = await runStateMachine(machine({ X: { Type: 'Pass', Output, End: true } }), { input });
  return outcome.status === 'SUCCEEDED' ? outcome.output : outcome.error;
}

test('expressions stand in strings at any depth; other strings and member names are as they are', async () => {
  const template = {
    'a{%': ['{% $states.input.x %}', { deep: '{%$states.input.x+1%}' }],
    text: 'see {% $x %}',
    space: ' {% $x %}',
    not: null,
  };
  expect(await given(template, { x: 1 })).toEqual({ ...template, 'a{%': [1, { deep: 2 }] });
});

test('an expression that gives nothing, or nothing that JSON holds, is States.QueryEvaluationError', async () => {
  for (const text of [
    '{% $states.input.missing %}',
    '{% $sum %}',
    "{% 1 + 'a' %}",
    "{% $error('no') %}",
    '{% [1, $sum] %}',
    "{% $number('x') %}",
  ]) {
    expect(await given(text), text).toBe('States.QueryEvaluationError');
  }
});

test('a path over one item gives the item, over several an array, as JSONata has it', async () => {
  const path = '{% $states.input.list.name %}';
  expect(await given(path, { list: [{ name: 'a' }] })).toBe('a');
  expect(await given(path, { list: [{ name: 'a' }, { name: 'b' }] })).toEqual(['a', 'b']);
  expect(await given('{% [$states.input.list.name] %}', { list: [{ name: 'a' }] })).toEqual(['a']);
  expect(await given(path, { list: [] })).toBe('States.QueryEvaluationError');
});

test('functions that Step Functions adds (developer guide, "JSONata functions provided by Step Functions")', async () => {
  expect(await given('{% $partition([1, 2, 3, 4, 5, 6, 7, 8, 9], 4) %}')).toEqual([[1, 2, 3, 4], [5, 6, 7, 8], [9]]);
  expect(await given('{% $range(1, 9, 2) %}')).toEqual([1, 3, 5, 7, 9]);
  expect(await given('{% $range(3, 1, -1) %}')).toEqual([3, 2, 1]);
  expect(await given("{% $hash('input data', 'SHA-1') %}")).toBe('aaff4a450a104cd177d28d18d74485e8cae074b7');
  expect(await given('{% $parse($states.input) %}', '{"foo":"bar"}')).toEqual({ foo: 'bar' });
  expect(await given('{% $uuid() %}')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(await given('{% $random(5) = $random(5) and $random() < 1 and $random() != $random() %}')).toBe(true);
  expect(await given('{% $millis() %}')).toBe(Date.UTC(2026, 10, 1, 2));
  for (const text of [
    '$partition(1, 2)',
    '$partition([1], 0)',
    '$range(1, 2, 0)',
    '$range(1, 5000, 1)',
    "$hash('a', 'CRC')",
    "$parse('{')",
    '$now("[Y]")',
  ]) {
    expect(await given(`{% ${text} %}`), text).toBe('States.QueryEvaluationError');
  }
});

test('whatever JSON goes in through an expression comes out of it', async () => {
  const text = fc.string().filter((s) => !(s.startsWith('{%') && s.endsWith('%}')));
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), text, async (value, name) => {
      const input = JSON.parse(JSON.stringify(value)) as Json;
      expect(await given({ [name === '__proto__' ? '' : name]: '{% $states.input %}' }, input)).toEqual({
        [name === '__proto__' ? '' : name]: input,
      });
    }),
    { numRuns: 50 },
  );
});

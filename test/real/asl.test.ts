import validate from 'asl-validator';
import { expect, test } from 'vitest';
import { checkDefinition } from '../cloud/asl/check.ts';
import { machine, task } from '../cloud/asl/try.ts';
import { whole } from '../cloud/asl/whole.ts';

/** Whether a validator that others wrote takes the definition, and whether ours does. */
function verdicts(definition: object): { theirs: boolean; ours: boolean } {
  let ours = true;
  try {
    checkDefinition(definition, ['lambda:invoke']);
  } catch {
    ours = false;
  }
  return { theirs: validate(definition).isValid, ours };
}

test('a machine with all that is known here is taken by asl-validator too', () => {
  expect(verdicts(whole)).toEqual({ theirs: true, ours: true });
});

test.each<[string, object]>([
  ['a Next to nowhere', { X: { Type: 'Pass', Next: 'Y' } }],
  ['a state type that does not exist', { X: { Type: 'Pas', End: true } }],
  ['a state without a way on', { X: { Type: 'Pass' } }],
  ['a state that is not reached', { X: { Type: 'Succeed' }, Y: { Type: 'Succeed' } }],
  ['a Choice without choices', { X: { Type: 'Choice', Choices: [], Default: 'Y' }, Y: { Type: 'Succeed' } }],
  ['a field of JSONPath', { X: { Type: 'Pass', ResultPath: '$.x', End: true } }],
  ['a negative interval', { X: task({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: -1 }] }) }],
])('%s is refused by both', (_, states) => {
  expect(verdicts(machine(states))).toEqual({ theirs: false, ours: false });
});

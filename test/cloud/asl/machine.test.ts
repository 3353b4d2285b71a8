import { expect, test } from 'vitest';
import { StatesError } from './errors.ts';
import { runStateMachine, startStateMachine } from './execution.ts';
import type { Json } from './json.ts';
import type { Task } from './world.ts';

const resource = (name: string): string => `arn:aws:states:::${name}`;
const machine = (states: object, more: object = {}): object => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
});
const task = (more: object = {}): object => ({ Type: 'Task', Resource: resource('lambda:invoke'), Arguments: {}, End: true, ...more });

/** A task that fails with these, one after another, then succeeds. */
function failing(...errors: string[]): Record<string, Task> {
  return {
    'lambda:invoke': async () => {
      const error = errors.shift();
      if (error !== undefined) throw new StatesError(error, `it was ${error}`);
      return 'well';
    },
  };
}

/** The waits of an execution, in seconds. */
function waits(): { wait: (milliseconds: number) => Promise<void>; seconds: number[] } {
  const seconds: number[] = [];
  return { seconds, wait: async (milliseconds) => void seconds.push(milliseconds / 1_000) };
}

test('output of one state is input of the next; Pass and Choice pass it on', async () => {
  const outcome = await runStateMachine(
    machine({
      Add: { Type: 'Pass', Output: { sum: '{% $states.input.a + $states.input.b %}' }, Next: 'Large?' },
      'Large?': {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.sum > 10 %}', Output: { large: '{% $states.input.sum %}' }, Next: 'Done' },
          { Condition: false, Next: 'Done' },
        ],
        Default: 'Small',
      },
      Small: { Type: 'Fail', Error: 'TooSmall', Cause: "{% 'only ' & $states.input.sum %}" },
      Done: { Type: 'Succeed' },
    }),
    { input: { a: 3, b: 9 } },
  );
  expect(outcome).toMatchObject({ status: 'SUCCEEDED', output: { large: 12 } });
  expect(outcome.history.entered()).toEqual(['Add', 'Large?', 'Done']);
  expect(outcome.events[0]).toMatchObject({ id: 1, type: 'ExecutionStarted', timestamp: '2026-11-01T02:00:00.000Z' });
  expect(outcome.events.at(-1)).toMatchObject({ type: 'ExecutionSucceeded', output: { large: 12 } });
});

import { expect, test } from 'vitest';
import { runStateMachine } from './execution.ts';
import { failing, machine, task, waits } from './try.ts';

test('each Retrier counts its own retries; the first that matches decides (specification, "Complex retry scenarios")', async () => {
  const { wait, seconds } = waits();
  const retry = [
    { ErrorEquals: ['ErrorA', 'ErrorB'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 },
    { ErrorEquals: ['ErrorC'], IntervalSeconds: 5 },
  ];
  const states = {
    X: task({ Retry: retry, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }] }),
    Z: { Type: 'Pass', End: true },
  };
  const outcome = await runStateMachine(machine(states), { tasks: failing('ErrorA', 'ErrorB', 'ErrorC', 'ErrorB'), wait });
  expect(seconds).toEqual([1, 2, 5]);
  expect(outcome).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'ErrorB', Cause: 'it was ErrorB' } });
  expect(outcome.history.count('TaskFailed')).toBe(4);
});

test('waits grow to MaxDelaySeconds; FULL jitter takes a part of them; without more said, 3 retries after 1, 2 and 4 seconds', async () => {
  const wait = async (Retry: object, random = () => 0.5): Promise<number[]> => {
    const waited = waits();
    await runStateMachine(machine({ X: task({ Retry: [Retry] }) }), {
      tasks: failing(...Array(9).fill('E')),
      wait: waited.wait,
      random,
    });
    return waited.seconds;
  };
  expect(await wait({ ErrorEquals: ['E'] })).toEqual([1, 2, 4]);
  expect(await wait({ ErrorEquals: ['E'], IntervalSeconds: 3, BackoffRate: 2, MaxAttempts: 4, MaxDelaySeconds: 7 })).toEqual([
    3, 6, 7, 7,
  ]);
  expect(await wait({ ErrorEquals: ['E'], IntervalSeconds: 4, JitterStrategy: 'FULL', MaxAttempts: 2 })).toEqual([2, 4]);
  expect(await wait({ ErrorEquals: ['E'], MaxAttempts: 0 })).toEqual([]);
});

test('States.TaskFailed takes all but time-outs; neither wildcard takes what ends an execution', async () => {
  const run = async (error: string, name: string): Promise<unknown> => {
    const states = { X: task({ Catch: [{ ErrorEquals: [name], Next: 'Z' }] }), Z: { Type: 'Succeed' } };
    return (await runStateMachine(machine(states), { tasks: failing(error) })).status;
  };
  expect(await run('Lambda.Unknown', 'States.TaskFailed')).toBe('SUCCEEDED');
  expect(await run('States.Timeout', 'States.TaskFailed')).toBe('FAILED');
  expect(await run('States.Timeout', 'States.ALL')).toBe('SUCCEEDED');
  expect(await run('States.DataLimitExceeded', 'States.ALL')).toBe('FAILED');
  expect(await run('States.DataLimitExceeded', 'States.DataLimitExceeded')).toBe('SUCCEEDED');
  expect(await run('States.Runtime', 'States.Runtime')).toBe('FAILED');
});

test("a Catcher's Output and Assign see $states.errorOutput, and the retry count is in the context", async () => {
  const states = {
    X: task({
      Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 1 }],
      Catch: [
        {
          ErrorEquals: ['Busy'],
          Output: { why: '{% $states.errorOutput.Cause %}', retries: '{% $states.context.State.RetryCount %}' },
          Assign: { last: '{% $states.errorOutput.Error %}' },
          Next: 'Z',
        },
      ],
    }),
    Z: { Type: 'Pass', Output: '{% $merge([$states.input, {"last": $last}]) %}', End: true },
  };
  const outcome = await runStateMachine(machine(states), { tasks: failing('Busy', 'Busy') });
  expect(outcome.output).toEqual({ why: 'it was Busy', retries: 1, last: 'Busy' });
});

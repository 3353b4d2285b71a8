import { expect, test } from 'vitest';
import { StatesError } from './errors.ts';
import { runStateMachine, startStateMachine } from './execution.ts';
import { answering, machine, task } from './try.ts';

test('output of one state is input of the next; Pass and Choice pass it on', async () => {
  const outcome = await runStateMachine(
    machine({
      Add: { Type: 'Pass', Output: { sum: '{% $states.input.a + $states.input.b %}' }, Next: 'Large?' },
      'Large?': {
        Type: 'Choice',
        Choices: [
          { Condition: false, Next: 'Small' },
          { Condition: '{% $states.input.sum > 10 %}', Output: { large: '{% $states.input.sum %}' }, Next: 'Done' },
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

test('Fail ends the execution with its error, and a Choice without a way on with States.Runtime', async () => {
  const small = await runStateMachine(
    machine({ Small: { Type: 'Fail', Error: 'TooSmall', Cause: "{% 'only ' & $states.input %}" } }),
    { input: 4 },
  );
  expect(small).toMatchObject({ status: 'FAILED', error: 'TooSmall', cause: 'only 4', output: undefined });
  const none = { Type: 'Choice', Choices: [{ Condition: false, Next: 'End' }] };
  expect(await runStateMachine(machine({ None: none, End: { Type: 'Succeed' } }))).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
  });
});

test('Assign and Output see the same variables: neither sees what the other gives', async () => {
  // The example of "Passing data between states with variables": the old $x is in both.
  const states = {
    First: { Type: 'Pass', Assign: { x: 3, a: 6 }, Next: 'Second' },
    Second: { Type: 'Pass', Assign: { x: '{% $a %}', nextX: '{% $x %}' }, Output: { was: '{% $x %}' }, Next: 'Third' },
    Third: { Type: 'Pass', Output: { was: '{% $states.input.was %}', x: '{% $x %}', nextX: '{% $nextX %}' }, End: true },
  };
  expect(await runStateMachine(machine(states))).toMatchObject({ output: { was: 3, x: 6, nextX: 3 } });
});

test('a task is given Arguments, and its result is $states.result and by itself the output', async () => {
  const tasks = answering((input) => ({ got: input }));
  const call = { Arguments: { n: '{% $states.input.n * 2 %}', text: 'as it is' } };
  expect(await runStateMachine(machine({ Call: task(call) }), { input: { n: 4 }, tasks })).toMatchObject({
    output: { got: { n: 8, text: 'as it is' } },
  });
  const chosen = task({ ...call, Output: '{% $states.result.got.n + $states.input.n %}' });
  expect(await runStateMachine(machine({ Call: chosen }), { input: { n: 4 }, tasks })).toMatchObject({ output: 12 });
  expect(await runStateMachine(machine({ Call: task() }), { input: { n: 4 }, tasks })).toMatchObject({
    output: { got: { n: 4 } },
  });
});

test('a task that takes too long is States.Timeout, and its signal is aborted', async () => {
  let signal: AbortSignal | undefined;
  const tasks = {
    'lambda:invoke': async (_: unknown, call: { signal: AbortSignal }) => {
      signal = call.signal;
      return new Promise<never>(() => undefined);
    },
  };
  const asked: number[] = [];
  const timeout = async (milliseconds: number): Promise<void> => void asked.push(milliseconds);
  const states = { X: task({ TimeoutSeconds: '{% $states.input.limit %}' }) };
  const outcome = await runStateMachine(machine(states), { tasks, timeout, input: { limit: 900 } });
  expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  expect(outcome.history.count('TaskTimedOut')).toBe(1);
  expect(asked).toEqual([900_000]);
  expect(signal?.aborted).toBe(true);
});

test('an execution over its TimeoutSeconds has timed out; a task in time is not disturbed by its limit', async () => {
  const hung = machine({ X: task() }, { TimeoutSeconds: 3_600 });
  const timeout = async (): Promise<void> => undefined;
  const late = await runStateMachine(hung, { tasks: answering(() => new Promise<never>(() => undefined)), timeout });
  expect(late).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  const inTime = machine({ X: task({ TimeoutSeconds: 1 }) }, { TimeoutSeconds: 1 });
  expect(await runStateMachine(inTime, { tasks: answering(() => 1) })).toMatchObject({ status: 'SUCCEEDED' });
});

test('Wait waits for seconds, or until a time; both move the clock', async () => {
  const states = {
    Some: { Type: 'Wait', Seconds: '{% $states.input.seconds %}', Next: 'Until' },
    Until: { Type: 'Wait', Timestamp: '2026-11-01T03:00:00Z', Next: 'Now' },
    Now: { Type: 'Pass', Output: '{% [$now(), $states.context.State.EnteredTime] %}', End: true },
  };
  const outcome = await runStateMachine(machine(states), { input: { seconds: 90 } });
  expect(outcome.output).toEqual(['2026-11-01T03:00:00.000Z', '2026-11-01T03:00:00.000Z']);
  expect(outcome.events.find(({ state }) => state === 'Until')?.timestamp).toBe('2026-11-01T02:01:30.000Z');
});

test('no input, result, output or variable is over 262,144 bytes', async () => {
  const text = (bytes: number): string => 'x'.repeat(bytes - 2);
  const run = async (state: object, answer: string, input: string): Promise<string | undefined> => {
    const outcome = await runStateMachine(machine({ X: task(state) }), { tasks: answering(() => answer), input });
    return outcome.error ?? outcome.status;
  };
  expect(await run({}, text(262_144), '')).toBe('SUCCEEDED');
  expect(await run({}, text(262_145), '')).toBe('States.DataLimitExceeded');
  // The quota is on bytes, not characters.
  expect(await run({}, 'é'.repeat(131_072), '')).toBe('States.DataLimitExceeded');
  expect(await run({ Arguments: ['{% $states.input %}', 'more'] }, '', text(262_144))).toBe('States.DataLimitExceeded');
  expect(await run({ Output: ['{% $states.result %}', 'more'] }, text(262_144), '')).toBe('States.DataLimitExceeded');
  expect(await run({ Assign: { kept: ['{% $states.result %}'] } }, text(262_144), '')).toBe('States.DataLimitExceeded');
  expect(() => startStateMachine(machine({ X: { Type: 'Succeed' } }), { input: text(262_145) })).toThrow(
    'States.DataLimitExceeded',
  );
});

test('a loop without end stops at 25,000 events', async () => {
  const states = { A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }] } };
  const outcome = await runStateMachine(machine(states));
  expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(outcome.events).toHaveLength(25_000);
});

test('the context says which execution, machine and state it is', async () => {
  const outcome = await runStateMachine(machine({ X: { Type: 'Pass', Output: '{% $states.context %}', End: true } }), {
    name: 'nightly-1',
    stateMachineArn: 'arn:aws:states:eu-west-1:210987654321:stateMachine:scans',
    roleArn: 'arn:aws:iam::210987654321:role/scans',
    input: { trigger: 'schedule' },
  });
  expect(outcome.output).toEqual({
    Execution: {
      Id: 'arn:aws:states:eu-west-1:210987654321:execution:scans:nightly-1',
      Input: { trigger: 'schedule' },
      Name: 'nightly-1',
      RoleArn: 'arn:aws:iam::210987654321:role/scans',
      StartTime: '2026-11-01T02:00:00.000Z',
      RedriveCount: 0,
    },
    StateMachine: { Id: 'arn:aws:states:eu-west-1:210987654321:stateMachine:scans', Name: 'scans' },
    State: { EnteredTime: '2026-11-01T02:00:00.000Z', Name: 'X', RetryCount: 0 },
  });
});

test('stopping ends an execution at once, with what was said', async () => {
  const execution = startStateMachine(machine({ X: task() }), { tasks: answering(() => new Promise<never>(() => undefined)) });
  expect(execution.status).toBe('RUNNING');
  expect(await execution.stop('Operator', 'enough')).toEqual({ status: 'ABORTED', error: 'Operator', cause: 'enough' });
  expect(execution.events.at(-1)).toMatchObject({ type: 'ExecutionAborted', error: 'Operator' });
});

test('a redrive goes on at the state that failed, with its input and variables; what had succeeded is not done again', async () => {
  const calls: unknown[] = [];
  const errors = ['Down'];
  const tasks = answering((input) => {
    calls.push(input);
    const error = input === 'second' ? errors.shift() : undefined;
    if (error !== undefined) throw new StatesError(error, 'for now');
    return `${String(input)} done`;
  });
  const states = {
    First: task({ Arguments: 'first', Assign: { kept: '{% $states.result %}' }, Next: 'Second' }),
    Second: task({ Arguments: 'second', Output: '{% [$kept, $states.result, $states.context.Execution.RedriveCount] %}' }),
  };
  const outcome = await runStateMachine(machine(states), { tasks });
  expect(outcome).toMatchObject({ status: 'FAILED', error: 'Down' });
  expect(await outcome.redrive()).toEqual({ status: 'SUCCEEDED', output: ['first done', 'second done', 1] });
  expect(calls).toEqual(['first', 'second', 'second']);
  expect(outcome.history.count('ExecutionRedriven')).toBe(1);
  expect(() => outcome.redrive()).toThrow('Execution is SUCCEEDED and cannot be redriven');
});

test('what a task throws by mistake is no failed execution: it ends the run', async () => {
  const tasks = answering(() => {
    throw new TypeError('a mistake of the test');
  });
  const states = { X: task({ Retry: [{ ErrorEquals: ['States.ALL'] }] }) };
  await expect(runStateMachine(machine(states), { tasks })).rejects.toThrow('a mistake of the test');
});

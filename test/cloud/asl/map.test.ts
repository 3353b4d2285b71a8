import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StatesError } from './errors.ts';
import { runStateMachine, startStateMachine } from './execution.ts';
import type { Json } from './json.ts';
import { answering, machine, task } from './try.ts';

/** A Map over the input, each iteration a task of the item. */
function each(more: object = {}, call: object = {}): object {
  return machine({
    Each: {
      Type: 'Map',
      ItemProcessor: { StartAt: 'Call', States: { Call: task({ Arguments: '{% $states.input %}', ...call }) } },
      End: true,
      ...more,
    },
  });
}

test('gives what each iteration gives, in the order of the items; ItemSelector sees item and index', async () => {
  const selector = {
    ItemSelector: {
      item: '{% $states.context.Map.Item.Value %}',
      at: '{% $states.context.Map.Item.Index %}',
      all: '{% $count($states.input) %}',
    },
  };
  const outcome = await runStateMachine(each(selector), { input: ['a', 'b'], tasks: answering((input) => ({ was: input })) });
  expect(outcome.output).toEqual([{ was: { item: 'a', at: 0, all: 2 } }, { was: { item: 'b', at: 1, all: 2 } }]);
});

test('an iteration has variables of its own, reads those around it, and sees its item in the context', async () => {
  const inner = {
    In: { Type: 'Pass', Assign: { own: '{% $states.input * $factor %}' }, Next: 'Out' },
    Out: { Type: 'Pass', Output: '{% [$own, $states.context.Map.Item.Index] %}', End: true },
  };
  const states = {
    Set: { Type: 'Pass', Assign: { factor: 10 }, Output: [1, 2, 3], Next: 'Each' },
    Each: { Type: 'Map', Items: '{% $states.input %}', ItemProcessor: { StartAt: 'In', States: inner }, End: true },
  };
  expect((await runStateMachine(machine(states))).output).toEqual([
    [10, 0],
    [20, 1],
    [30, 2],
  ]);
});

test('the first iteration that fails fails the Map, aborts the others, and may be caught', async () => {
  const aborted: unknown[] = [];
  const tasks = {
    'lambda:invoke': async (input: Json, { signal }: { signal: AbortSignal }) => {
      if (input === 'bad') throw new StatesError('Broken', 'it is');
      return new Promise<never>(() => signal.addEventListener('abort', () => aborted.push(input)));
    },
  };
  const states = {
    Each: {
      Type: 'Map',
      ItemProcessor: { StartAt: 'Call', States: { Call: task({ Arguments: '{% $states.input %}' }) } },
      Catch: [{ ErrorEquals: ['Broken'], Next: 'Caught' }],
      End: true,
    },
    Caught: { Type: 'Succeed' },
  };
  const outcome = await runStateMachine(machine(states), { input: ['slow', 'bad'], tasks });
  expect(outcome).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'Broken', Cause: 'it is' } });
  expect(aborted).toEqual(['slow']);
  expect(outcome.history.count('MapIterationAborted')).toBe(1);
});

test('items that are no array are States.QueryEvaluationError; none at all give an empty array', async () => {
  expect((await runStateMachine(each(), { input: { a: 1 }, tasks: answering(() => 1) })).error).toBe(
    'States.QueryEvaluationError',
  );
  expect((await runStateMachine(each(), { input: [], tasks: answering(() => 1) })).output).toEqual([]);
});

test('a Retry of the Map runs all iterations again', async () => {
  let calls = 0;
  const tasks = answering(() => {
    calls += 1;
    if (calls === 2) throw new StatesError('Once', '');
    return calls;
  });
  const outcome = await runStateMachine(each({ Retry: [{ ErrorEquals: ['Once'] }], MaxConcurrency: 1 }), {
    input: [1, 2],
    tasks,
  });
  expect(outcome.output).toEqual([3, 4]);
});

test('a redrive runs again only the iterations that failed or were aborted', async () => {
  const calls: Json[] = [];
  let down = true;
  const tasks = answering((input) => {
    calls.push(input);
    if (input === 2 && down) throw new StatesError('Down', '');
    return input;
  });
  const outcome = await runStateMachine(each({ MaxConcurrency: 1 }), { input: [1, 2, 3], tasks });
  expect(outcome).toMatchObject({ status: 'FAILED', error: 'Down' });
  down = false;
  expect(await outcome.redrive()).toMatchObject({ status: 'SUCCEEDED', output: [1, 2, 3] });
  expect(calls).toEqual([1, 2, 2, 3]);
});

test('stopping aborts the iterations', async () => {
  const tasks = answering(() => new Promise<never>(() => undefined));
  const execution = startStateMachine(each(), { input: [1, 2], tasks });
  while (execution.history.count('TaskStarted') < 2) await new Promise(setImmediate);
  expect(await execution.stop()).toEqual({ status: 'ABORTED' });
  expect(execution.history.count('MapIterationAborted')).toBe(2);
});

test('never more at a time than MaxConcurrency, whatever each takes, and as many as that where there are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 50 }),
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 }),
      async (limit, turns) => {
        let [running, most] = [0, 0];
        const tasks = answering(async (input) => {
          running += 1;
          most = Math.max(most, running);
          for (let turn = 0; turn < Number(input); turn++) await new Promise(setImmediate);
          running -= 1;
          return input;
        });
        const outcome = await runStateMachine(each({ MaxConcurrency: limit }), { input: turns, tasks });
        expect(outcome.output).toEqual(turns);
        expect(most).toBeLessThanOrEqual(limit === 0 ? 40 : Math.min(limit, 40));
      },
    ),
    { numRuns: 25 },
  );
});

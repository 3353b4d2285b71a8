import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StatesError } from './errors.ts';
import { runStateMachine, startStateMachine } from './execution.ts';
import type { Json } from './json.ts';
import { all, answering, input, stored, writer } from './try.ts';

test('each child is an execution of its own over an item from S3', async () => {
  const outcome = await runStateMachine(all(), {
    input,
    s3: stored(['a', 'b']),
    tasks: answering((item) => ({ done: item })),
    name: 'night',
  });
  expect(outcome).toMatchObject({ status: 'SUCCEEDED', output: [{ done: 'a' }, { done: 'b' }] });
  const [run] = outcome.mapRuns;
  expect(run?.arn).toMatch(/^arn:aws:states:us-east-1:123456789012:mapRun:machine\/Accounts:[0-9a-f-]{36}$/);
  const [first, second] = run?.units ?? [];
  expect(first?.execution).toMatchObject({
    stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:machine/Accounts',
    input: 'a',
  });
  expect(first?.execution?.arn).toBe(
    `arn:aws:states:us-east-1:123456789012:execution:machine/Accounts:${first?.execution?.name}`,
  );
  expect(first?.execution?.arn).not.toBe(second?.execution?.arn);
  expect(first?.execution?.history.entered()).toEqual(['Call']);
  expect(outcome.history.entered()).toEqual(['All']);
});

test('fails exactly when more items have failed than the count or the percentage allows', async () => {
  const options = { nil: undefined };
  const world = fc.record({
    items: fc.integer({ min: 0, max: 30 }),
    bad: fc.uniqueArray(fc.integer({ min: 0, max: 29 })),
    count: fc.option(fc.integer({ min: 0, max: 30 }), options),
    percentage: fc.option(fc.integer({ min: 0, max: 100 }), options),
    batch: fc.option(fc.integer({ min: 1, max: 7 }), options),
    concurrency: fc.integer({ min: 0, max: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ items, bad, count, percentage, batch, concurrency }) => {
      const numbers = Array.from({ length: items }, (_, index) => index);
      let [running, most] = [0, 0];
      const tasks = answering(async (given) => {
        most = Math.max(most, ++running);
        await new Promise(setImmediate);
        running -= 1;
        const own = batch === undefined ? [given] : (given as { Items: Json[] }).Items;
        if (own.some((item) => bad.includes(Number(item)))) throw new StatesError('Broken', '');
        return null;
      });
      const more = {
        MaxConcurrency: concurrency,
        ...(count !== undefined && { ToleratedFailureCount: count }),
        ...(percentage !== undefined && { ToleratedFailurePercentage: percentage }),
        ...(batch !== undefined && { ItemBatcher: { MaxItemsPerBatch: batch } }),
      };
      const outcome = await runStateMachine(all(more), { input, s3: stored(numbers), tasks });
      // A batch that fails is all of its items.
      const lost = numbers.filter((item) =>
        bad.some((other) => other < items && Math.floor(other / (batch ?? 1)) === Math.floor(item / (batch ?? 1))),
      ).length;
      const over =
        (count === undefined && percentage === undefined && lost > 0) ||
        lost > (count ?? items) ||
        lost * 100 > (percentage ?? 100) * items;
      expect(outcome.error).toBe(over ? 'States.ExceedToleratedFailureThreshold' : undefined);
      if (concurrency > 0) expect(most).toBeLessThanOrEqual(concurrency);
    }),
    { numRuns: 60 },
  );
});

test('batches carry their items and the fixed part; ItemSelector makes the items', async () => {
  const more = {
    ItemSelector: { n: '{% $states.context.Map.Item.Value %}' },
    ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { key: '{% $states.input.key %}' } },
  };
  const outcome = await runStateMachine(all(more), { input, s3: stored([1, 2, 3]), tasks: answering((item) => item) });
  const BatchInput = { key: 'items.json' };
  expect(outcome.output).toEqual([
    { BatchInput, Items: [{ n: 1 }, { n: 2 }] },
    { BatchInput, Items: [{ n: 3 }] },
  ]);
});

test('a child sees itself in the context, and neither item nor variables of its parent', async () => {
  const processor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'C',
    States: { C: { Type: 'Pass', Output: '{% $states.context %}', End: true } },
  };
  const outcome = await runStateMachine(all({ ItemProcessor: processor }), { input, s3: stored(['a']) });
  const { execution } = outcome.mapRuns[0]?.units[0] ?? {};
  expect(outcome.output).toEqual([
    {
      Execution: {
        Id: execution?.arn,
        Input: 'a',
        Name: execution?.name,
        RoleArn: execution?.roleArn,
        StartTime: execution?.startDate,
        RedriveCount: 0,
      },
      StateMachine: { Id: execution?.stateMachineArn, Name: 'machine/Accounts' },
      State: { EnteredTime: '2026-11-01T02:00:00.000Z', Name: 'C', RetryCount: 0 },
    },
  ]);
});

test('a redrive runs again, under the same ARNs, only the children that had not succeeded', async () => {
  const bad = new Set<Json>(['b']);
  const calls: Json[] = [];
  const tasks = answering((item) => {
    calls.push(item);
    if (bad.has(item)) throw new StatesError('Broken', '');
    return item;
  });
  const s3 = stored(['a', 'b', 'c']);
  const outcome = await runStateMachine(all({ ResultWriter: writer, MaxConcurrency: 1 }), { input, s3, tasks });
  expect(outcome.status).toBe('FAILED');
  const before = outcome.mapRuns[0]?.units.map(({ execution }) => execution?.arn);
  bad.clear();
  expect(await outcome.redrive()).toMatchObject({ status: 'SUCCEEDED' });
  expect(calls).toEqual(['a', 'b', 'b', 'c']);
  expect(outcome.mapRuns).toHaveLength(1);
  const after = outcome.mapRuns[0]?.units.map(({ execution }) => execution);
  expect(after?.slice(0, 2).map((execution) => execution?.arn)).toEqual(before?.slice(0, 2));
  expect(after?.map((execution) => execution?.redriveCount)).toEqual([0, 1, 0]);
  expect(outcome.history.count('MapRunRedriven')).toBe(1);
});

test('stopping the parent aborts its children', async () => {
  const tasks = answering(() => new Promise<never>(() => undefined));
  const execution = startStateMachine(all(), { input, s3: stored([1, 2]), tasks });
  while ((execution.mapRuns[0]?.units.filter(({ execution: child }) => child?.history.count('TaskStarted')) ?? []).length < 2)
    await new Promise(setImmediate);
  expect(await execution.stop('Stopped')).toEqual({ status: 'ABORTED', error: 'Stopped' });
  expect(execution.mapRuns[0]?.units.map(({ progress }) => progress.status)).toEqual(['ABORTED', 'ABORTED']);
  expect(await Promise.all(['MapRunAborted', 'MapStateAborted'].map((type) => execution.history.count(type)))).toEqual([1, 1]);
});

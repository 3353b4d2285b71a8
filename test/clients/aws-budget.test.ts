import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BudgetKey, createBudget, quotas } from '../../shared/clients/budget.ts';
import { manualClock } from './aws-clock.ts';

const EC2: BudgetKey = { account: '111111111111', region: 'eu-central-1', service: 'ec2' };

/** Workers that each take some tokens, one after the other, from times of their own: when each token was given. */
async function grants(rate: number, workers: readonly { readonly start: number; readonly takes: number }[]): Promise<number[]> {
  const clock = manualClock();
  const budget = createBudget(rate, clock);
  const given: number[] = [];
  for (const { start, takes } of workers)
    void clock.sleep(start).then(async () => {
      for (let i = 0; i < takes; i++) {
        await budget.take(EC2);
        given.push(clock.now());
      }
    });
  await clock.runUntil(10_000_000);
  return given;
}

test('never more than the share of burst and refill, over any time, however many workers', async () => {
  const worker = fc.record({ start: fc.nat(5000), takes: fc.integer({ min: 1, max: 30 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: 0.02, max: 1, noNaN: true }),
      fc.array(worker, { minLength: 1, maxLength: 12 }),
      async (rate, workers) => {
        const given = await grants(rate, workers);
        expect(given).toHaveLength(workers.reduce((sum, { takes }) => sum + takes, 0));
        const burst = Math.max(1, quotas.ec2.burst * rate);
        const perMillisecond = (quotas.ec2.perSecond * rate) / 1000;
        const excess = given.flatMap((start, from) =>
          given.slice(from).map((end, count) => count + 1 - burst - (end - start) * perMillisecond),
        );
        expect(Math.max(...excess)).toBeLessThanOrEqual(1e-6);
      },
    ),
    { numRuns: 60 },
  );
});

test('the budget is used up: at the default rate 25 at once, and then five a second', async () => {
  const given = await grants(0.25, [{ start: 0, takes: 35 }]);
  expect(given.filter((time) => time === 0)).toHaveLength(25);
  expect(given.slice(25)).toEqual([200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800, 2000]);
});

test('processes that share out a quota and follow one another begin with empty buckets: no bursts add up', async () => {
  const clock = manualClock();
  const budget = createBudget(0.05, clock, false);
  const given: number[] = [];
  for (let i = 0; i < 3; i++) void budget.take(EC2).then(() => given.push(clock.now()));
  await clock.runUntil(100_000);
  expect(given).toEqual([1000, 2000, 3000]);
});

test('first come, first served', async () => {
  const clock = manualClock();
  const budget = createBudget(0.01, clock);
  const order: number[] = [];
  for (let i = 0; i < 5; i++) void budget.take(EC2).then(() => order.push(i));
  await clock.runUntil(100_000);
  expect(order).toEqual([0, 1, 2, 3, 4]);
});

test('accounts, Regions and services have buckets of their own', async () => {
  const clock = manualClock();
  const budget = createBudget(0.01, clock);
  const others: BudgetKey[] = [
    { ...EC2, account: '222222222222' },
    { ...EC2, region: 'us-east-1' },
    { ...EC2, service: 'eks' },
  ];
  await Promise.all([EC2, ...others].map((key) => budget.take(key)));
  expect(clock.now()).toBe(0);
});

test('who stops waiting leaves the queue, and those behind move up', async () => {
  const clock = manualClock();
  const budget = createBudget(0.01, clock);
  await budget.take(EC2);
  const stop = new AbortController();
  const left = expect(budget.take(EC2, stop.signal)).rejects.toThrow('enough');
  const behind = budget.take(EC2).then(() => clock.now());
  stop.abort(new Error('enough'));
  await left;
  await clock.runUntil(100_000);
  expect(await behind).toBe(5000);
  await expect(budget.take(EC2, stop.signal)).rejects.toThrow('enough');
});

test('when the last one has left, nothing waits, and the next one is served all the same', async () => {
  const clock = manualClock();
  const budget = createBudget(0.01, clock);
  await budget.take(EC2);
  const stop = new AbortController();
  const left = expect(budget.take(EC2, stop.signal)).rejects.toThrow('enough');
  stop.abort(new Error('enough'));
  await left;
  const next = budget.take(EC2).then(() => clock.now());
  await clock.runUntil(100_000);
  expect(await next).toBe(5000);
});

test.each([0, -1, 1.1, Number.NaN, Number.POSITIVE_INFINITY])('a rate of %d is none', (rate) => {
  expect(() => createBudget(rate)).toThrow(RangeError);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBudget, quotas } from '../../shared/clients/budget.ts';
import { virtualClock } from '../../tools/bench/fleet-clock.ts';
import { excess, floorSeconds } from '../../tools/bench/fleet-ledger.ts';

describe('the virtual clock', () => {
  test('wakes sleepers in the order of their times, and of their coming', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 }), async (waits) => {
        const clock = virtualClock();
        const woken: [number, number][] = [];
        await clock.run(() =>
          Promise.all(waits.map(async (wait, index) => clock.sleep(wait).then(() => woken.push([clock.now(), index])))),
        );
        expect(woken).toEqual(
          waits.map((wait, index) => [wait, index]).sort(([a = 0, i = 0], [b = 0, j = 0]) => a - b || i - j),
        );
      }),
      { numRuns: 30 },
    );
  });

  test('work that waits for nobody is an error, and so is its own', async () => {
    await expect(virtualClock().run(() => new Promise(() => undefined))).rejects.toThrow('never comes');
    await expect(virtualClock().run(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
  });

  test('a sleeper that is aborted is told at once', async () => {
    const clock = virtualClock();
    const gone = new AbortController();
    await clock.run(async () => {
      const long = clock.sleep(1000, gone.signal);
      await clock.sleep(10);
      gone.abort(new Error('gone'));
      await expect(long).rejects.toThrow('gone');
      expect(clock.now()).toBe(10);
    });
  });
});

describe('the excess over a bucket', () => {
  const key = { account: 'a', region: 'r', service: 'eks' } as const;
  const arrivals = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 60 });
  const rates = fc.constantFrom(1, 0.25, 0.05);
  const through = async (times: readonly number[], rate: number): Promise<readonly number[]> => {
    const clock = virtualClock();
    const budget = createBudget(rate, clock);
    const sent: number[] = [];
    await clock.run(() =>
      Promise.all(
        times.map(async (time) => {
          await clock.sleep(time);
          await budget.take(key);
          sent.push(clock.now());
        }),
      ),
    );
    return sent;
  };

  test('is none for what the budget let through, and none is made to wait where there is none', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, rates, async (unsorted, rate) => {
        const times = unsorted.sort((a, b) => a - b);
        const sent = await through(times, rate);
        expect(excess(sent, quotas.eks, rate)).toBe(0);
        expect(excess(times, quotas.eks, rate) === 0).toBe(sent.every((time, index) => time === times[index]));
      }),
      { numRuns: 40 },
    );
  });

  test('is what the worst stretch of time has too many', async () => {
    await fc.assert(
      fc.property(arrivals, rates, (unsorted, rate) => {
        const times = unsorted.sort((a, b) => a - b);
        const { burst, perSecond } = quotas.eks;
        let worst = 0;
        for (const [from, begin] of times.entries())
          for (const [to, end] of times.entries()) {
            const allowed = Math.max(1, burst * rate) + perSecond * rate * ((end - begin) / 1000);
            if (to >= from) worst = Math.max(worst, to - from + 1 - allowed);
          }
        expect(excess(times, quotas.eks, rate)).toBeCloseTo(worst, 6);
      }),
    );
  });

  test('the floor is the time that the budget takes for requests that all come at once', async () => {
    const times = Array<number>(40).fill(0);
    const sent = await through(times, 0.25);
    // 12.5 at once, the other 27.5 at 5 a second.
    expect(floorSeconds(40, quotas.eks, 0.25)).toBe(5.5);
    expect((sent.at(-1) ?? 0) / 1000).toBeCloseTo(5.5, 1);
  });
});

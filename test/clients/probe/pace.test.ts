import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPace, PaceSpent } from '../../../shared/clients/probe/pace.ts';

/** A clock that moves when somebody sleeps. */
function clockOf() {
  let now = 0;
  return {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

test('no more a second, at once, and in all than said, whoever asks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 60 }),
      async (perSecond, atOnce, most, asked) => {
        const clock = clockOf();
        const pace = createPace({ perSecond, atOnce, most }, clock);
        const begun: number[] = [];
        let running = 0;
        const outcomes = await Promise.allSettled(
          Array.from({ length: asked }, () =>
            pace.run(async () => {
              begun.push(clock.now());
              running += 1;
              expect(running).toBeLessThanOrEqual(atOnce);
              await Promise.resolve();
              running -= 1;
            }),
          ),
        );
        expect(begun).toHaveLength(Math.min(most, asked));
        expect(pace.begun()).toBe(begun.length);
        begun.forEach((time, index) => {
          expect(time).toBeGreaterThanOrEqual((index * 1_000) / perSecond - 1e-6);
        });
        const refused = outcomes.filter((one) => one.status === 'rejected');
        for (const { reason } of refused) expect(reason).toBeInstanceOf(PaceSpent);
        expect(refused).toHaveLength(Math.max(0, asked - most));
      },
    ),
    { numRuns: 30 },
  );
});

test('an interrupt lets nothing more begin, and what failed gives its place back', async () => {
  const ended = new AbortController();
  const pace = createPace({ perSecond: 1_000, atOnce: 1, most: 10 }, clockOf(), ended.signal);
  await expect(pace.run(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
  expect(await pace.run(async () => 'next')).toBe('next');
  ended.abort();
  await expect(pace.run(async () => 'late')).rejects.toThrow();
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pooled, turns } from '../../shared/stages/pool.ts';

/** Work that ends when it is told to. */
function held() {
  const under = new Map<number, { readonly end: () => void; readonly fail: (error: Error) => void }>();
  const started: number[] = [];
  const work = (item: number): Promise<void> => {
    started.push(item);
    return new Promise((resolve, reject) => {
      const leave = (then: () => void) => () => {
        under.delete(item);
        then();
      };
      under.set(item, { end: leave(resolve), fail: (error) => leave(() => reject(error))() });
    });
  };
  return { under, started, work };
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('does everything once, in order of start, never more at a time than the limit', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 1, max: 5 }),
      fc.infiniteStream(fc.nat()),
      async (size, limit, choices) => {
        const { under, started, work } = held();
        const items = Array.from({ length: size }, (_, index) => index);
        const all = pooled(items, limit, work);
        for (let ended = 0; ended < size; ended++) {
          expect(under.size).toBe(Math.min(limit, size - ended));
          const keys = [...under.keys()];
          const [choice = 0] = [...choices.take(1)];
          under.get(keys[choice % keys.length] ?? 0)?.end();
          await settled();
        }
        await all;
        expect(started).toEqual(items);
      },
    ),
    { numRuns: 50 },
  );
});

test('a failure stops the start of others, and is thrown when those under way have ended', async () => {
  const { under, started, work } = held();
  let over = false;
  const all = pooled([0, 1, 2, 3], 2, work).finally(() => {
    over = true;
  });
  const failure = expect(all).rejects.toThrow('first');
  under.get(0)?.fail(new Error('first'));
  await settled();
  expect({ started, over }).toEqual({ started: [0, 1], over: false });
  under.get(1)?.fail(new Error('second'));
  await failure;
  expect(started).toEqual([0, 1]);
});

test('an interruption starts nothing more', async () => {
  const stop = new AbortController();
  const { under, started, work } = held();
  const all = pooled([0, 1, 2], 1, work, stop.signal);
  stop.abort(new Error('stopped'));
  under.get(0)?.end();
  await expect(all).rejects.toThrow('stopped');
  expect(started).toEqual([0]);
});

test('turns let so many run at once and no more, the others in their order, whatever fails', async () => {
  const inTurn = turns(2);
  const started: number[] = [];
  const running = Array.from({ length: 6 }, (_, index) => {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const done = inTurn(() => {
      started.push(index);
      return promise;
    });
    return { done, resolve: () => resolve(index), reject };
  });
  const at = (index: number) => running[index] as (typeof running)[number];
  expect(started).toEqual([0, 1]);
  at(1).reject(new Error('broken'));
  await expect(at(1).done).rejects.toThrow('broken');
  expect(started).toEqual([0, 1, 2]);
  for (const index of [0, 2, 3, 4, 5]) at(index).resolve();
  expect(await Promise.all([0, 2, 3, 4, 5].map((index) => at(index).done))).toEqual([0, 2, 3, 4, 5]);
  expect(started).toEqual([0, 1, 2, 3, 4, 5]);
});

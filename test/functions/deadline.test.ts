import { expect, test, vi } from 'vitest';
import { deadline } from '../../functions/deadline.ts';

test.each([
  [900_000, 870_000],
  [300_000, 270_000],
  [30_000, 27_000],
  [1_000, 900],
])('of %d ms, reading may take %d', (left, reading) => {
  vi.useFakeTimers();
  const { signal } = deadline(left);
  vi.advanceTimersByTime(reading - 1);
  expect(signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(signal.reason).toMatchObject({ kind: 'timeout', why: expect.stringContaining('OutOfTime') });
  vi.useRealTimers();
});

test('who is done in time is not told', () => {
  vi.useFakeTimers();
  const { signal, clear } = deadline(1_000);
  clear();
  vi.advanceTimersByTime(2_000);
  expect(signal.aborted).toBe(false);
  vi.useRealTimers();
});

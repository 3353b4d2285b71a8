import { matches, type StatesError } from './errors.ts';
import type { Retrier } from './schema.ts';

/**
 * The waits that Retry asks for (specification, "Retrying after error"). Each Retrier counts its own retries; the first that
 * matches decides, and when it has none left, the others are not asked.
 * @returns a function of an error: milliseconds to wait, or undefined when the error is not retried.
 */
export function retries(retriers: readonly Retrier[], random: () => number): (error: StatesError) => number | undefined {
  const used = retriers.map(() => 0);
  return ({ error }) => {
    const index = retriers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, error));
    const retrier = retriers[index];
    if (retrier === undefined) return undefined;
    const before = used[index] ?? 0;
    if (before >= (retrier.MaxAttempts ?? 3)) return undefined;
    used[index] = before + 1;
    const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Number.POSITIVE_INFINITY } = retrier;
    const seconds = Math.min(IntervalSeconds * BackoffRate ** before, MaxDelaySeconds);
    // FULL: anything from none to all of it.
    return 1_000 * (retrier.JitterStrategy === 'FULL' ? seconds * random() : seconds);
  };
}

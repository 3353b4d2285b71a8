import { type BudgetKey, type Quota, quotas } from '../../shared/clients/budget.ts';
import type { ServiceName } from '../../shared/clients/sdk.ts';

/** When requests were sent, in milliseconds, in their order, by bucket. */
export interface Ledger {
  note(key: BudgetKey, time: number): void;
  readonly buckets: ReadonlyMap<string, Bucket>;
}

interface Bucket extends BudgetKey {
  readonly times: readonly number[];
}

export function createLedger(): Ledger {
  const buckets = new Map<string, BudgetKey & { readonly times: number[] }>();
  const note = (key: BudgetKey, time: number): void => {
    const name = `${key.account} ${key.region} ${key.service}`;
    const bucket = buckets.get(name) ?? { ...key, times: [] };
    buckets.set(name, bucket);
    bucket.times.push(time);
  };
  return { note, buckets };
}

/**
 * By how many requests the worst stretch of time has more than a bucket allows: burst × rate, and perSecond × rate for each second of it.
 * 0 where none does. A bucket holds one token at least, whatever the rate (shared/clients/budget.ts).
 */
export function excess(times: readonly number[], { burst, perSecond }: Quota, rate: number): number {
  const most = Math.max(1, burst * rate);
  let tokens = most;
  let lowest = 0;
  let last = times[0] ?? 0;
  for (const time of times) {
    // Below zero it goes on: what was taken too early is still missing later in the same stretch.
    tokens = Math.min(most, tokens + ((time - last) / 1000) * perSecond * rate) - 1;
    last = time;
    lowest = Math.min(lowest, tokens);
  }
  return lowest > -1e-6 ? 0 : -lowest;
}

/** Seconds that a bucket needs by itself for so many requests, if each is sent as soon as it may be. */
export const floorSeconds = (requests: number, { burst, perSecond }: Quota, rate: number): number =>
  Math.max(0, (requests - Math.max(1, burst * rate)) / (perSecond * rate));

/** The buckets of a service, and the worst of them. */
export interface ServiceUse {
  readonly service: ServiceName;
  readonly buckets: number;
  readonly requests: number;
  /** In the bucket that has most. */
  readonly most: number;
  /** The longest time that one of them needs by itself. */
  readonly floorSeconds: number;
  /** The largest excess over our share of the quota, and over the quota itself. */
  readonly overShare: number;
  readonly overQuota: number;
}

export function useOf(ledger: Ledger, rate: number): readonly ServiceUse[] {
  const services = [...new Set([...ledger.buckets.values()].map(({ service }) => service))].sort();
  return services.map((service) => {
    const all = [...ledger.buckets.values()].filter((bucket) => bucket.service === service);
    const quota = quotas[service];
    const largest = (of: (bucket: Bucket) => number): number => all.reduce((most, bucket) => Math.max(most, of(bucket)), 0);
    return {
      service,
      buckets: all.length,
      requests: all.reduce((sum, { times }) => sum + times.length, 0),
      most: largest(({ times }) => times.length),
      floorSeconds: largest(({ times }) => floorSeconds(times.length, quota, rate)),
      overShare: largest(({ times }) => excess(times, quota, rate)),
      overQuota: largest(({ times }) => excess(times, quota, 1)),
    };
  });
}

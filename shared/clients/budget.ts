import { type Clock, systemClock } from './clock.ts';
import type { ServiceName } from './sdk.ts';

/** Whose bucket a request draws on: AWS counts per account and Region that own the credentials. */
export interface BudgetKey {
  readonly account: string;
  readonly region: string;
  readonly service: ServiceName;
}

/** How many requests a service takes at once, and how many more each second. */
export interface Quota {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * EC2: published, for calls that describe and are paged. STS: published, 600 a second. The others publish none, or none per account
 * and Region that we could confirm: assumed, on the low side.
 */
export const quotas: Readonly<Record<ServiceName, Quota>> = {
  ec2: { burst: 100, perSecond: 20 },
  sts: { burst: 600, perSecond: 600 },
  eks: { burst: 50, perSecond: 20 },
  'elastic-load-balancing': { burst: 40, perSecond: 10 },
  'elastic-load-balancing-v2': { burst: 40, perSecond: 10 },
  kms: { burst: 100, perSecond: 100 },
  iam: { burst: 20, perSecond: 10 },
  organizations: { burst: 20, perSecond: 8 },
};

export interface Budget {
  /** Resolves when one request may be sent: first come, first served. Rejects with the signal's reason when it is aborted. */
  take(key: BudgetKey, signal?: AbortSignal): Promise<void>;
}

/**
 * Token buckets, one per (account, Region, service), each a share of the service's quota: over any time t no more than
 * `rate × (burst + perSecond × t)` requests leave, however many workers ask.
 * @param rate 0 < rate ≤ 1
 * @param filled whether the buckets are full at first. Processes that share out a quota and follow one another begin with empty ones: if
 *   each brought a burst of its own, together they would pass the share.
 * @throws RangeError
 */
export function createBudget(rate: number, clock: Clock = systemClock, filled = true): Budget {
  if (!(rate > 0 && rate <= 1)) throw new RangeError(`rate ${rate}: more than 0 and at most 1`);
  const buckets = new Map<string, Bucket>();
  return {
    take: ({ account, region, service }, signal) => {
      const key = `${account} ${region} ${service}`;
      let bucket = buckets.get(key);
      if (bucket === undefined) {
        const { burst, perSecond } = quotas[service];
        bucket = new Bucket(Math.max(1, burst * rate), perSecond * rate, clock, filled);
        buckets.set(key, bucket);
      }
      return bucket.take(signal);
    },
  };
}

interface Waiter {
  readonly go: () => void;
}

class Bucket {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #clock: Clock;
  #tokens: number;
  #filledAt: number;
  readonly #queue = new Set<Waiter>();
  #idle = new AbortController();

  constructor(burst: number, perSecond: number, clock: Clock, filled: boolean) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#clock = clock;
    this.#tokens = filled ? burst : 0;
    this.#filledAt = clock.now();
  }

  take(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#queue.size === 0 && this.#spend()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        go: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      const leave = () => {
        this.#queue.delete(waiter);
        // Nobody waits any more: the timer must not keep the process alive.
        if (this.#queue.size === 0) this.#idle.abort();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#queue.add(waiter);
      if (this.#queue.size === 1) void this.#serve();
    });
  }

  /** Lets the waiters go in their order, each as its token drops in. */
  async #serve(): Promise<void> {
    const idle = new AbortController();
    this.#idle = idle;
    while (!idle.signal.aborted) {
      const [first] = this.#queue;
      if (first === undefined) return;
      if (this.#spend()) {
        this.#queue.delete(first);
        first.go();
      } else {
        const milliseconds = Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1000);
        await this.#clock.sleep(milliseconds, idle.signal).catch(() => undefined);
      }
    }
  }

  #spend(): boolean {
    const now = this.#clock.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) / 1000) * this.#perSecond);
    this.#filledAt = now;
    // A billionth of a token is arithmetic's, not the service's.
    if (this.#tokens < 1 - 1e-9) return false;
    this.#tokens = Math.max(0, this.#tokens - 1);
    return true;
  }
}

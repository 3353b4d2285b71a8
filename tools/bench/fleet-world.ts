import { createBudget } from '../../shared/clients/budget.ts';
import type { Clock } from '../../shared/clients/clock.ts';
import type { ServiceName } from '../../shared/clients/sdk.ts';
import { assumed, type FunctionName, published } from './fleet-assumptions.ts';
import type { Design } from './fleet-design.ts';
import { createLedger, type Ledger } from './fleet-ledger.ts';
import { home } from './measure.ts';

/** Requests to S3, by what they cost. */
export interface S3Use {
  gets: number;
  puts: number;
}

/** All that functions have in common, and what they did so far. */
export interface World {
  readonly clock: Clock;
  readonly design: Design;
  readonly ledger: Ledger;
  readonly s3: S3Use;
  /** A time around a mean: from half of it to one and a half; one in a hundred takes four times as long. */
  readonly around: (milliseconds: number) => number;
}

export function createWorld(clock: Clock, design: Design): World {
  const next = random(design.seed);
  const around = (mean: number): number => (design.varies ? mean * (next() < 0.01 ? 4 : 0.5 + next()) : mean);
  return { clock, design, ledger: createLedger(), s3: { gets: 0, puts: 0 }, around };
}

/** What one invocation of a function can do: each thing takes its time. */
export interface Invocation {
  /** A GET of a small object, there or not. */
  get(): Promise<void>;
  put(): Promise<void>;
  /** One page of a list. */
  list(): Promise<void>;
  /** Processor time, as one whole processor would take: one thing after the other, since there is one thread. */
  compute(milliseconds: number): Promise<void>;
  /** One request to AWS, within the function's budget. */
  call(account: string, region: string, service: ServiceName): Promise<void>;
  /** One request to the API of a cluster, which has no budget. */
  kubernetes(region: string): Promise<void>;
}

/** @param share of the run's rate that the function may use */
export function createInvocation(world: World, name: FunctionName, share: number): Invocation {
  const { clock, design, ledger, s3, around } = world;
  // As functions/member.ts: those that share begin with nothing.
  const budget = createBudget(design.rate * share, clock, share === 1 || design.scanBurst);
  const speed = Math.min(1, design.megabytes[name] / published.megabytesOfProcessor);
  const connected = new Set<string>();
  let free = 0;
  const compute = (milliseconds: number): Promise<void> => {
    free = Math.max(free, clock.now()) + milliseconds / speed;
    return clock.sleep(free - clock.now());
  };
  const request = async (mean: number, kind: keyof S3Use): Promise<void> => {
    s3[kind] += 1;
    await clock.sleep(around(mean));
    await compute(assumed.compute.request);
  };
  /** The first request of a connection waits for TCP and TLS 1.3 besides: two ways there and back. */
  const travel = (region: string, host: string): number => {
    const trips = connected.has(host) ? 1 : 3;
    connected.add(host);
    return trips * roundTrip(region);
  };
  return {
    get: () => request(assumed.get, 'gets'),
    put: () => request(assumed.put, 'puts'),
    // A list costs what a PUT costs.
    list: () => request(assumed.list, 'puts'),
    compute,
    call: async (account, region, service) => {
      await budget.take({ account, region, service });
      ledger.note({ account, region, service }, clock.now());
      await clock.sleep(travel(region, `${account} ${region} ${service}`) + around(assumed.service[service]));
      await compute(assumed.compute.page);
    },
    kubernetes: async (region) => {
      await clock.sleep(travel(region, 'cluster') + around(assumed.kubernetes));
      await compute(assumed.compute.page);
    },
  };
}

/** Milliseconds there and back. */
const roundTrip = (region: string): number =>
  region === home ? assumed.homeRoundTrip : (assumed.roundTrip[region.split('-')[0] ?? ''] ?? 150);

/** mulberry32: numbers from 0 to 1, the same for the same seed. */
function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

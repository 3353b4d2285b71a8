import type { Clock } from '../../shared/clients/clock.ts';
import { assumed, type FunctionName, published } from './fleet-assumptions.ts';

/** What a function has cost so far. */
export interface FunctionUse {
  readonly invocations: number;
  readonly coldStarts: number;
  /** INIT and the invocations themselves. */
  readonly billedMilliseconds: number;
  readonly longestMilliseconds: number;
}

export interface Lambda {
  /** Runs one invocation in an environment that is idle, or in a new one. @throws Throttled where none may be made now */
  invoke(name: FunctionName, work: () => Promise<void>): Promise<void>;
  readonly use: ReadonlyMap<FunctionName, FunctionUse>;
  /** The most invocations at the same time. */
  readonly peak: () => number;
}

/** Lambda.TooManyRequestsException: the state machine tries again. */
export class Throttled extends Error {}

const none: FunctionUse = { invocations: 0, coldStarts: 0, billedMilliseconds: 0, longestMilliseconds: 0 };

/** Lambda with its quotas: concurrency of the account, new environments of a function. An environment stays for the rest of the run. */
export function createLambda(clock: Clock): Lambda {
  const use = new Map<FunctionName, FunctionUse>();
  const idle = new Map<FunctionName, number>();
  const scaling = new Map<FunctionName, { left: number; at: number }>();
  let running = 0;
  let peak = 0;

  const take = (name: FunctionName): boolean => {
    if (running >= published.concurrency) throw new Throttled();
    const warm = idle.get(name) ?? 0;
    if (warm > 0) idle.set(name, warm - 1);
    else if (!mayScale(scaling, name, clock.now())) throw new Throttled();
    return warm > 0;
  };

  const invoke = async (name: FunctionName, work: () => Promise<void>): Promise<void> => {
    const isWarm = take(name);
    running += 1;
    peak = Math.max(peak, running);
    await clock.sleep(assumed.invoke);
    if (!isWarm) await clock.sleep(assumed.environment);
    const begun = clock.now();
    if (!isWarm) await clock.sleep(assumed.init[name]);
    await work();
    const took = Math.ceil(clock.now() - begun);
    const before = use.get(name) ?? none;
    use.set(name, {
      invocations: before.invocations + 1,
      coldStarts: before.coldStarts + (isWarm ? 0 : 1),
      billedMilliseconds: before.billedMilliseconds + took,
      longestMilliseconds: Math.max(before.longestMilliseconds, took),
    });
    idle.set(name, (idle.get(name) ?? 0) + 1);
    running -= 1;
  };
  return { invoke, use, peak: () => peak };
}

/** New environments of a function come out of a bucket that is filled all the time ("Lambda scaling behavior"). */
function mayScale(scaling: Map<FunctionName, { left: number; at: number }>, name: FunctionName, now: number): boolean {
  const { burst, perSecond } = published.environments;
  const before = scaling.get(name) ?? { left: burst, at: now };
  const left = Math.min(burst, before.left + ((now - before.at) / 1000) * perSecond);
  scaling.set(name, { left: left >= 1 ? left - 1 : left, at: now });
  return left >= 1;
}

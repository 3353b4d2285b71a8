import type { Deployed } from './function.ts';
import { type Answer, type Invocation, type Runtime, Slot } from './slot.ts';

/** One call that was carried out, for assertions. */
export interface CallRecord {
  name: string;
  requestId: string;
  type: 'RequestResponse' | 'Event';
  /** From 1; more for the retries of an event. */
  attempt: number;
  payload: string;
  /** Whether a process was started for it. */
  cold: boolean;
  milliseconds: number;
  /** The `errorType` of a call that failed. */
  error?: string;
}

/** What a function's calls came to. */
export interface Stats {
  /** Calls that a process carried out, retries of events included. */
  invocations: number;
  coldStarts: number;
  errors: number;
  /** Calls that were refused for the function's concurrency. */
  throttles: number;
  /** The most calls that were being carried out at a time. */
  mostConcurrent: number;
  /** Events that failed for good. */
  deadLetters: number;
}

/** What processes printed is kept up to this many characters a function. */
const MOST_LOG = 1_000_000;

/** A function with its processes: warm ones are used again, the last used first. */
export class Worker {
  readonly deployed: Deployed;
  readonly stats: Stats = { invocations: 0, coldStarts: 0, errors: 0, throttles: 0, mostConcurrent: 0, deadLetters: 0 };
  log = '';
  readonly #runtime: Runtime;
  readonly #record: (record: CallRecord) => void;
  readonly #idle: Slot[] = [];
  readonly #slots = new Set<Slot>();
  readonly #queue: (() => void)[] = [];
  #running = 0;
  closed = false;

  constructor(deployed: Deployed, runtime: Runtime, record: (record: CallRecord) => void) {
    this.deployed = deployed;
    this.#runtime = runtime;
    this.#record = record;
  }

  /** Whether one more call would be over the reserved concurrency; counted where it is. */
  throttles(): boolean {
    const over = this.#running + this.#queue.length >= (this.deployed.reservedConcurrency ?? Number.POSITIVE_INFINITY);
    if (over) this.stats.throttles += 1;
    return over;
  }

  /** Carries out a call as soon as a process is free; never rejects but for a process that cannot be started at all. */
  async invoke(invocation: Invocation, type: CallRecord['type'], attempt = 1): Promise<Answer> {
    if (this.#running >= this.deployed.slots) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#running += 1;
    const { stats } = this;
    stats.mostConcurrent = Math.max(stats.mostConcurrent, this.#running);
    const started = performance.now();
    try {
      const { slot, cold } = await this.#take();
      if (this.closed) await slot.kill();
      const answer = await slot.run(invocation);
      if (slot.dead) this.#slots.delete(slot);
      else this.#idle.push(slot);
      const error = answer.failed ? errorType(answer.payload) : undefined;
      stats.invocations += 1;
      if (cold) stats.coldStarts += 1;
      if (error !== undefined) stats.errors += 1;
      const milliseconds = performance.now() - started;
      const { requestId, payload } = invocation;
      this.#record({
        name: this.deployed.name,
        requestId,
        type,
        attempt,
        payload,
        cold,
        milliseconds,
        ...(error !== undefined && { error }),
      });
      return answer;
    } finally {
      // The place is handed on, so that nobody comes between.
      const next = this.#queue.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  async #take(): Promise<{ slot: Slot; cold: boolean }> {
    for (let slot = this.#idle.pop(); slot !== undefined; slot = this.#idle.pop()) {
      if (!slot.dead) return { slot, cold: false };
      this.#slots.delete(slot);
    }
    const slot = await Slot.start(this.deployed, this.#runtime, (text) => {
      this.log = (this.log + text).slice(-MOST_LOG);
    });
    this.#slots.add(slot);
    return { slot, cold: true };
  }

  /** Kills the processes that carry out a call that matches: how many. */
  async kill(matches: (payload: string) => boolean): Promise<number> {
    const busy = [...this.#slots].filter(({ invocation }) => invocation !== undefined && matches(invocation.payload));
    await Promise.all(busy.map((slot) => slot.kill()));
    return busy.length;
  }

  /** Ends all processes; calls that are under way or wait for a process fail. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.#slots].map((slot) => slot.kill()));
  }
}

/** The `errorType` of an error's JSON text, as anyone may have written it. */
function errorType(payload: string): string {
  try {
    const { errorType: type } = JSON.parse(payload);
    return typeof type === 'string' ? type : 'Lambda.Unknown';
  } catch {
    return 'Lambda.Unknown';
  }
}

import type { Invocation } from './slot.ts';
import type { Worker } from './worker.ts';

/** An event that no attempt could carry out, as a dead-letter queue or an on-failure destination gets it. */
export interface DeadLetter {
  functionName: string;
  functionArn: string;
  requestId: string;
  payload: string;
  attempts: number;
  /** JSON text of the last error. */
  error: string;
}

export interface EventOptions {
  /** Called with what failed for good. */
  deadLetter?: (letter: DeadLetter) => void;
  /** Waits between attempts: Lambda waits a minute, then two. Without it nothing waits. */
  waitForRetry?: (milliseconds: number) => Promise<void>;
}

/** Two retries, a minute and two minutes later (developer guide, "How Lambda handles errors and retries with asynchronous invocation"). */
const RETRIES_MS = [60_000, 120_000];

/** The events that were taken in, each carried out in its own time. */
export class Events {
  readonly #options: EventOptions;
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: EventOptions) {
    this.#options = options;
  }

  add(worker: Worker, invocation: Invocation): void {
    const work = this.#carryOut(worker, invocation).finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  /** Resolves when all events have been carried out or were given up. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async #carryOut(worker: Worker, invocation: Invocation): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const answer = await worker.invoke(invocation, 'Event', attempt);
      if (!answer.failed || worker.closed) return;
      const wait = RETRIES_MS[attempt - 1];
      if (wait === undefined) {
        worker.stats.deadLetters += 1;
        const { name: functionName, arn: functionArn } = worker.deployed;
        this.#options.deadLetter?.({ functionName, functionArn, ...invocation, attempts: attempt, error: answer.payload });
        return;
      }
      await this.#options.waitForRetry?.(wait);
    }
  }
}

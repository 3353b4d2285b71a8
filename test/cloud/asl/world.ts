import { setTimeout as sleep } from 'node:timers/promises';
import { StatesError } from './errors.ts';
import { type Ambient, mulberry32 } from './functions.ts';
import type { Json, JsonObject } from './json.ts';

/** The two calls of S3 that a Distributed Map makes itself. */
export interface Objects {
  /** The object's text. Whatever it throws is States.ItemReaderFailed. */
  get(place: { bucket: string; key: string }): Promise<string>;
  /** Whatever it throws is States.ResultWriterFailed. */
  put(place: { bucket: string; key: string }, text: string): Promise<void>;
}

/** What a task is told of its call. */
interface TaskCall {
  /** Aborted when the state timed out or the execution was stopped: nobody waits for the answer. */
  signal: AbortSignal;
  /** `$states.context` as of the call. */
  context: JsonObject;
  /** The Resource of the state. */
  resource: string;
}

/**
 * Carries out one integration: Arguments in, result out.
 * It throws StatesError for what Step Functions would report; anything else that it throws is a mistake of the test and ends the run.
 */
export type Task = (input: Json, call: TaskCall) => Promise<Json>;

/** All that is outside of an execution. */
export interface World extends Ambient {
  /** By integration, the part of a Resource after `arn:<partition>:states:::`, as `lambda:invoke` or `aws-sdk:sfn:describeExecution`. */
  tasks: Readonly<Record<string, Task>>;
  s3: Objects;
  /** Waits for Retry and Wait states: milliseconds. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Waits for TimeoutSeconds to pass while something else goes on: milliseconds. */
  timeout: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** The world of tests: waiting moves the clock and takes no time, chance has a seed, S3 has nothing. */
export function defaultWorld(given: Partial<World>): World {
  let now = Date.UTC(2026, 10, 1, 2);
  const wait = async (milliseconds: number): Promise<void> => {
    now += milliseconds;
  };
  return {
    tasks: {},
    s3: { get: () => Promise.reject(new Error('no S3 was given')), put: () => Promise.reject(new Error('no S3 was given')) },
    clock: () => now,
    random: mulberry32(4),
    wait,
    // Real time: a task that hangs hangs in real time. Over setTimeout's maximum means never.
    timeout: (milliseconds, signal) => sleep(Math.min(milliseconds, 2 ** 31 - 1), undefined, { signal, ref: false }),
    ...given,
  };
}

/** S3 in memory: `objects` by `bucket/key`. */
export function memoryObjects(objects = new Map<string, string>()): Objects & { objects: Map<string, string> } {
  return {
    objects,
    get: async ({ bucket, key }) => {
      const text = objects.get(`${bucket}/${key}`);
      if (text === undefined) throw new StatesError('S3.NoSuchKeyException', 'The specified key does not exist.');
      return text;
    },
    put: async ({ bucket, key }, text) => {
      objects.set(`${bucket}/${key}`, text);
    },
  };
}

import { byteLength, type Json, MAX_BYTES } from './json.ts';

/**
 * An error as Step Functions reports it: a name that Retry and Catch match, and a cause for people.
 * Names: developer guide, "Handling errors in Step Functions workflows"; a service's own name for what a task throws.
 */
export class StatesError extends Error {
  readonly error: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.name = 'StatesError';
    this.error = error;
    this.reason = cause;
  }

  /** The Cause (`cause` is the name of Error's own member). */
  readonly reason: string;
}

/** The definition uses what this interpreter does not know, or what Step Functions refuses: no execution was started. */
export class UnsupportedDefinition extends Error {
  constructor(at: string, why: string) {
    super(`${at}: ${why}`);
    this.name = 'UnsupportedDefinition';
  }
}

/** The execution was stopped, or the Map Run around it failed. */
export class Aborted extends Error {
  constructor() {
    super('the execution was aborted');
    this.name = 'Aborted';
  }
}

/** Errors that the wildcards do not match: they end the execution unless named. */
const TERMINAL = new Set(['States.DataLimitExceeded', 'States.Runtime']);

/** Whether a Retrier or Catcher with this ErrorEquals takes the error. States.TaskFailed stands for all but time-outs. */
export function matches(errorEquals: readonly string[], error: string): boolean {
  // "States.Runtime" ends an execution even where it is named.
  if (error === 'States.Runtime') return false;
  return errorEquals.some((name) => {
    if (name === 'States.ALL') return !TERMINAL.has(error);
    if (name === 'States.TaskFailed') return error !== 'States.Timeout' && !TERMINAL.has(error);
    return name === error || (name === 'States.Timeout' && error === 'States.HeartbeatTimeout');
  });
}

/** The value, when its JSON text is within the quota. @throws StatesError States.DataLimitExceeded. */
export function withinQuota<T extends Json>(value: T, what: string): T {
  const bytes = byteLength(value);
  if (bytes <= MAX_BYTES) return value;
  throw new StatesError('States.DataLimitExceeded', `${what} has ${bytes} bytes; the maximum is ${MAX_BYTES}`);
}

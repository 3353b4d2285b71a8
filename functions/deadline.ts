import { AwsError } from '../shared/clients/errors.ts';

/** What is kept of a function's time to write what it has read: half a minute, or a tenth of what it has. */
const RESERVE_MS = 30_000;

const outOfTime = new AwsError(
  'timeout',
  'OutOfTime: the function had to end before this was read',
  'scan again; if it happens every night, raise the rate',
);

/** A signal that is aborted shortly before a function's time is up: what is not read by then is unknown, for that reason. */
export function deadline(leftMs: number): { readonly signal: AbortSignal; readonly clear: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(outOfTime), leftMs - Math.min(RESERVE_MS, leftMs / 10));
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}

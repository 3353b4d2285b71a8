import { assumed, type FunctionName, logBytes, prices } from './fleet-assumptions.ts';
import type { Design } from './fleet-design.ts';
import type { Modelled } from './fleet-model.ts';

/** One line of the bill: the quantity, what one costs, and both multiplied. */
export interface CostLine {
  readonly what: string;
  /** How the quantity came about. */
  readonly from: string;
  readonly quantity: number;
  readonly price: number;
  readonly dollars: number;
}

/** What a run costs by list price. Not in it: what is paid by the month (stored bytes, keys, alarms), and free tiers. */
export function costOf(modelled: Modelled, { megabytes }: Design): readonly CostLine[] {
  const { transitions, children, s3, events } = modelled;
  const lines: CostLine[] = [];
  const add = (what: string, from: string, quantity: number, price: number): void => {
    lines.push({ what, from, quantity, price, dollars: quantity * price });
  };
  add(
    'Step Functions transitions',
    `${transitions - children} states entered, ${children} children`,
    transitions,
    prices.transition,
  );
  let invocations = 0;
  let coldStarts = 0;
  for (const [name, use] of modelled.functions) {
    const gigabytes = megabytes[name] / 1024;
    const seconds = use.billedMilliseconds / 1000;
    const from = `${use.invocations} × ${(seconds / use.invocations).toFixed(2)} s × ${megabytes[name]} MB`;
    add(`Lambda GB-s, ${name}`, from, seconds * gigabytes, prices.gigabyteSecond);
    invocations += use.invocations;
    coldStarts += use.coldStarts;
  }
  add('Lambda requests', 'invocations', invocations, prices.invocation);
  add('S3 PUT and LIST', 'objects written, pages listed', s3.puts, prices.put);
  add('S3 GET', 'objects looked for and read', s3.gets, prices.get);
  const gigabytes = (invocations * logBytes.invocation + events * logBytes.event) / 1e9;
  add('CloudWatch Logs GB', `${invocations} invocations × 1.5 KB, ${events} events × 0.6 KB`, gigabytes, prices.logGigabyte);
  add('KMS requests', `${coldStarts} cold starts, ${bucketKeys} bucket keys`, coldStarts + bucketKeys, prices.kms);
  add('X-Ray traces', 'one for each execution', children + 1, prices.trace);
  add('SNS, EventBridge Scheduler', 'a message, an invocation', 2, prices.schedule);
  return lines;
}

/** A bucket key serves a requester for minutes: of four functions and the machine, at writing and at reading. */
const bucketKeys = 20;

export const dollarsOf = (lines: readonly CostLine[]): number => lines.reduce((sum, { dollars }) => sum + dollars, 0);

/** What INIT alone costs of it. */
export const initDollars = ({ functions }: Modelled, { megabytes }: Design): number =>
  [...functions].reduce((sum, [name, { coldStarts }]) => sum + initOf(name, coldStarts, megabytes[name]), 0);

const initOf = (name: FunctionName, coldStarts: number, megabytes: number): number =>
  ((coldStarts * assumed.init[name]) / 1000) * (megabytes / 1024) * prices.gigabyteSecond;

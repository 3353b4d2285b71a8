/**
 * What the functions of the deployment are called with. Whatever comes in was written by a schedule, a request or another function, and
 * is read member by member: nothing else of it is used, and everything is bounded.
 */
import { parseRunId, type RunId } from './run-id.ts';

/** What a scan is narrowed to; without a member, everything. */
export interface Scope {
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly clusters?: readonly string[];
}

/** The input of an execution: by the schedule, with the time that it was for; or by a request, with its run and scope. */
export type Start =
  | { readonly trigger: 'schedule'; readonly time: string }
  | { readonly trigger: 'request'; readonly run: RunId; readonly scope: Scope };

/** `plan` is told which execution it works for: the one that the lock will name. */
export interface PlanEvent {
  readonly execution: string;
  readonly start: Start;
}

/** `publish` releases the lock that this execution has. */
export interface PublishEvent {
  readonly run: RunId;
  readonly execution: string;
}

/** One item of the work, as far as it goes into detail: an account, a Region of it, a cluster in that. */
export interface TargetEvent {
  readonly run: RunId;
  readonly account: string;
  readonly region?: string;
  /** A cluster key (contracts 3.4): what the state machine carries stays small, however long names are. */
  readonly cluster?: string;
}

/** An event that is not what it should be: one line, which says what is wrong and nothing of what it holds. */
export class EventError extends Error {
  override readonly name = 'EventError';
}

/** EKS CreateCluster, "name"; kOps calls a cluster by a domain. */
export const clusterName = /^[0-9A-Za-z][A-Za-z0-9._-]{0,252}$/;

const patterns = {
  account: /^\d{12}$/,
  region: /^[a-z]{2,8}(-[a-z]{1,16}){1,3}-\d{1,2}$/,
  cluster: clusterName,
  time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/,
  clusterKey: /^[0-9a-f]{32}$/,
} as const;
const EXECUTION = /^arn:[a-z-]{3,30}:states:[a-z0-9-]{5,30}:\d{12}:execution:[\w-]{1,80}:[\w.:-]{1,90}$/;
const most = { accounts: 1_000, regions: 100, clusters: 1_000 } as const;

/** Whether a text is the ARN of an execution of a state machine. */
export const isExecution = (text: string): boolean => EXECUTION.test(text);

/** @throws EventError */
export function parsePlanEvent(event: unknown): PlanEvent {
  const { execution, start } = members(event, 'the event');
  return { execution: executionOf(execution), start: parseStart(start) };
}

/** @throws EventError */
export function parsePublishEvent(event: unknown): PublishEvent {
  const { run, execution } = members(event, 'the event');
  return { run: runOf(run), execution: executionOf(execution) };
}

/** @throws EventError */
export function parseTargetEvent(event: unknown): TargetEvent {
  const { run, account, region, cluster } = members(event, 'the event');
  const place = { run: runOf(run), account: text(account, 'account', 'account') };
  if (region === undefined && cluster !== undefined) throw new EventError('a cluster without its Region');
  if (region === undefined) return place;
  const inRegion = { ...place, region: text(region, 'region', 'region') };
  if (cluster === undefined) return inRegion;
  return { ...inRegion, cluster: text(cluster, 'clusterKey', 'key of a cluster') };
}

/** @throws EventError */
export function parseStart(value: unknown): Start {
  const { trigger, time, run, scope } = members(value, 'the start');
  if (trigger === 'schedule') return { trigger, time: timeOf(time) };
  if (trigger !== 'request') throw new EventError('the trigger is neither schedule nor request');
  return { trigger, run: runOf(run), scope: parseScope(scope) };
}

/**
 * What a scan is narrowed to, written by a caller. A list without a member is refused: it must not mean everything.
 * @throws EventError, one line that a caller can be shown
 */
export function parseScope(value: unknown): Scope {
  const given = members(value ?? {}, 'the scope');
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(most, name));
  if (stranger !== undefined) throw new EventError('the scope has a member other than accounts, regions and clusters');
  return {
    ...(given.accounts !== undefined && { accounts: list(given.accounts, 'accounts', 'account', 'account id: 12 digits') }),
    ...(given.regions !== undefined && { regions: list(given.regions, 'regions', 'region', 'name of a Region') }),
    ...(given.clusters !== undefined && { clusters: list(given.clusters, 'clusters', 'cluster', 'name of a cluster') }),
  };
}

function list(value: unknown, name: keyof typeof most, pattern: keyof typeof patterns, what: string): readonly string[] {
  if (!Array.isArray(value)) throw new EventError(`${name} is no list`);
  if (value.length === 0) throw new EventError(`${name} is empty; leave it out to mean all of them`);
  if (value.length > most[name]) throw new EventError(`${name} has more than ${most[name]} members`);
  return [...new Set(value.map((one) => text(one, pattern, what)))].sort();
}

function text(value: unknown, pattern: keyof typeof patterns, what: string): string {
  if (typeof value !== 'string' || !patterns[pattern].test(value)) throw new EventError(`no ${what}, where one should be`);
  return value;
}

function timeOf(value: unknown): string {
  const time = text(value, 'time', 'time of the schedule');
  if (Number.isNaN(Date.parse(time))) throw new EventError('the time of the schedule does not exist');
  return time;
}

function executionOf(value: unknown): string {
  if (typeof value !== 'string' || !isExecution(value)) throw new EventError('no ARN of an execution, where one should be');
  return value;
}

function runOf(value: unknown): RunId {
  const run = typeof value === 'string' ? parseRunId(value) : undefined;
  if (run === undefined) throw new EventError('no run id, where one should be');
  return run;
}

function members(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new EventError(`${what} is no object`);
  return value as Readonly<Record<string, unknown>>;
}

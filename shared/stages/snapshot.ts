import * as v from 'valibot';
import { PLAN, snapshotPath } from '../contract/keys.ts';
import { parseRunId } from '../contract/run-id.ts';
import type { Subject } from '../engine/subject.ts';
import { type FactName, type FactsOfTarget, facts, type Stored } from '../facts/index.ts';
import type { RunReader } from '../store/run.ts';
import { type Plan, planSchema } from './plan.ts';
import { placeOf } from './results.ts';

/** A snapshot that cannot be judged: another schema version, damaged, or not what a snapshot holds. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

/** Where plan and snapshots are read from: a sealed run, or one that is being made (stored-run.ts). */
export type SnapshotSource = Pick<RunReader, 'id' | 'loadJson'>;

/** What was read of one target, immutable: what `snapshots/` holds. */
export interface Snapshot extends Subject {
  readonly schema: 'postern/snapshot@1';
}

/** A Region of 100,000 interfaces has about 100 MiB of facts: what is beyond this is no snapshot. */
const limits = { maxBytes: 64 * 1024 * 1024, maxInflated: 256 * 1024 * 1024 };

/** One mistake is told: a hostile list has millions. */
const atFirst = { abortEarly: true } as const;

const text = v.pipe(v.string(), v.maxLength(2048));
const cause = v.object({ fact: text, item: v.optional(text), why: text, action: v.optional(text) });
const snapshotSchema = v.object({
  schema: v.literal('postern/snapshot@1'),
  target: v.object({
    kind: v.picklist(['account', 'region', 'eks', 'kubernetes']),
    partition: v.optional(text),
    account: v.optional(v.pipe(v.string(), v.regex(/^\d{12}$/))),
    accountName: v.optional(text),
    organizationalUnit: v.optional(text),
    region: v.optional(text),
    cluster: v.optional(
      v.object({
        name: text,
        arn: v.optional(text),
        server: v.optional(text),
        uid: v.optional(text),
        createdAt: v.optional(text),
        version: text,
        tags: v.optional(v.record(v.string(), v.string())),
      }),
    ),
    inside: v.optional(
      v.object({
        run: v.custom<string>((run) => typeof run === 'string' && parseRunId(run) !== undefined),
        collectedAt: v.pipe(v.string(), v.isoTimestamp()),
        ageSeconds: v.pipe(v.number(), v.integer(), v.minValue(0)),
      }),
    ),
  }),
  facts: v.record(v.string(), v.unknown()),
  notApplicable: v.optional(text),
  ended: v.optional(v.object({ status: v.picklist(['failed', 'skipped', 'gone']), cause })),
  errors: v.optional(v.array(v.object({ check: text, target: text, message: text }))),
});

/** The plan of a run. @throws SnapshotError, StoreError */
export async function loadPlan(reader: SnapshotSource): Promise<Plan> {
  const json = await reader.loadJson(PLAN, limits);
  const result = v.safeParse(planSchema, json, atFirst);
  if (!result.success) throw new SnapshotError(`${reader.id}/${PLAN} ${problem(json, 'postern/plan@1', result.issues[0])}`);
  return result.output;
}

/** One snapshot of a run by its path, every fact held against its schema. @throws SnapshotError, StoreError */
export async function loadSnapshotAt(reader: SnapshotSource, path: string): Promise<Snapshot> {
  const found = await findSnapshotAt(reader, path);
  if (found === undefined) throw new SnapshotError(`${reader.id}/${path} is not in the run; collect it again`);
  return found;
}

/** The same, or undefined where there is none. @throws SnapshotError, StoreError */
export async function findSnapshotAt(reader: SnapshotSource, path: string): Promise<Snapshot | undefined> {
  const json = await reader.loadJson(path, limits);
  if (json === undefined) return undefined;
  const result = v.safeParse(snapshotSchema, json, atFirst);
  if (!result.success) throw new SnapshotError(`${reader.id}/${path} ${problem(json, 'postern/snapshot@1', result.issues[0])}`);
  for (const [name, fact] of Object.entries(result.output.facts)) checkFact(name, fact, `${reader.id}/${path}`);
  const snapshot = result.output as Snapshot;
  if (!isOf(snapshot.target, path))
    throw new SnapshotError(`${reader.id}/${path} holds the facts of another target; take the run from its original store`);
  return snapshot;
}

/** Whether facts stand where those of their target do: what is judged as one account's must not come from another. */
function isOf({ kind, ...target }: Snapshot['target'], path: string): boolean {
  const { region, cluster } = target;
  const expected = cluster !== undefined ? ['eks', 'kubernetes'] : [region === undefined ? 'account' : 'region'];
  try {
    return expected.includes(kind) && snapshotPath(placeOf(target)) === path;
  } catch (error) {
    // A Region or an account that is no name at all.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function checkFact(name: string, fact: unknown, where: string): void {
  if (!Object.hasOwn(facts, name))
    throw new SnapshotError(
      `${where} holds the fact ${JSON.stringify(name.slice(0, 80))}, which this version of Postern does not know`,
    );
  const definition = facts[name as FactName];
  if (!('reads' in definition || 'probed' in definition))
    throw new SnapshotError(`${where} holds the fact ${name}, which is never collected`);
  const result = v.safeParse(definition.stored, fact, atFirst);
  if (!result.success)
    throw new SnapshotError(`${where}: the fact ${name} is not as it is collected: ${issueText(result.issues[0])}`);
}

/** Facts that every target has: what is being judged, by whose settings, and when. */
export function runFacts(plan: Plan, target: Subject['target']): FactsOfTarget {
  return {
    settings: { known: true, value: plan.settings },
    clock: { known: true, value: { now: plan.clock } },
    ...(target.account !== undefined && { target: { known: true, value: inAccount(target, target.account) } }),
  };
}

const inAccount = ({ partition = '', region, cluster }: Subject['target'], account: string): Stored<'target'> => ({
  partition,
  account,
  ...(region !== undefined && { region }),
  ...(cluster !== undefined && { cluster: { name: cluster.name, ...(cluster.arn !== undefined && { arn: cluster.arn }) } }),
});

function problem(json: unknown, expected: string, issue: v.BaseIssue<unknown>): string {
  const found = typeof json === 'object' && json !== null && 'schema' in json ? json.schema : undefined;
  if (typeof found === 'string' && found !== expected)
    return `has the schema ${JSON.stringify(found.slice(0, 80))}; this version of Postern reads ${expected}: collect again, or use the version that wrote it`;
  return `is not what a run holds: ${issueText(issue)}`;
}

function issueText(issue: v.BaseIssue<unknown>): string {
  const { path, message } = deepest(issue, []);
  return `${path.length === 0 ? 'it' : path.join('.')}: ${message}`.slice(0, 300);
}

/** Of what may be one thing or another, the issue of the one that fits furthest; of equals the last, for what is unknown stands first. */
function deepest(issue: v.BaseIssue<unknown>, above: readonly string[]): { path: readonly string[]; message: string } {
  const path = [...above, ...(issue.path ?? []).map(({ key }) => String(key))];
  const own = { path, message: issue.message };
  return (issue.issues ?? [])
    .map((one) => deepest(one, path))
    .reduce((best, one) => (one.path.length > path.length && one.path.length >= best.path.length ? one : best), own);
}

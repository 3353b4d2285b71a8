import * as v from 'valibot';
import type { RunId } from '../contract/run-id.ts';
import { settings } from '../facts/settings.ts';

const accountId = v.pipe(v.string(), v.regex(/^\d{12}$/));
const text = v.pipe(v.string(), v.maxLength(1024));

/** What a run is to look at, and how: `plan.json`. Everything that follows needs nothing else of the command line. */
export const planSchema = v.object({
  schema: v.literal('postern/plan@1'),
  run: v.object({
    id: v.string(),
    startedAt: v.pipe(v.string(), v.isoTimestamp()),
    version: text,
    trigger: v.picklist(['schedule', 'request', 'cli']),
  }),
  /** The time that checks judge by: when the facts were read, so that a replay judges as of then. */
  clock: v.pipe(v.string(), v.isoTimestamp()),
  partition: v.pipe(v.string(), v.regex(/^aws(-[a-z]+)*$/)),
  /** The account whose credentials the run has: it needs no role. None where a kubeconfig names the cluster. */
  caller: v.optional(accountId),
  /** The one cluster of the run, by context and server, where a kubeconfig names it: then no account is looked at. */
  kubeconfig: v.optional(
    v.object({
      context: text,
      server: text,
      /** The EKS cluster that it is, where the facts are read for a scan that cannot reach it, and the authority that it was trusted by (SHA-256). */
      inside: v.optional(
        v.object({
          account: accountId,
          region: v.pipe(v.string(), v.maxLength(64)),
          cluster: text,
          authorities: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))), v.maxLength(20)),
        }),
      ),
    }),
  ),
  accounts: v.pipe(
    v.array(
      v.object({
        id: accountId,
        name: v.optional(text),
        organizationalUnit: v.optional(text),
        /** Why it is not entered, though it was asked for. */
        refused: v.optional(text),
      }),
    ),
    v.maxLength(10_000),
  ),
  /** Regions that were asked for; without any, each account's enabled ones. */
  regions: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.minLength(1), v.maxLength(200))),
  /** Names of clusters that were asked for; without any, all. */
  clusters: v.optional(v.pipe(v.array(text), v.minLength(1), v.maxLength(10_000))),
  /** Ids of the selected checks and frameworks. */
  checks: v.pipe(v.array(text), v.maxLength(10_000)),
  frameworks: v.pipe(v.array(text), v.maxLength(1_000)),
  /** Whether the facts were narrowed to what the selected checks need. */
  narrowed: v.boolean(),
  kubernetes: v.picklist(['auto', 'off']),
  /** Whether exposures are tried, too: only where a command line said so. */
  probe: v.optional(v.literal(true)),
  /** Whether Secrets are listed, by their metadata. */
  secrets: v.optional(v.literal('metadata')),
  settings: settings.schema,
  /** The run whose snapshots are judged, where nothing is collected. */
  replayOf: v.optional(v.string()),
});

export type Plan = v.InferOutput<typeof planSchema>;

export interface PlannedAccount {
  readonly id: string;
  readonly name?: string | undefined;
  readonly organizationalUnit?: string | undefined;
  readonly refused?: string | undefined;
}

/** What a plan is made of. The caller has already said who it is, and Organizations which accounts there are. */
export interface PlanInput extends Omit<Plan, 'schema' | 'run' | 'clock'> {
  readonly runId: RunId;
  readonly startedAt: Date;
  readonly version: string;
  readonly trigger: Plan['run']['trigger'];
}

/** Puts a plan together: accounts in order and once each, the owner's accounts completed by those that are scanned; refused ones are strangers'. */
export function makePlan({ runId, startedAt, version, trigger, ...input }: PlanInput): Plan {
  const accounts = [...new Map(input.accounts.map((account) => [account.id, account])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const ownAccounts = [
    ...new Set([...input.settings.ownAccounts, ...accounts.filter(({ refused }) => refused === undefined).map(({ id }) => id)]),
  ].sort();
  return {
    schema: 'postern/plan@1',
    run: { id: runId, startedAt: startedAt.toISOString(), version, trigger },
    clock: startedAt.toISOString(),
    ...input,
    accounts,
    settings: { ...input.settings, ownAccounts },
  };
}

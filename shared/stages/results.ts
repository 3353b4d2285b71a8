import * as v from 'valibot';
import { resultPath, runKey } from '../contract/keys.ts';
import { nameOfTag } from '../derive/membership/self-managed.ts';
import type { Result, Target } from '../engine/verdict.ts';
import { clusterKey } from '../store/cluster-key.ts';
import { loadJson } from '../store/json.ts';
import type { RunWriter } from '../store/run.ts';
import type { Store } from '../store/store.ts';

/** Where results of a run are read back: the same store, before the seal. */
export interface ResultSource {
  readonly store: Store;
  readonly run: Pick<RunWriter, 'id' | 'where'>;
}

const limits = { maxBytes: 64 * 1024 * 1024 };

/** What can be trusted of a result that another process wrote: its shape as far as a report reads it. */
const resultSchema = v.object({
  schema: v.literal('postern/result@1'),
  target: v.looseObject({
    kind: v.string(),
    partition: v.optional(v.string()),
    status: v.string(),
    missing: v.array(v.unknown()),
  }),
  verdicts: v.array(v.looseObject({ id: v.string(), check: v.string(), status: v.string(), severity: v.string() })),
  errors: v.array(v.object({ check: v.string(), target: v.string(), message: v.string() })),
});

/** The place of a target in the layout: its account, Region, and the key of its cluster. */
export function placeOf(target: Pick<Target, 'account' | 'region' | 'cluster'>): Parameters<typeof resultPath>[0] {
  const { account, region, cluster } = target;
  if (account === undefined && cluster !== undefined) return { cluster: keyOf(cluster) };
  if (account === undefined || region === undefined) return { account: account ?? '' };
  return cluster === undefined ? { account, region } : { account, region, cluster: keyOf(cluster) };
}

/** The key of a cluster: one that is not EKS's has no ARN, but the tag that names it, or a kubeconfig's context and server. */
export const keyOf = ({ arn, name, server }: NonNullable<Target['cluster']>): string =>
  clusterKey(arn ?? (server === undefined ? nameOfTag(name) : JSON.stringify([name, server])));

/** Saves every verdict on one target. */
export const saveResult = ({ run }: { readonly run: Pick<RunWriter, 'saveJson'> }, result: Result) =>
  run.saveJson(resultPath(placeOf(result.target)), result);

/** The paths of all results of a run, in the order of the store. */
export async function* resultPaths({ store, run }: ResultSource): AsyncIterable<string> {
  const prefix = runKey(run.id, '');
  for await (const { key } of store.list(`${prefix}results/`)) yield key.slice(prefix.length);
}

/** One result by its path. @throws Error when another process wrote what is none */
export async function loadResult({ store, run }: ResultSource, path: string): Promise<Result> {
  const parsed = v.safeParse(resultSchema, await loadJson(store, runKey(run.id, path), limits));
  if (!parsed.success) throw new Error(`${run.where(path)} is no result: ${parsed.issues[0].message}`);
  return parsed.output as unknown as Result;
}

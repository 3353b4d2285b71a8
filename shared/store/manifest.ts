import * as v from 'valibot';
import { MANIFEST, meaningOf, RUNS, runKey } from '../contract/keys.ts';
import { parseRunId, type RunId } from '../contract/run-id.ts';
import { measure } from './bytes.ts';
import { StoreError } from './error.ts';
import { jsonBytes, loadJson } from './json.ts';
import { isKey } from './key.ts';
import type { Store } from './store.ts';

const SCHEMA = 'postern/manifest@1';
const LIMITS = { maxBytes: 64 * 1024 * 1024 };
const LARGEST_OBJECT = 64 * 1024 ** 3;
/** As streams, so that none is held. */
const READ_AT_ONCE = 32;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const sealedObject = v.strictObject({
  key: v.pipe(v.string(), v.check(isKey, 'not a key')),
  size: count,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  meaning: v.pipe(v.string(), v.maxLength(300)),
});
const manifest = v.strictObject({
  schema: v.literal(SCHEMA),
  run: v.string(),
  sealedAt: v.pipe(v.string(), v.isoTimestamp()),
  objects: v.array(sealedObject),
});

/** One object of a sealed run: `key` relative to the run, `size` in bytes, `sha256` in hex, `meaning` in words. */
export type SealedObject = v.InferOutput<typeof sealedObject>;

/** `runs/<run id>/manifest.json`: what a run consists of, sorted by key. */
export type Manifest = v.InferOutput<typeof manifest>;

/**
 * Seals a run: writes its manifest, once. `sealedAt` is the time (UTC) to write into it.
 *
 * @throws StoreConflict if the run is sealed already; StoreError `too-large` for more objects than a manifest that can be read holds;
 * RangeError if two objects have the same key.
 */
export async function sealRun(store: Store, run: RunId, sealedAt: Date, objects: Iterable<SealedObject>): Promise<Manifest> {
  const sorted = [...objects].sort((a, b) => (a.key < b.key ? -1 : 1));
  const twice = sorted.find((object, index) => object.key === sorted[index + 1]?.key);
  if (twice) throw new RangeError(`twice in the manifest of run ${run}: ${twice.key}`);
  const sealed: Manifest = { schema: SCHEMA, run, sealedAt: sealedAt.toISOString(), objects: sorted };
  const key = runKey(run, MANIFEST);
  const bytes = await jsonBytes(MANIFEST, sealed);
  // Sealed with more than anyone reads, it would be there for good and of no use.
  if (bytes.length > LIMITS.maxBytes)
    throw new StoreError('too-large', `cannot seal ${store.where(key)}: ${sorted.length} objects make a manifest over 64 MiB`);
  await store.save(key, bytes, { ifNoneMatch: true });
  return sealed;
}

/** The manifest of a run, or undefined if the run is not sealed. @throws StoreError `corrupt` if it is not a manifest of this run. */
export async function loadManifest(store: Store, run: RunId): Promise<Manifest | undefined> {
  const key = runKey(run, MANIFEST);
  const value = await loadJson(store, key, LIMITS);
  if (value === undefined) return undefined;
  const parsed = v.safeParse(manifest, value);
  const fault = parsed.success
    ? faultOf(parsed.output, run)
    : `${v.getDotPath(parsed.issues[0]) ?? 'all'}: ${parsed.issues[0].message}`;
  if (!parsed.success || fault)
    throw new StoreError('corrupt', `cannot read ${store.where(key)}: not a manifest (${SCHEMA}): ${fault}`);
  return parsed.output;
}

/**
 * What a run consists of, by reading every stored object: for a run that several processes wrote. Sorted by key.
 * An object that vanishes between the list and the reading is an error.
 */
export async function describeObjects(store: Store, run: RunId): Promise<SealedObject[]> {
  const root = runKey(run, '');
  const keys: string[] = [];
  for await (const { key } of store.list(root)) if (key !== root + MANIFEST) keys.push(key);
  const described = new Map<string, SealedObject>();
  const rest = keys.values();
  const worker = async () => {
    for (const key of rest) {
      const path = key.slice(root.length);
      described.set(key, { key: path, ...(await measured(store, key)), meaning: meaningOf(path) });
    }
  };
  await Promise.all(Array.from({ length: READ_AT_ONCE }, worker));
  return keys.flatMap((key) => described.get(key) ?? []);
}

/** Ids of sealed runs, newest first. Other names among the runs are passed over. */
export async function* sealedRuns(store: Store): AsyncGenerator<RunId> {
  const runs: RunId[] = [];
  for await (const name of store.listFolders(RUNS)) {
    const run = parseRunId(name);
    if (run) runs.push(run);
  }
  for (const run of runs.sort().reverse()) {
    const manifestKey = runKey(run, MANIFEST);
    for await (const { key } of store.list(manifestKey)) {
      if (key === manifestKey) yield run;
      break;
    }
  }
}

async function measured(store: Store, key: string): Promise<{ size: number; sha256: string }> {
  const found = await store.load(key, { maxBytes: LARGEST_OBJECT });
  if (!found) throw new StoreError('corrupt', `cannot read ${store.where(key)}: it was removed while the run was sealed`);
  const source = measure(found.body);
  for await (const _ of source.stream);
  return source.result();
}

function faultOf(found: Manifest, run: RunId): string | undefined {
  if (found.run !== run) return 'it names another run';
  const wrong = found.objects.find((object, index) => index > 0 && object.key <= (found.objects[index - 1]?.key ?? ''));
  return wrong && `objects are not sorted at ${wrong.key}`;
}

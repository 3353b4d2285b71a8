import { MANIFEST, meaningOf, runKey } from '../contract/keys.ts';
import type { RunId } from '../contract/run-id.ts';
import { measure, readAll } from './bytes.ts';
import { StoreConflict, StoreError } from './error.ts';
import { type JsonLimits, jsonBytes, parseJson } from './json.ts';
import { assertKey } from './key.ts';
import { loadManifest, type Manifest, type SealedObject, sealRun } from './manifest.ts';
import type { Body, Loaded, Saved, Store } from './store.ts';

/** A run that this process writes, alone. Saves may run at the same time; paths are relative to the run (contract/keys.ts). */
export interface RunWriter {
  readonly id: RunId;
  /** For messages: where an object of the run is. */
  where(path: string): string;
  /** Saves an object once and notes it for the manifest; `meaning` by default from the path. @throws RangeError for a path saved before, or after the seal. */
  save(path: string, body: Body, meaning?: string): Promise<Saved>;
  /** Saves a value as JSON, gzipped if the path ends in `.gz`. */
  saveJson(path: string, value: unknown, meaning?: string): Promise<Saved>;
  /** Writes the manifest of all that was saved: last and once. @throws StoreConflict if the run is sealed; RangeError while a save is under way. */
  seal(sealedAt: Date): Promise<Manifest>;
}

/** Writes objects of a run that several processes write: each only where there is none, so that what was sealed stays as it is. */
export type OnceWriter = Pick<RunWriter, 'id' | 'where' | 'save' | 'saveJson'>;

/** A sealed run: objects as the manifest has them; every object is held against its size and SHA-256 as it is read. */
export interface RunReader {
  readonly id: RunId;
  readonly manifest: Manifest;
  /** An object, or undefined if the manifest does not name it. Its body throws StoreError `corrupt` at the end if it is not what was sealed. */
  load(path: string, options: { maxBytes: number }): Promise<Loaded | undefined>;
  /** JSON of the run, verified before it is parsed; undefined if the manifest does not name it. */
  loadJson(path: string, limits: JsonLimits): Promise<unknown>;
}

/** Begins a run. Nothing is written yet. */
export function openRun(store: Store, id: RunId): RunWriter {
  // An object that is being saved is noted as undefined.
  const saved = new Map<string, SealedObject | undefined>();
  let sealing = false;
  const save = async (path: string, body: Body, meaning = meaningOf(path)) => {
    assertKey(path);
    if (sealing || path === MANIFEST || saved.has(path))
      throw new RangeError(`run ${id}: ${path} is written once, before the seal`);
    saved.set(path, undefined);
    try {
      const result = await store.save(runKey(id, path), body);
      saved.set(path, { key: path, size: result.size, sha256: result.sha256, meaning });
      return result;
    } catch (error) {
      saved.delete(path);
      throw error;
    }
  };
  return {
    id,
    where: (path) => store.where(runKey(id, path)),
    save,
    saveJson: async (path, value, meaning) => save(path, await jsonBytes(path, value), meaning),
    seal: async (sealedAt) => {
      const objects = [...saved.values()].filter((object) => object !== undefined);
      if (objects.length < saved.size) throw new RangeError(`run ${id}: sealed while an object is being saved`);
      sealing = true;
      try {
        return await sealRun(store, id, sealedAt, objects);
      } catch (error) {
        sealing = error instanceof StoreConflict;
        throw error;
      }
    },
  };
}

/** Opens a run that other processes write, too. Its saves throw StoreConflict where there is such an object. */
export function openOnce(store: Store, id: RunId): OnceWriter {
  const save: OnceWriter['save'] = (path, body) => store.save(runKey(id, path), body, { ifNoneMatch: true });
  return {
    id,
    where: (path) => store.where(runKey(id, path)),
    save,
    saveJson: async (path, value) => save(path, await jsonBytes(path, value)),
  };
}

/** Opens a sealed run, or undefined: without a manifest a run does not exist. @throws StoreError `corrupt` for a bad manifest. */
export async function readRun(store: Store, id: RunId): Promise<RunReader | undefined> {
  const manifest = await loadManifest(store, id);
  if (!manifest) return undefined;
  const objects = new Map(manifest.objects.map((object) => [object.key, object]));
  const load = async (path: string, options: { maxBytes: number }) => {
    const object = objects.get(path);
    return object && loadSealed(store, runKey(id, path), object, options);
  };
  return {
    id,
    manifest,
    load,
    loadJson: async (path, limits) => {
      const found = await load(path, limits);
      const where = store.where(runKey(id, path));
      const tooLarge = () => new StoreError('too-large', `cannot read ${where}: more than ${limits.maxBytes} bytes`);
      return found && parseJson(await readAll(found.body, limits.maxBytes, tooLarge), path, where, limits);
    },
  };
}

async function loadSealed(store: Store, key: string, object: SealedObject, options: { maxBytes: number }): Promise<Loaded> {
  const where = store.where(key);
  if (object.size > options.maxBytes)
    throw new StoreError(
      'too-large',
      `cannot read ${where}: it has ${object.size} bytes, at most ${options.maxBytes} are read`,
    );
  const found = await store.load(key, options);
  if (!found) throw changed(where, 'it is gone');
  return { ...found, body: verified(found.body, object, where) };
}

async function* verified(body: AsyncIterable<Uint8Array>, object: SealedObject, where: string): AsyncGenerator<Uint8Array> {
  const source = measure(body);
  yield* source.stream;
  const { size, sha256 } = source.result();
  if (size !== object.size || sha256 !== object.sha256) throw changed(where, `it has ${size} bytes and SHA-256 ${sha256}`);
}

function changed(where: string, how: string): StoreError {
  return new StoreError(
    'corrupt',
    `cannot read ${where}: ${how}, which is not what the run's manifest was sealed with; take the run from its original store`,
  );
}

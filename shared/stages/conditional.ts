import * as v from 'valibot';
import { readAll } from '../store/bytes.ts';
import { StoreConflict, StoreError } from '../store/error.ts';
import { parseJson, saveJson } from '../store/json.ts';
import type { Store } from '../store/store.ts';

const maxBytes = 64 * 1024;
const mostTries = 16;

/** A small object as it stands: its value, or undefined where it holds none that the schema accepts. */
export interface Standing<T> {
  readonly etag: string;
  readonly value: T | undefined;
}

/** Loads a small JSON object with what a condition needs. Undefined where there is none. */
export async function loadStanding<T>(
  store: Store,
  key: string,
  schema: v.GenericSchema<unknown, T>,
): Promise<Standing<T> | undefined> {
  const found = await store.load(key, { maxBytes });
  if (found === undefined) return undefined;
  const bytes = await readAll(found.body, maxBytes, () => new StoreError('too-large', `${store.where(key)} is too large`));
  return { etag: found.etag, value: await valueIn(store, key, bytes, schema) };
}

async function valueIn<T>(store: Store, key: string, bytes: Uint8Array, schema: v.GenericSchema<unknown, T>) {
  try {
    const parsed = v.safeParse(schema, await parseJson(bytes, key, store.where(key), { maxBytes }));
    return parsed.success ? parsed.output : undefined;
  } catch (error) {
    if (error instanceof StoreError && error.kind === 'corrupt') return undefined;
    throw error;
  }
}

/**
 * Changes a small JSON object that others change, too: decides on what stands there, and writes only if that still does (If-None-Match,
 * If-Match), else looks again. `decide` returns what to write, or what to leave it at.
 * @throws StoreError where it does not come to rest
 */
export async function change<T, R>(
  store: Store,
  key: string,
  schema: v.GenericSchema<unknown, T>,
  decide: (standing: Standing<T> | undefined) => Promise<{ readonly write: T; readonly result: R } | { readonly result: R }>,
): Promise<R> {
  for (let tries = 0; tries < mostTries; tries++) {
    const standing = await loadStanding(store, key, schema);
    const decision = await decide(standing);
    if (!('write' in decision)) return decision.result;
    try {
      const condition = standing === undefined ? ({ ifNoneMatch: true } as const) : { ifMatch: standing.etag };
      await saveJson(store, key, decision.write, condition);
      return decision.result;
    } catch (error) {
      if (!(error instanceof StoreConflict)) throw error;
    }
  }
  throw new StoreError('conflict', `cannot save ${store.where(key)}: others keep changing it; try again`);
}

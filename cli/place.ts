import { basename, dirname } from 'node:path';
import { ordinaryRegion } from '../shared/clients/ordinary.ts';
import { MANIFESTS } from '../shared/contract/keys.ts';
import { parseRunId, type RunId } from '../shared/contract/run-id.ts';
import { folderStore } from '../shared/store/folder.ts';
import { type Location, parseLocation } from '../shared/store/location.ts';
import { loadManifest, sealedRuns } from '../shared/store/manifest.ts';
import { type RunReader, readRun } from '../shared/store/run.ts';
import type { Store } from '../shared/store/store.ts';
import { type Io, UsageError } from './io.ts';

/** Opens the store that a flag names: a folder, or `s3://BUCKET/PREFIX`. Nothing is read or written yet. @throws StoreError */
export async function openStore(io: Io, text: string, options: { readonly mustExist?: boolean } = {}): Promise<Store> {
  return storeAt(parseLocation(text, io.cwd), options);
}

async function storeAt(location: Location, { mustExist = false }: { readonly mustExist?: boolean }): Promise<Store> {
  if (location.kind === 'folder') return folderStore(location.folder, { mustExist });
  // The client of S3 is loaded by those who name a bucket.
  const [{ s3Store }, { makeS3Client }] = await Promise.all([
    import('../shared/store/s3.ts'),
    import('../shared/clients/s3.ts'),
  ]);
  const client = makeS3Client({ region: await ordinaryRegion() });
  return s3Store({ client, bucket: location.bucket, prefix: location.prefix });
}

/**
 * Opens the run that `--snapshot` names: the run's own folder, or the newest sealed run of a store.
 * @throws UsageError where there is none, StoreError
 */
export async function openSealedRun(io: Io, text: string): Promise<RunReader> {
  const location = parseLocation(text, io.cwd);
  const { parent, id } = splitRun(location);
  const store = await storeAt(parent, { mustExist: true });
  const chosen = id ?? (await newest(store));
  const reader = chosen === undefined ? undefined : await readRun(store, chosen);
  if (reader !== undefined) return reader;
  throw new UsageError(
    id === undefined
      ? `${text} holds no sealed run; postern collect --snapshot ${text} makes one`
      : `${text} is not a sealed run: it has no manifest, so it was never finished; collect again`,
  );
}

/** `…/runs/<run id>` names a run; anything else a store. */
function splitRun(location: Location): { readonly parent: Location; readonly id?: RunId } {
  const path = location.kind === 'folder' ? location.folder : location.prefix;
  const id = parseRunId(basename(path));
  const runs = dirname(path);
  if (id === undefined || basename(runs) !== 'runs') return { parent: location };
  const above = dirname(runs);
  return {
    id,
    parent:
      location.kind === 'folder' ? { kind: 'folder', folder: above } : { ...location, prefix: above === '.' ? '' : above },
  };
}

/** The newest run that facts were read for: one of manifests has none to judge again. */
async function newest(store: Store): Promise<RunId | undefined> {
  for await (const id of sealedRuns(store)) {
    const manifest = await loadManifest(store, id);
    if (!manifest?.objects.some(({ key }) => key === MANIFESTS)) return id;
  }
  return undefined;
}

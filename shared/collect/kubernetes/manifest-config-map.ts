import type { Stored } from '../../facts/index.ts';
import { credentialsOf } from './config-maps.ts';
import type { Fingerprint } from './credentials.ts';
import { type Manifest, manifestMetadata } from './manifest.ts';

/** A ConfigMap of a manifest, with what in it looks like a credential. @returns undefined for any other object @throws Malformed */
export function manifestConfigMap(manifest: Manifest, fingerprint: Fingerprint): Stored<'configMaps'> | undefined {
  const { apiVersion, kind, object, file, line } = manifest;
  if (kind !== 'ConfigMap' || apiVersion !== 'v1') return undefined;
  const { namespace, name, annotations } = manifestMetadata(manifest);
  return { namespace, name, credentials: credentialsOf(object, annotations, fingerprint), file, line };
}

import type { Stored } from '../../facts/index.ts';
import { credentialsOf } from './config-maps.ts';
import type { Fingerprint } from './credentials.ts';
import { type Manifest, manifestMetadata } from './manifest.ts';
import { serviceOf } from './services.ts';

/** A ConfigMap of a manifest, with what in it looks like a credential. @returns undefined for any other object @throws Malformed */
export function manifestConfigMap(manifest: Manifest, fingerprint: Fingerprint): Stored<'configMaps'> | undefined {
  const { apiVersion, kind, object, file, line } = manifest;
  if (kind !== 'ConfigMap' || apiVersion !== 'v1') return undefined;
  const { namespace, name, annotations } = manifestMetadata(manifest);
  return { namespace, name, credentials: credentialsOf(object, annotations, fingerprint), file, line };
}

/** A Service of a manifest. @returns undefined for any other object @throws Malformed */
export function manifestService(manifest: Manifest): Stored<'services'> | undefined {
  const { apiVersion, kind, object, file, line } = manifest;
  if (kind !== 'Service' || apiVersion !== 'v1') return undefined;
  return { ...serviceOf(object, manifestMetadata(manifest)), file, line };
}

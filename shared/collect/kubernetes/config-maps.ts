import * as v from 'valibot';
import type { Stored } from '../../facts/index.ts';
import { collector } from '../collector.ts';
import { credentialsIn, type Fingerprint } from './credentials.ts';
import { listed } from './listed.ts';
import { parsed, textRecord } from './raw.ts';

const MAX_FOUND = 100;

const configMap = v.object({ data: textRecord, binaryData: textRecord });

/**
 * What in a ConfigMap looks like a credential: in its values, and in its annotations, for `kubectl apply` keeps the whole former object there.
 * @throws Malformed
 */
export function credentialsOf(
  item: unknown,
  annotations: Readonly<Record<string, string>>,
  fingerprint: Fingerprint,
): Stored<'configMaps'>['credentials'] {
  const { data, binaryData } = parsed(configMap, item);
  const search = (within: string, values: Readonly<Record<string, string>>, decode: (value: string) => string) =>
    Object.entries(values).flatMap(([key, value]) =>
      credentialsIn(`${within}.${key.slice(0, 253)}`, decode(value), fingerprint),
    );
  const credentials = [
    ...search('data', data ?? {}, (value) => value),
    ...search('binaryData', binaryData ?? {}, (value) => Buffer.from(value, 'base64').toString('latin1')),
    ...search('annotations', annotations, (value) => value),
  ];
  return credentials.slice(0, MAX_FOUND);
}

/** Values are searched while their page is at hand. */
export const configMaps = collector('configMaps', (context, { cluster }) =>
  listed('configMaps', context, cluster.value, {
    resource: { group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap' },
    project: (item, { name, namespace, annotations }) => ({
      namespace,
      name,
      credentials: credentialsOf(item, annotations, context.fingerprint),
    }),
  }),
);

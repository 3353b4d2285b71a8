import * as v from 'valibot';
import { collector } from '../collector.ts';
import { credentialsIn } from './credentials.ts';
import { listed } from './listed.ts';
import { parsed, textRecord } from './raw.ts';

const MAX_FOUND = 100;

const configMap = v.object({ data: textRecord, binaryData: textRecord });

/** Values are searched while their page is at hand; annotations too, for `kubectl apply` keeps the whole former object there. */
export const configMaps = collector('configMaps', (context, { cluster }) =>
  listed('configMaps', context, cluster.value, {
    resource: { group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap' },
    project: (item, { name, namespace, annotations }) => {
      const { data, binaryData } = parsed(configMap, item);
      const search = (within: string, values: Readonly<Record<string, string>>, decode: (value: string) => string) =>
        Object.entries(values).flatMap(([key, value]) =>
          credentialsIn(`${within}.${key.slice(0, 253)}`, decode(value), context.fingerprint),
        );
      const credentials = [
        ...search('data', data, (value) => value),
        ...search('binaryData', binaryData, (value) => Buffer.from(value, 'base64').toString('latin1')),
        ...search('annotations', annotations, (value) => value),
      ];
      return { namespace, name, credentials: credentials.slice(0, MAX_FOUND) };
    },
  }),
);

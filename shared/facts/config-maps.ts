import * as v from 'valibot';
import { many } from './fact.ts';
import { manifestPlace, placedAs } from './manifest-place.ts';
import { credentialSchema } from './pod-spec.ts';

/**
 * ConfigMaps of a cluster by name, with what in them looks like a credential (list configmaps). Values are searched and dropped page by
 * page: of one there is never more than the detector, the key it stands under, and a keyed hash.
 */
export const configMaps = many({
  scope: 'cluster',
  reads: { kubernetes: [{ group: '', resource: 'configmaps', verbs: ['list'] }] },
  after: ['cluster'],
  item: 'config-map',
  none: 'this cluster has no ConfigMap',
  id: (item) => placedAs(`ConfigMap/${item.namespace}/${item.name}`, item.name, item),
  schema: v.object({ namespace: v.string(), name: v.string(), credentials: v.array(credentialSchema), ...manifestPlace }),
});

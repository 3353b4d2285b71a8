import * as v from 'valibot';
import { many } from './fact.ts';

/**
 * Secrets of a cluster by their metadata, and only where it was asked for (`secrets: metadata` in postern.yaml): the right to list them is
 * the right to read them, though the values are not asked for (list secrets, metadata only).
 */
export const secrets = many({
  scope: 'cluster',
  reads: { kubernetes: [{ group: '', resource: 'secrets', verbs: ['list'] }], onRequest: 'secrets' },
  after: ['cluster'],
  item: 'secret',
  none: 'this cluster has no Secret',
  id: ({ namespace, name }) => ({ id: `Secret/${namespace}/${name}`, name }),
  schema: v.object({
    namespace: v.string(),
    name: v.string(),
    createdAt: v.exactOptional(v.string()),
    /** Of a token that does not expire: the service account that it stands for. */
    serviceAccount: v.exactOptional(v.string()),
    /** When such a token was last used, as the API server notes on it: a day. */
    lastUsed: v.exactOptional(v.string()),
    /** Whether `kubectl apply` keeps a copy of its values in an annotation. */
    copied: v.boolean(),
  }),
});

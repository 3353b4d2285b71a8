import * as v from 'valibot';
import { many } from './fact.ts';

/** Service accounts of a cluster (list serviceaccounts). */
export const serviceAccounts = many({
  scope: 'cluster',
  reads: { kubernetes: [{ group: '', resource: 'serviceaccounts', verbs: ['list'] }] },
  after: ['cluster'],
  item: 'service-account',
  none: 'this cluster has no service account',
  id: ({ namespace, name }) => ({ id: `ServiceAccount/${namespace}/${name}`, name }),
  schema: v.object({
    namespace: v.string(),
    name: v.string(),
    automountServiceAccountToken: v.exactOptional(v.boolean()),
    /** The annotation `eks.amazonaws.com/role-arn`, as it stands there. */
    roleArn: v.exactOptional(v.string()),
    /** The annotations `eks.amazonaws.com/token-expiration` and `audience`, where they are set. */
    tokenExpiration: v.exactOptional(v.string()),
    audience: v.exactOptional(v.string()),
    /** Names of the Secrets that it lists: since Kubernetes 1.24 tokens that somebody made to last. */
    secrets: v.array(v.string()),
    imagePullSecrets: v.array(v.string()),
  }),
});

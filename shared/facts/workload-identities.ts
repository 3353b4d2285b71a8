import * as v from 'valibot';
import { many, member } from './fact.ts';

const sources = ['podIdentityAssociations', 'serviceAccounts', 'settings', 'workloads'] as const;

/**
 * Service accounts of a cluster with the IAM roles that their pods can take, and the workloads that use them. One that only a workload or an
 * association names is there, too: whoever may create it takes what it is given.
 */
export const workloadIdentities = many({
  scope: 'cluster',
  from: sources,
  bounds: sources,
  item: 'service-account',
  none: 'this cluster has no service account',
  id: ({ namespace, name }) => ({ id: `ServiceAccount/${namespace}/${name}`, name }),
  schema: v.object({
    namespace: v.string(),
    name: v.string(),
    /** Whether its namespace is one of the platform. */
    platform: v.boolean(),
    /** Whether there is such a service account. */
    exists: v.boolean(),
    automountServiceAccountToken: v.exactOptional(v.boolean()),
    /** The role of its annotation `eks.amazonaws.com/role-arn` (IRSA). */
    annotatedRole: v.exactOptional(v.string()),
    /** Roles of its pod identity associations, and which other role each takes. */
    associatedRoles: member(
      v.array(v.object({ association: v.string(), roleArn: v.string(), targetRoleArn: v.exactOptional(v.string()) })),
    ),
    /** Ids of the workloads whose pods have it, sorted. */
    workloads: member(v.array(v.string())),
  }),
});

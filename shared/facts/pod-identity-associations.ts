import * as v from 'valibot';
import { many, member } from './fact.ts';

/** EKS Pod Identity associations of a cluster: which service accounts take which IAM role (eks:ListPodIdentityAssociations, eks:DescribePodIdentityAssociation). */
export const podIdentityAssociations = many({
  scope: 'cluster',
  reads: { aws: ['eks:ListPodIdentityAssociations', 'eks:DescribePodIdentityAssociation'] },
  after: ['cluster'],
  item: 'pod-identity-association',
  none: 'this cluster has no pod identity association',
  id: ({ id }) => ({ id }),
  schema: v.object({
    id: v.string(),
    namespace: member(v.string()),
    serviceAccount: member(v.string()),
    roleArn: member(v.string()),
    /** A second role, perhaps of another account, that the first one takes for the pod. */
    targetRoleArn: v.exactOptional(member(v.string())),
    /** The add-on that owns it, if any. */
    ownerArn: v.exactOptional(member(v.string())),
    /** True where the role's session has no tags that name cluster, namespace and service account. */
    disableSessionTags: v.exactOptional(member(v.boolean())),
  }),
});

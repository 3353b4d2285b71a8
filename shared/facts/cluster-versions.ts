import * as v from 'valibot';
import { many, member } from './fact.ts';

/** Kubernetes versions that EKS knows in a Region, and until when it supports them (EKS DescribeClusterVersions with includeAll). */
export const clusterVersions = many({
  scope: 'region',
  reads: { aws: ['eks:DescribeClusterVersions'] },
  item: 'cluster-version',
  none: 'EKS lists no cluster version in this Region',
  id: ({ version }) => ({ id: version }),
  schema: v.object({
    version: v.string(),
    /** STANDARD_SUPPORT, EXTENDED_SUPPORT or UNSUPPORTED. */
    versionStatus: member(v.string()),
    /** ISO 8601. */
    endOfStandardSupport: member(v.string()),
    endOfExtendedSupport: member(v.string()),
  }),
});

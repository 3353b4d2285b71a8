import * as v from 'valibot';
import { member, one } from './fact.ts';

export const versionStatuses = ['STANDARD_SUPPORT', 'EXTENDED_SUPPORT', 'UNSUPPORTED'] as const;

/** The cluster's Kubernetes version, joined with how long EKS supports it. */
export const versionSupport = one({
  scope: 'cluster',
  from: ['cluster', 'clusterVersions'],
  bounds: ['cluster', 'clusterVersions'],
  schema: v.object({
    version: v.string(),
    versionStatus: member(v.picklist(versionStatuses)),
    /** ISO 8601, each a date that exists. */
    endOfStandardSupport: member(v.string()),
    endOfExtendedSupport: member(v.string()),
    /** The upgrade policy, where it is known: it adds words to a judgement and never decides one. */
    supportType: v.optional(v.string()),
  }),
});

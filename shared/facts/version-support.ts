import * as v from 'valibot';
import { member, one } from './fact.ts';

/** The cluster's Kubernetes version, joined with how long EKS supports it. */
export const versionSupport = one({
  scope: 'cluster',
  from: ['cluster', 'clusterVersions'],
  bounds: ['clusterVersions'],
  schema: v.object({
    version: v.string(),
    versionStatus: v.string(),
    endOfStandardSupport: member(v.string()),
    endOfExtendedSupport: member(v.string()),
  }),
});

import type { Fault, Faults } from '../faults.ts';
import type { Estate, EstateRegion } from '../file.ts';
import type { FaultRule, Faults as KubernetesFaults } from '../kubernetes/faults.ts';
import { production, staging } from './accounts.ts';
import { type Parts, together } from './builders/parts.ts';
import { clusterVersions } from './builders/versions.ts';
import { iam, organization } from './organization.ts';
import { productionRegions } from './production.ts';
import { stagingRegions } from './staging.ts';

/** When the story takes place, unless another time is given. */
export const demoDate = new Date('2026-11-21T02:00:00Z');

/**
 * A simulated organization to scan without an account: three accounts (one of which cannot be read), two Regions, twelve clusters of EKS and
 * one of kOps. The first account is the caller's. An estate as in a file (contracts 3.3): plain JSON, the same on every call for the same time.
 * @param now the time at which it is scanned: how long versions are supported, and how long keys have, follow from it
 */
export function demoEstate(now: Date = demoDate): Estate {
  return {
    accounts: {
      [production]: {
        global: { organizations: organization, iam: iam({ rootAccessKeys: 0 }) },
        regions: regions(productionRegions(now), now),
      },
      // Somebody needed the root user's key once, for a script that is long gone.
      [staging]: { global: { iam: iam({ rootAccessKeys: 1 }) }, regions: regions(stagingRegions(), now) },
    },
  };
}

const regions = (parts: Readonly<Record<string, Parts>>, now: Date): Record<string, EstateRegion> =>
  Object.fromEntries(Object.entries(parts).map(([region, part]) => [region, { ...together(part, clusterVersions(now)) }]));

/** What the scanner is refused in the demo, beside the account that has no role for it. */
export const demoRefusals: { readonly aws: readonly Fault[]; readonly kubernetes: readonly FaultRule[] } = {
  aws: [
    // The contractor's key policy does not know us.
    { kind: 'deny', account: production, region: 'us-east-1', service: 'kms', operation: 'DescribeKey' },
    // The role in staging was made before the scanner read network ACLs, and only one Region's was brought up to date.
    { kind: 'deny', account: staging, region: 'us-east-1', service: 'ec2', operation: 'DescribeNetworkAcls' },
  ],
  // An access entry without a policy: authenticated, allowed what everyone is (such as /version), and no list.
  kubernetes: [{ kind: 'forbidden', verb: 'list', cluster: `arn:aws:eks:eu-central-1:${staging}:cluster/qa` }],
};

/** Makes a running estate refuse what the demo's organization refuses. */
export function demoFaults(estate: {
  readonly faults: Faults;
  readonly kubernetes?: { readonly faults: KubernetesFaults };
}): void {
  for (const fault of demoRefusals.aws) estate.faults.add(fault);
  for (const rule of demoRefusals.kubernetes) estate.kubernetes?.faults.add(rule);
}

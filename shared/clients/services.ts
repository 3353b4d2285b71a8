/**
 * The services that we speak to, named as their SDK packages are; each is imported when first used (EC2's client alone is 831 KB).
 * What stands in `sdk/` is all that can be called: no operation that changes anything is imported, so none can be sent.
 */
export const sdk = {
  ec2: () => import('./sdk/ec2.ts'),
  eks: () => import('./sdk/eks.ts'),
  'elastic-load-balancing': () => import('./sdk/elastic-load-balancing.ts'),
  'elastic-load-balancing-v2': () => import('./sdk/elastic-load-balancing-v2.ts'),
  iam: () => import('./sdk/iam.ts'),
  kms: () => import('./sdk/kms.ts'),
  organizations: () => import('./sdk/organizations.ts'),
  sts: () => import('./sdk/sts.ts'),
} as const;

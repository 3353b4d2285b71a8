import type { Estate } from '../../estate/file.ts';
import { type Aws, type AwsOptions, createAws } from '../../shared/clients/aws.ts';
import type { Budget } from '../../shared/clients/budget.ts';
import { sdk } from '../../shared/clients/services.ts';
import { type Context, contextOf } from '../../shared/collect/collector.ts';
import { regionOf } from './region.ts';
import { ACCOUNT, REGION, type Sizes } from './sizes.ts';

export { ACCOUNT, REGION, type Sizes, SMALL } from './sizes.ts';

/** Accounts with a Region each, all with the same sizes. */
export const estateOf = (sizes: Sizes, accounts: readonly string[] = [ACCOUNT]): Estate => ({
  accounts: Object.fromEntries(
    accounts.map((account) => [
      account,
      {
        global: { iam: { GetAccountSummary: { SummaryMap: { AccountAccessKeysPresent: 1 } } } },
        regions: { [REGION]: regionOf(sizes, account) },
      },
    ]),
  ),
});

/** What is read of one cluster from AWS, and not from its own API. */
export const ofClusterFromAws = ['nodeGroups', 'podIdentityAssociations'] as const;

/** A budget that never waits: tests of anything else than the budget need none. */
const unlimited: Budget = { take: async () => undefined };

/** AWS at an endpoint of this machine, with nothing of its environment. */
export const awsAt = (endpoint: string, options: Partial<AwsOptions> = {}): Aws =>
  createAws(sdk, {
    endpoint,
    region: REGION,
    credentials: async () => ({ accessKeyId: 'AKIATEST', secretAccessKey: 'test' }),
    budget: unlimited,
    ...options,
    limits: { attempts: 1, ...options.limits },
  });

export const contextAt = (aws: Aws, account = ACCOUNT, region = REGION): Context =>
  contextOf(aws, { account, region, partition: 'aws' }, () => Promise.reject(new Error('no cluster')));

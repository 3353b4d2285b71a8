import { acquired, production, staging } from './accounts.ts';

const id = 'o-a1b2c3d4e5';

const account = (Id: string, Name: string, JoinedMethod: 'CREATED' | 'INVITED', JoinedTimestamp: string) => ({
  Id,
  Name,
  Arn: `arn:aws:organizations::${production}:account/${id}/${Id}`,
  Email: `aws+${Name}@example.com`,
  Status: 'ACTIVE' as const,
  State: 'ACTIVE' as const,
  JoinedMethod,
  JoinedTimestamp,
});

const accounts = {
  production: account(production, 'production', 'INVITED', '2019-05-06T08:00:00Z'),
  staging: account(staging, 'staging', 'CREATED', '2019-05-06T08:30:00Z'),
  acquired: account(acquired, 'lumen-shop', 'INVITED', '2026-04-01T12:00:00Z'),
};

const root = 'r-lu7n';
const unit = (suffix: string, Name: string) => ({
  Id: `ou-lu7n-${suffix}`,
  Arn: `arn:aws:organizations::${production}:ou/${id}/ou-lu7n-${suffix}`,
  Name,
});
const units = {
  workloads: unit('3qk0wl8d', 'Workloads'),
  production: unit('5v9xprod', 'Production'),
  staging: unit('7c2mstag', 'Staging'),
  acquisitions: unit('9t4racqu', 'Acquisitions'),
};

/** The organization as its management account sees it. */
export const organization = {
  Organization: {
    Id: id,
    Arn: `arn:aws:organizations::${production}:organization/${id}`,
    FeatureSet: 'ALL' as const,
    MasterAccountId: production,
    MasterAccountArn: `arn:aws:organizations::${production}:account/${id}/${production}`,
    MasterAccountEmail: 'aws+production@example.com',
    AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY' as const, Status: 'ENABLED' as const }],
  },
  Roots: [{ Id: root, Arn: `arn:aws:organizations::${production}:root/${id}/${root}`, Name: 'Root', PolicyTypes: [] }],
  ListOrganizationalUnitsForParent: {
    [root]: [units.workloads, units.acquisitions],
    [units.workloads.Id]: [units.production, units.staging],
  },
  ListAccounts: [accounts.production, accounts.staging, accounts.acquired],
  ListAccountsForParent: {
    [units.production.Id]: [accounts.production],
    [units.staging.Id]: [accounts.staging],
    [units.acquisitions.Id]: [accounts.acquired],
  },
};

/** What IAM counts in an account. */
export const iam = ({ rootAccessKeys }: { readonly rootAccessKeys: number }) => ({
  GetAccountSummary: {
    SummaryMap: {
      AccountAccessKeysPresent: rootAccessKeys,
      AccountMFAEnabled: 1,
      AccountPasswordPresent: 1,
      AccountSigningCertificatesPresent: 0,
      AssumeRolePolicySizeQuota: 2048,
      GroupsQuota: 300,
      Groups: 4,
      InstanceProfiles: 9,
      InstanceProfilesQuota: 1000,
      MFADevices: 6,
      MFADevicesInUse: 6,
      Policies: 21,
      PoliciesQuota: 1500,
      Providers: 7,
      Roles: 58,
      RolesQuota: 1000,
      ServerCertificates: 0,
      Users: 2,
      UsersQuota: 5000,
    },
  },
});

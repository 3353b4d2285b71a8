import { afterAll, describe, expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import type { Aws } from '../../shared/clients/aws.ts';
import type { Config } from '../../shared/config/schema.ts';
import { AccountsError, plannedAccounts } from '../../shared/stages/planned-accounts.ts';
import { awsAt } from '../collect/estate.ts';

const closing: (() => unknown)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

const [management, payments, search, sandbox, closed, lost] = [1, 2, 3, 4, 5, 6].map((digit) => String(digit).repeat(12)) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const account = (Id: string, Name: string, State = 'ACTIVE') => ({ Id, Name, State, Status: State });
const unit = (Id: string, Name: string) => ({ Id, Name });
const root = 'r-ab12';
const [workloads, production, sandboxes, empty] = ['workloads', 'production', 'sandboxes', 'emptyunit'].map(
  (name) => `ou-ab12-${name}`,
) as [string, string, string, string];

const organizations = {
  Roots: [{ Id: root, Name: 'Root' }],
  ListOrganizationalUnitsForParent: {
    [root]: [unit(workloads, 'Workloads'), unit(sandboxes, 'Sandboxes'), unit(empty, 'Empty')],
    [workloads]: [unit(production, 'Production')],
  },
  ListAccounts: [
    account(management, 'management'),
    account(payments, 'payments'),
    account(search, 'search'),
    account(sandbox, 'sandbox'),
    account(closed, 'closed', 'SUSPENDED'),
  ],
  ListAccountsForParent: {
    [root]: [{ Id: management }],
    [production]: [{ Id: payments }, { Id: closed }],
    [workloads]: [{ Id: search }],
    [sandboxes]: [{ Id: sandbox }],
  },
};

async function served(given: object = organizations) {
  const estate = await startEstate({ accounts: { [management]: { global: { organizations: given } } } } as never);
  const aws = await awsAt(estate.url);
  closing.push(aws.close, estate.close);
  return { estate, aws };
}
const { aws, estate } = await served();
const idsOf = async (config: Config) => (await plannedAccounts(aws, config, management)).map(({ id }) => id);

test('without an organization: the accounts that are named, else the caller', async () => {
  const before = estate.counts.of({});
  expect(await plannedAccounts(aws, {}, management)).toEqual([{ id: management }]);
  expect(await plannedAccounts(aws, { organization: false, accounts: [lost, payments, lost] }, management)).toEqual([
    { id: lost },
    { id: payments },
  ]);
  expect(estate.counts.of({})).toBe(before);
});

test('an organization: every active account, the management account as well, with name and unit', async () => {
  expect(await plannedAccounts(aws, { organization: true }, management)).toEqual([
    { id: management, name: 'management' },
    { id: payments, name: 'payments', organizationalUnit: 'Workloads/Production' },
    { id: search, name: 'search', organizationalUnit: 'Workloads' },
    { id: sandbox, name: 'sandbox', organizationalUnit: 'Sandboxes' },
  ]);
});

describe('what is chosen', () => {
  test.each<[string, Config, readonly string[]]>([
    ['a unit, with all below', { organizationalUnits: [workloads] }, [payments, search]],
    ['a unit below', { organizationalUnits: [production] }, [payments]],
    ['two that overlap', { organizationalUnits: [production, workloads] }, [payments, search]],
    ['the root', { organizationalUnits: [root] }, [management, payments, search, sandbox]],
    ['all but an account', { organization: true, exclude: { accounts: [search] } }, [management, payments, sandbox]],
    [
      'all but a unit, with all below',
      { organization: true, exclude: { organizationalUnits: [workloads] } },
      [management, sandbox],
    ],
    ['a unit but one below it', { organizationalUnits: [workloads], exclude: { organizationalUnits: [production] } }, [search]],
    [
      'an exclusion wins over what it contains',
      { organizationalUnits: [production], exclude: { organizationalUnits: [workloads], accounts: [] } },
      [],
    ],
    [
      'an exclusion of an account that is gone',
      { organization: true, exclude: { accounts: [lost, sandbox] } },
      [management, payments, search],
    ],
    ['accounts of the organization', { organization: true, accounts: [search, management] }, [management, search]],
    ['accounts of a unit', { organizationalUnits: [workloads], accounts: [search] }, [search]],
  ])('%s', async (_, config, ids) => {
    if (ids.length > 0) expect(await idsOf(config)).toEqual(ids);
    else await expect(idsOf(config)).rejects.toThrow(AccountsError);
  });
});

describe('what is refused, by name', () => {
  test.each<[string, Config, string]>([
    [
      'an account of nobody',
      { organization: true, accounts: [lost] },
      `account ${lost} is no active account of the organization`,
    ],
    ['a suspended account', { organization: true, accounts: [closed] }, `account ${closed} is no active account`],
    [
      'an account that is excluded',
      { organization: true, accounts: [search], exclude: { organizationalUnits: [workloads] } },
      `account ${search} is left out of the scan by organizationalUnits or exclude`,
    ],
    ['an account of another unit', { organizationalUnits: [sandboxes], accounts: [search] }, `account ${search} is left out`],
    ['a unit of nobody', { organizationalUnits: ['ou-ab12-typing00'] }, 'has no organizational unit ou-ab12-typing00'],
    [
      'an excluded unit of nobody',
      { organization: true, exclude: { organizationalUnits: ['ou-ab12-typing00'] } },
      'has no organizational unit ou-ab12-typing00',
    ],
    [
      'a unit without active accounts',
      { organizationalUnits: [empty] },
      'no active account of the organization is left to scan',
    ],
  ])('%s', async (_, config, said) => {
    const refused = idsOf(config);
    await expect(refused).rejects.toThrow(AccountsError);
    await expect(refused).rejects.toThrow(said);
  });

  test('an organization without an active account', async () => {
    const { aws: none } = await served({ ...organizations, ListAccounts: [account(closed, 'closed', 'SUSPENDED')] });
    await expect(plannedAccounts(none, { organization: true }, management)).rejects.toThrow(
      'the organization lists no active account; leave it out to scan your own account',
    );
  });
});

test('more accounts than a run has are refused before it begins', async () => {
  const aws = {
    call: async (_: unknown, __: string, operation: string) =>
      operation === 'ListAccounts'
        ? { Accounts: Array.from({ length: 10_001 }, (_none, index) => ({ Id: String(300_000_000_000 + index) })) }
        : { Roots: [] },
  } as unknown as Aws;
  await expect(plannedAccounts(aws, { organization: true }, management)).rejects.toThrow(
    '10001 accounts are more than the 10000 of a run; choose by organizationalUnits or exclude',
  );
});

describe('a tree that may not be read', () => {
  const note = 'AccessDenied: organizations:ListOrganizationalUnitsForParent';
  test('costs the units, and says so, where nobody chooses by them', async () => {
    const { aws: partial, estate: refusing } = await served();
    refusing.faults.add({ kind: 'deny', operation: 'ListOrganizationalUnitsForParent' });
    const notes: string[] = [];
    const config = { organization: true, exclude: { accounts: [sandbox] } };
    expect(await plannedAccounts(partial, config, management, (line) => notes.push(line))).toEqual([
      { id: management, name: 'management' },
      { id: payments, name: 'payments' },
      { id: search, name: 'search' },
    ]);
    expect(notes).toEqual([
      `the accounts' organizational units are left out: ${note}; grant organizations:ListOrganizationalUnitsForParent to the scanning role`,
    ]);
    for (const choosing of [
      { organizationalUnits: [root] },
      { organization: true, exclude: { organizationalUnits: [production] } },
    ])
      await expect(plannedAccounts(partial, choosing, management)).rejects.toMatchObject({ kind: 'denied', why: note });
  });

  test('is no note where something else failed', async () => {
    const { aws: partial, estate: failing } = await served();
    failing.faults.add({ kind: 'throttle', operation: 'ListRoots' });
    await expect(plannedAccounts(partial, { organization: true }, management)).rejects.toMatchObject({ kind: 'throttled' });
  });
});

test('an account that stands nowhere was moved while we read: scanned, unless its place decides', async () => {
  const { aws: moving } = await served({
    ...organizations,
    ListAccountsForParent: { ...organizations.ListAccountsForParent, [production]: [] },
  });
  expect(await plannedAccounts(moving, { organization: true }, management)).toContainEqual({ id: payments, name: 'payments' });
  await expect(plannedAccounts(moving, { organizationalUnits: [sandboxes] }, management)).rejects.toThrow(
    `Moved: account ${payments} was in no organizational unit that was read`,
  );
});

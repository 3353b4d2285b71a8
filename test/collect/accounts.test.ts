import { afterAll, expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import type { Aws } from '../../shared/clients/aws.ts';
import { listAccounts } from '../../shared/collect/accounts.ts';
import { ACCOUNT, awsAt } from './estate.ts';

const closing: (() => unknown)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

const account = (index: number, Status = 'ACTIVE') => ({
  Id: String(300_000_000_000 + index),
  Name: `account ${index}`,
  Status,
  State: Status,
});
async function organization(Accounts: readonly object[]) {
  const estate = await startEstate({
    accounts: { [ACCOUNT]: { global: { organizations: { ListAccounts: Accounts } } } },
  } as never);
  const aws = await awsAt(estate.url);
  closing.push(aws.close, estate.close);
  return { estate, aws };
}

test('all active accounts, twenty at a time', async () => {
  const all = Array.from({ length: 45 }, (_, index) => account(index, index % 9 === 0 ? 'SUSPENDED' : 'ACTIVE'));
  const { estate, aws } = await organization(all);
  const listed = await listAccounts(aws);
  expect(listed).toEqual(all.filter(({ Status }) => Status === 'ACTIVE').map(({ Id, Name }) => ({ id: Id, name: Name })));
  expect(estate.counts.of({ operation: 'ListAccounts' })).toBe(3);
});

test('an account that is no account, and a page that is no page, are not passed over', async () => {
  const answering = (answer: unknown) => ({ call: async () => answer }) as unknown as Aws;
  await expect(listAccounts(answering({}))).rejects.toThrow('organizations:ListAccounts gave no Accounts');
  await expect(listAccounts(answering({ Accounts: [{ Id: '../1' }] }))).rejects.toThrow('gave a malformed Id');
  expect(await listAccounts(answering({ Accounts: [{ Id: ACCOUNT }] }))).toEqual([{ id: ACCOUNT }]);
});

test('who may not list the accounts is told what to grant', async () => {
  const { estate, aws } = await organization([account(1)]);
  estate.faults.add({ kind: 'deny', operation: 'ListAccounts' });
  await expect(listAccounts(aws)).rejects.toMatchObject({ kind: 'denied', why: 'AccessDenied: organizations:ListAccounts' });
});

import { readdirSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { organization } from '../../estate/demo/organization.ts';
import { startEstate } from '../../estate/server.ts';
import { place, rightEstate } from '../stages/small.ts';
import { credentialsFor, emptyFolder, postern } from './console.ts';

/** The caller's organization, all of whose accounts are suspended. */
const estate = await startEstate(suspended());
afterAll(() => estate.close());

function suspended() {
  const { accounts } = rightEstate();
  const mine = accounts[place.account];
  const ListAccounts = organization.ListAccounts.map((account) => ({
    ...account,
    State: 'SUSPENDED' as const,
    Status: 'SUSPENDED' as const,
  }));
  const global = { ...mine?.global, organizations: { ...organization, ListAccounts } };
  return { accounts: { [place.account]: { ...mine, global } } };
}

test.each(['scan --organization', 'collect --organization --snapshot facts'])(
  '%s of an organization without an active account is a mistake, for it would look at nothing',
  async (line) => {
    const cwd = emptyFolder();
    const { code, out, err } = await postern(line.split(' '), { cwd, env: credentialsFor(estate.url) });
    expect({ code, out, left: readdirSync(cwd) }).toEqual({ code: 64, out: '', left: [] });
    expect(err).toBe('postern: the organization lists no active account; leave it out to scan your own account\n');
  },
);

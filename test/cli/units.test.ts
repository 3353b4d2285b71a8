import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { rateOf } from '../../cli/scan.ts';
import { acquired, production, staging } from '../../estate/demo/accounts.ts';
import { organization } from '../../estate/demo/organization.ts';
import { startEstate } from '../../estate/server.ts';
import { place, rightEstate } from '../stages/small.ts';
import { credentialsFor, emptyFolder, postern } from './console.ts';

/** The demo's organization, whose management account has one cluster; the others are not in the file, and cannot be entered. */
const estate = await startEstate(withOrganization());
afterAll(() => estate.close());
afterEach(() => estate.faults.clear());
const env = credentialsFor(estate.url);

function withOrganization() {
  const { accounts } = rightEstate();
  const mine = accounts[place.account];
  return { accounts: { [place.account]: { ...mine, global: { ...mine?.global, organizations: organization } } } };
}

/** Scans with settings; the flags keep it small. @returns what it said, and the accounts' targets */
async function scanned(settings: string, ...flags: readonly string[]) {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'postern.yaml'), settings);
  const small = ['--check', 'account/root-access-keys', '--format', 'json', '--rate', '1'];
  const { code, out, err } = await postern(['scan', '--config', 'postern.yaml', ...small, ...flags], { cwd, env });
  const targets = code === 64 ? [] : targetsOf(out);
  return { code, err, targets };
}
interface Target {
  readonly kind: string;
  readonly account: string;
  readonly organizationalUnit?: string;
}
const targetsOf = (report: string) =>
  (JSON.parse(report) as { readonly targets: readonly Target[] }).targets
    .filter(({ kind }) => kind === 'account')
    .map(({ account, organizationalUnit }) => `${account} ${organizationalUnit}`);

const [workloads, , stagingUnit] = ['ou-lu7n-3qk0wl8d', 'ou-lu7n-5v9xprod', 'ou-lu7n-7c2mstag'];
const inUnits = {
  production: `${production} Workloads/Production`,
  staging: `${staging} Workloads/Staging`,
  acquired: `${acquired} Acquisitions`,
};

describe('the accounts of a scan', () => {
  test.each<[string, string, readonly string[], readonly string[]]>([
    ['the organization by a flag', '', ['--organization'], [inUnits.production, inUnits.staging, inUnits.acquired]],
    ['units of the file', `organizationalUnits: [${workloads}]`, [], [inUnits.production, inUnits.staging]],
    [
      'units and exclusions of the file',
      `organizationalUnits: [${workloads}]\nexclude: { organizationalUnits: [${stagingUnit}] }`,
      [],
      [inUnits.production],
    ],
    [
      'one of them by a flag',
      `organization: true\nexclude: { accounts: ["${acquired}"] }`,
      ['--account', production],
      [inUnits.production],
    ],
  ])('%s', async (_, settings, flags, targets) => {
    const scan = await scanned(settings, ...flags);
    expect(scan.err).not.toContain('postern:');
    expect(scan.targets).toEqual(targets);
  });

  test('what the deployment alone uses is accepted, and --rate wins over a rate that would take days', async () => {
    const settings =
      'rate: 0.00001\nschedule: { time: "02:30" }\nnotification: { email: [a@example.com] }\ndeployment: { accountsAtOnce: 5 }';
    expect(await scanned(settings)).toMatchObject({ code: 0 });
  });
});

test('the rate is that of the flag, else that of the file, else a quarter', () => {
  expect(rateOf({ rate: 0.5 }, { rate: 0.1 })).toBe(0.5);
  expect(rateOf({}, { rate: 0.1 })).toBe(0.1);
  expect(rateOf({}, {})).toBe(0.25);
});

describe('mistakes', () => {
  test.each([
    [
      `organization: true\nexclude: { accounts: ["${production}"] }`,
      ['--account', production],
      `account ${production} is left out of the scan by organizationalUnits or exclude`,
    ],
    ['organizationalUnits: [ou-lu7n-typing00]', [], 'the organization has no organizational unit ou-lu7n-typing00'],
    [
      'organizationalUnits: [Workloads]',
      [],
      'postern.yaml:1:23: organizationalUnits.0 is no id of an organizational unit (ou-…) or of a root (r-…)',
    ],
  ])('%s %j', async (settings, flags, said) => {
    expect(await scanned(settings, ...flags)).toEqual({ code: 64, err: `postern: ${said}\n`, targets: [] });
  });
});

test('an organization whose units may not be read is scanned without them, and the console says so', async () => {
  estate.faults.add({ kind: 'deny', operation: 'ListRoots' });
  const { err, targets } = await scanned('', '--organization', '--account', production);
  expect(targets).toEqual([`${production} undefined`]);
  expect(err).toContain(
    "the accounts' organizational units are left out: AccessDenied: organizations:ListRoots; grant organizations:ListRoots to the scanning role\n",
  );
});

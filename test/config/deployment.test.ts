import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { ConfigError, parseConfig } from '../../shared/config/config.ts';
import type { Config } from '../../shared/config/schema.ts';
import { parseSettings } from '../../shared/config/settings.ts';

const file = 'postern.yaml';
function refusalOf(text: string): string {
  try {
    parseConfig(text, file);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replace(`${file}:`, '');
    throw error;
  }
  return 'accepted';
}
/** A mistake below a section: the section's name stands on the first line. */
const below = (section: string, line: string) => refusalOf(`${section}:\n  ${line}\n`);

describe('docs/postern.yaml', async () => {
  const text = await readFile(new URL('../../docs/postern.yaml', import.meta.url), 'utf8');
  /** What the file has as a comment because it excludes what it has as a setting. */
  const instead = 'accounts: ["111122223333", "444455556666"]\n';

  test('is understood', () => {
    const config = parseConfig(text, file);
    expect(config).toMatchObject({ organization: true, schedule: { time: '02:30' }, rate: 0.25 });
    expect(parseConfig(instead, file)).toEqual({ accounts: ['111122223333', '444455556666'] });
    expect(text).toContain(`# ${instead}`);
  });

  test('shows every setting that there is', () => {
    const every: { readonly [Name in keyof Required<Config>]: true } = {
      accounts: true,
      organization: true,
      organizationalUnits: true,
      exclude: true,
      rate: true,
      roleName: true,
      externalId: true,
      regions: true,
      checks: true,
      frameworks: true,
      ownAccounts: true,
      secrets: true,
      platformNamespaces: true,
      imageRegistries: true,
      thresholds: true,
      schedule: true,
      notification: true,
      deployment: true,
    };
    const shown = { ...parseConfig(text, file), ...parseConfig(instead, file) };
    expect(Object.keys(shown).sort()).toEqual(Object.keys(every).sort());
    const deployment: { readonly [Name in keyof Required<NonNullable<Config['deployment']>>]: true } = {
      organizationId: true,
      evidence: true,
      network: true,
      coverageAlarm: true,
      accountsAtOnce: true,
      memory: true,
    };
    expect(Object.keys(shown.deployment ?? {}).sort()).toEqual(Object.keys(deployment).sort());
  });

  test('survives the way into a function', () => {
    const config = parseConfig(text, file);
    expect(parseSettings(JSON.stringify(config))).toEqual(config);
  });
});

test('settings beside the code that are none are the fault of the deployment', () => {
  expect(() => parseSettings('{"regions":["frankfurt"]}')).toThrow(/^the deployment's settings are none: .*; deploy again$/);
});

describe('what cannot be meant', () => {
  test.each([
    ['rate: 0', '1:1: rate must be more than 0'],
    ['rate: 1.5', '1:1: rate is more than 1'],
    ['rate: a quarter', '1:1: rate is no number'],
    [
      'organizationalUnits: [Workloads]',
      '1:23: organizationalUnits.0 is no id of an organizational unit (ou-…) or of a root (r-…)',
    ],
    ['organizationalUnits: []', '1:1: organizationalUnits is empty: name what is meant, or leave it out'],
    ['regions: [eu-west-1, us-east-1, eu-west-1]', '1:33: regions.2 is named twice'],
    ['ownAccounts:\n  - "111122223333"\n  - "111122223333"\n', '3:5: ownAccounts.1 is named twice'],
    ['checks: [""]', '1:10: checks.0 is empty'],
  ])('%s', (text, said) => expect(refusalOf(text)).toBe(said));

  test.each([
    ['schedule', 'time: "2:30"', '2:3: schedule.time is no time of day, such as "02:30", in quotes'],
    ['schedule', 'time: 230', '2:3: schedule.time is no text: put it in quotes'],
    ['schedule', 'time: "24:00"', '2:3: schedule.time is no time of day, such as "02:30", in quotes'],
    ['schedule', 'timeZone: Europe/Bonn', '2:3: schedule.timeZone is no time zone, such as Europe/Berlin'],
    ['schedule', 'timeZone: europe/berlin', '2:3: schedule.timeZone is no time zone, such as Europe/Berlin'],
    ['schedule', 'timeZone: "+02:00"', '2:3: schedule.timeZone is no time zone, such as Europe/Berlin'],
    ['schedule', 'flexibleMinutes: 1441', '2:3: schedule.flexibleMinutes is more than 1440'],
    ['schedule', 'flexibleMinutes: 0.5', '2:3: schedule.flexibleMinutes is no whole number'],
    ['schedule', 'cron: "* * * * *"', '2:3: schedule.cron is no setting of Postern'],
    ['notification', 'email: a@example.com', '2:3: notification.email must be a list'],
    ['notification', 'email: ["a@b, c@d"]', '2:11: notification.email.0 is no e-mail address'],
    ['notification', 'email: ["a\u202e@b.c"]', '2:11: notification.email.0 is no e-mail address'],
    ['deployment', 'organizationId: a1b2c3d4e5', '2:3: deployment.organizationId is no id of an organization (o-…)'],
    ['deployment', 'coverageAlarm: 101', '2:3: deployment.coverageAlarm is more than 100'],
    ['deployment', 'accountsAtOnce: 0', '2:3: deployment.accountsAtOnce is less than 1'],
    ['deployment', 'evidence: { mode: legal }', '2:15: deployment.evidence.mode must be governance or compliance'],
    ['deployment', 'memory: { scan: 64 }', '2:13: deployment.memory.scan is less than 512'],
    ['deployment', 'memory: { plan: 512 }', '2:13: deployment.memory.plan is no setting of Postern'],
    [
      'deployment',
      'network: { subnetIds: [subnet-1] }',
      '2:26: deployment.network.subnetIds.0 is no id that begins with subnet-',
    ],
    ['deployment', 'network: {}', '2:3: deployment.network.subnetIds is missing'],
    [
      'deployment',
      'network: { subnetIds: [], securityGroupIds: [sg-0a1b2c3d] }',
      '2:14: deployment.network.subnetIds is empty: name what is meant, or leave it out',
    ],
  ])('%s: %s', (section, line, said) => expect(below(section, line)).toBe(said));

  test('a time zone has its own name, or an older one', () => {
    for (const name of ['UTC', 'Etc/UTC', 'America/Argentina/Buenos_Aires', 'Asia/Calcutta', 'Asia/Kolkata', 'Etc/GMT+5'])
      expect({ name, said: below('schedule', `timeZone: ${name}`) }).toEqual({ name, said: 'accepted' });
  });
});

describe('members that contradict each other', () => {
  const unit = 'ou-ab12-workloads';
  test.each([
    [
      `organizationalUnits: [${unit}]\naccounts: ["111122223333"]\n`,
      '1:1: organizationalUnits cannot be chosen together with accounts: name either the units or the accounts',
    ],
    [
      `organization: false\norganizationalUnits: [${unit}]\n`,
      '2:1: organizationalUnits cannot be chosen from where organization is false: leave one of them out',
    ],
    [
      'regions: [eu-west-1]\nexclude: { accounts: ["111122223333"] }\n',
      '2:1: exclude cannot leave anything out without an organization: add "organization: true", or organizationalUnits',
    ],
    [
      'organization: true\naccounts: ["111122223333"]\nexclude:\n  accounts: ["444455556666", "111122223333"]\n',
      '4:30: exclude.accounts.1 is named in accounts, too',
    ],
    [
      `organizationalUnits: [${unit}]\nexclude:\n  organizationalUnits:\n    - ${unit}\n`,
      '4:7: exclude.organizationalUnits.0 is named in organizationalUnits, too',
    ],
    [
      'deployment:\n  evidence:\n    lockDays: 30\n    deleteAfterDays: 29\n',
      '4:5: deployment.evidence.deleteAfterDays is less than the 30 days for which evidence is locked (lockDays)',
    ],
    [
      'deployment:\n  evidence: { deleteAfterDays: 364 }\n',
      '2:15: deployment.evidence.deleteAfterDays is less than the 365 days for which evidence is locked (lockDays)',
    ],
  ])('%s', (text, said) => expect(refusalOf(text)).toBe(said));

  test('the same in the settings of a deployment', () => {
    expect(() => parseSettings('{"exclude":{"accounts":["111122223333"]}}')).toThrow('cannot leave anything out');
  });

  test('what only looks like it', () => {
    for (const text of [
      'organization: true\naccounts: ["111122223333"]\nexclude: { accounts: ["444455556666"] }\n',
      `organization: true\norganizationalUnits: [${unit}]\n`,
      `organizationalUnits: [r-ab12]\nexclude: { organizationalUnits: [${unit}] }\n`,
      'deployment: { evidence: { lockDays: 30, deleteAfterDays: 30 } }\n',
    ])
      expect(refusalOf(text)).toBe('accepted');
  });
});

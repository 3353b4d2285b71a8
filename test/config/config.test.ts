import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { ConfigError, parseConfig } from '../../shared/config/config.ts';

const read = (text: string) => parseConfig(text, 'postern.yaml');
function refusalOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

test('an empty file, and one of comments, decide nothing', () => {
  for (const text of ['', '\n', '# nothing yet\n', '---\n', '{}']) expect(read(text)).toEqual({});
});

test('every setting', () => {
  const text = `
accounts: ["111122223333", "000000000001"]
organization: false
roleName: postern-member
externalId: 8e1f
regions: [eu-central-1, us-gov-east-1]
checks: ["encryption/*"]
frameworks: [cis-eks-2.0.0]
ownAccounts: ["444455556666"]
thresholds:
  largeRange: { ipv4Addresses: 256, ipv6Networks: 0 }
  versionWarningDays: 90
`;
  expect(read(text)).toEqual({
    accounts: ['111122223333', '000000000001'],
    organization: false,
    roleName: 'postern-member',
    externalId: '8e1f',
    regions: ['eu-central-1', 'us-gov-east-1'],
    checks: ['encryption/*'],
    frameworks: ['cis-eks-2.0.0'],
    ownAccounts: ['444455556666'],
    thresholds: { largeRange: { ipv4Addresses: 256, ipv6Networks: 0 }, versionWarningDays: 90 },
  });
});

describe('a mistake is told with line and column, and the first word is the file', () => {
  test.each([
    [
      'a setting that there is not',
      'regions: [eu-central-1]\nregoins: [x]\n',
      'postern.yaml:2:1: regoins is no setting of Postern',
    ],
    [
      'one below another',
      'thresholds:\n  largeRange:\n    ipv4: 1\n',
      'postern.yaml:3:5: thresholds.largeRange.ipv4 is no setting of Postern',
    ],
    [
      'an account that YAML takes for a number',
      'accounts:\n  - "111122223333"\n  - 111122223333\n',
      'postern.yaml:3:5: accounts.1 is no text: put it in quotes',
    ],
    ['an account too short', 'accounts: ["1"]', 'postern.yaml:1:12: accounts.0 is no account id: 12 digits, in quotes'],
    [
      'a Region that is none',
      'regions:\n  - frankfurt\n',
      'postern.yaml:2:5: regions.0 is no name of a Region, such as eu-central-1',
    ],
    ['a role that is none', 'roleName: a/b', 'postern.yaml:1:1: roleName is no name of an IAM role'],
    [
      'a number that is none',
      'thresholds:\n  versionWarningDays: soon\n',
      'postern.yaml:2:3: thresholds.versionWarningDays is no number',
    ],
    [
      'a number below zero',
      'thresholds:\n  versionWarningDays: -1\n',
      'postern.yaml:2:3: thresholds.versionWarningDays is less than 0',
    ],
    ...['accounts', 'regions', 'checks', 'frameworks'].map((name): [string, string, string] => [
      `a choice of no ${name}`,
      `organization: false\n${name}: []\n`,
      `postern.yaml:2:1: ${name} is empty: name what is meant, or leave it out`,
    ]),
    ['a list where a setting is', 'thresholds: []\n', /^postern\.yaml:1:1: thresholds must be a mapping of settings$/],
    ['a list as the file', '- a\n', 'postern.yaml:1:1: the file must be a mapping of settings'],
    ['a word as the file', 'hello', 'postern.yaml:1:1: the file must be a mapping of settings'],
    ['a setting twice', 'regions: []\nregions: []\n', /^postern\.yaml:2:1: Map keys must be unique/],
    ['a bracket left open', 'regions: [eu-central-1\nchecks: []\n', /^postern\.yaml:\d+:\d+: /],
    ['a tab for indentation', 'thresholds:\n\tversionWarningDays: 1\n', /^postern\.yaml:2:\d+: /],
    ['a tag that makes objects', 'regions: !!js/function "x"\n', /^postern\.yaml:1:\d+: /],
    ['a member __proto__', '__proto__:\n  organization: true\n', /^postern\.yaml:1:1: __proto__ is no setting of Postern$/],
    ['sections to come', 'regions: []\nwaivers: []\n', 'postern.yaml:2:1: waivers is not supported yet; remove the section'],
    ['sections to come, without content', 'waivers:\n', 'postern.yaml:1:1: waivers is not supported yet; remove the section'],
    ['a section without content', 'schedule:\n', 'postern.yaml:1:1: schedule must be a mapping of settings'],
    ['a text where a list is', 'checks: encryption', 'postern.yaml:1:1: checks must be a list'],
    ['a list without content', 'exclude:\n  accounts:\n', 'postern.yaml:2:3: exclude.accounts must be a list'],
    ['a word that is no flag', 'organization: yes', 'postern.yaml:1:1: organization must be true or false'],
    [
      'too many of something',
      `checks: [${Array.from({ length: 501 }, (_, i) => `c${i}`).join(', ')}]`,
      'postern.yaml:1:1: checks has more than 500 members',
    ],
    [
      'two documents',
      'rate: 0.5\n---\nrate: 1\n',
      'postern.yaml:2:1: a second document begins here: one file is one configuration',
    ],
  ])('%s', (_, text, said) => {
    const refusal = refusalOf(text);
    if (typeof said === 'string') expect(refusal).toBe(said);
    else expect(refusal).toMatch(said);
    expect(refusal).not.toContain('\n');
  });
});

test('no key makes the parser talk', () => {
  const talk = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  try {
    expect(refusalOf('? {a: 1}\n: b\n')).toMatch(/^postern\.yaml:1:\d+: .* is no setting of Postern$/);
    expect(talk).not.toHaveBeenCalled();
  } finally {
    talk.mockRestore();
  }
});

test('what unfolds without end is refused, and quickly', () => {
  const levels = Array.from(
    { length: 30 },
    (_, i) =>
      `l${i}: &l${i} [${Array(9)
        .fill(i === 0 ? 'x' : `*l${i - 1}`)
        .join(', ')}]`,
  );
  const before = performance.now();
  expect(refusalOf(levels.join('\n'))).toMatch(/^postern\.yaml: Excessive alias count/);
  expect(refusalOf(`checks: ["${'x'.repeat(1024 * 1024)}"]`)).toBe(
    'postern.yaml: larger than 1 MiB, which no configuration is',
  );
  expect(refusalOf(`regions: ${'['.repeat(20_000)}`)).toMatch(/^postern\.yaml:1:\d+: nested deeper than any configuration is$/);
  expect(performance.now() - before).toBeLessThan(3_000);
});

test('whatever the text, it is a configuration or one line that names the file', () => {
  const yamlish = fc.string({
    unit: fc.constantFrom(...': -[]{}&*!|>\'"%@`#\n\t,?ab01é\u0000\u001b\u2028', 'accounts', 'regions: '),
  });
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), yamlish), (text) => {
      const refusal = refusalOf(text);
      expect(refusal).toMatch(/^(accepted|postern\.yaml.*)$/);
    }),
    { numRuns: 200 },
  );
});

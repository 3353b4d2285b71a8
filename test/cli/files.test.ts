import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyFolder, postern } from './console.ts';

const cwd = emptyFolder();
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(cwd, name), content);
  return name;
};
mkdirSync(join(cwd, 'folder'));
const huge = (name: string, mebibytes: number): string => {
  file(name, '');
  truncateSync(join(cwd, name), mebibytes * 1024 * 1024 + 1);
  return name;
};
const account = '111122223333';
const estate = (content: unknown, name = 'estate.json') => file(name, JSON.stringify(content));
const inRegion = (services: unknown) => ({ accounts: { [account]: { regions: { 'eu-central-1': services } } } });

async function refusal(line: readonly string[]): Promise<string> {
  const { code, out, err } = await postern(line, { cwd });
  expect({ code, out }).toEqual({ code: 64, out: '' });
  expect(err).toMatch(/^postern: [^\p{Cc}\p{Cf}]+\n$/u);
  return err.slice('postern: '.length, -1);
}

describe('an estate file', () => {
  test.each([
    ['that is a folder', () => 'folder', 'cannot read folder: it is a folder'],
    ['that is no text', () => file('binary.json', Buffer.from([0xff, 0xfe, 0x00])), 'binary.json is not UTF-8 text'],
    ['that is huge', () => huge('huge.json', 256), 'huge.json is larger than 256 MiB'],
    ['that is empty', () => file('empty.json', ''), /^empty\.json: not JSON: /],
    ['that is cut short', () => file('cut.json', '{"accounts":{"1'), /^cut\.json: not JSON: /],
    [
      'that nests deeply',
      () => file('deep.json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      'deep.json: nested deeper than 100 levels',
    ],
    ['that is a list', () => estate([]), /^estate\.json: the estate: expected /],
    ['without accounts', () => estate({ accounts: {} }), 'estate.json: accounts: there must be at least one account'],
    [
      'with a member that there is not',
      () => estate({ account: {} }),
      /^estate\.json: account: no such member; those are accounts/,
    ],
    [
      'with a service that there is not',
      () => estate(inRegion({ ecs: {} })),
      /accounts\.111122223333\.regions\.eu-central-1\.ecs: no such service here; those are ec2, eks/,
    ],
    [
      'with a list that there is not',
      () => estate(inRegion({ ec2: { SecurityGroup: [] } })),
      /\.ec2\.SecurityGroup: ec2 has no list or operation of this name/,
    ],
    [
      'with a member of an item that there is not',
      () => estate(inRegion({ ec2: { SecurityGroups: [{ GroupID: 'sg-1' }] } })),
      /\.ec2\.SecurityGroups\[0\]\.GroupID: /,
    ],
    ['with an account that is none', () => estate({ accounts: { me: {} } }), /accounts\.me: an account id is twelve digits/],
    ['with names that act on a terminal', () => estate({ 'a\u001b[2J\u202e': 1 }), /no such member/],
    ['with a member __proto__', () => file('proto.json', '{"accounts":{},"__proto__":{"a":1}}'), /^proto\.json: .*__proto__/],
  ])('%s', async (_, name, said) => {
    const message = await refusal(['estate', 'serve', name()]);
    if (typeof said === 'string') expect(message).toBe(said);
    else expect(message).toMatch(said);
  });
});

describe('a settings file', () => {
  test.each([
    [
      'with a mistake',
      () => file('postern.yaml', 'regions:\n  - frankfurt\n'),
      'postern.yaml:2:5: regions.0 is no name of a Region, such as eu-central-1',
    ],
    [
      'with waivers',
      () => file('waivers.yaml', 'regions: []\nwaivers:\n  - check: "*"\n'),
      'waivers.yaml:2:1: waivers is not supported yet; remove the section',
    ],
    [
      'with a check that there is not',
      () => file('checks.yaml', 'checks: ["nods/*"]\n'),
      'no check matches "nods/*"; postern checks lists them',
    ],
    [
      'with a choice of nothing',
      () => file('nowhere.yaml', 'regions: []\n'),
      'nowhere.yaml:1:1: regions is empty: name what is meant, or leave it out',
    ],
    ['that is huge', () => huge('huge.yaml', 16), 'huge.yaml is larger than 16 MiB'],
    ['that is a device', () => '/dev/zero', 'cannot read /dev/zero: it is neither a file nor a pipe'],
  ])('%s', async (_, name, said) => {
    const config = name();
    for (const command of ['scan', 'collect --snapshot facts', 'check --snapshot nowhere'])
      expect(await refusal([...command.split(' '), '--config', config])).toBe(said);
  });
});

describe('a pipe', () => {
  /** A named pipe that a process writes to. */
  function pipe(name: string, script: string): string {
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(cwd, name)]);
    spawn('sh', ['-c', `${script} > "$0"`, join(cwd, name)], { stdio: 'ignore' });
    return name;
  }

  test('is read to its end', async () => {
    expect(await refusal(['scan', '--config', pipe('pipe.yaml', 'echo "regions: [frankfurt]"')])).toBe(
      'pipe.yaml:1:11: regions.0 is no name of a Region, such as eu-central-1',
    );
  });

  test('without an end is read as far as its bound', async () => {
    expect(await refusal(['scan', '--config', pipe('endless.yaml', 'yes')])).toBe('endless.yaml is larger than 16 MiB');
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { run } from '../../infra/deploy.ts';
import type { Config } from '../../shared/config/schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'postern-deploy-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'postern.yaml');

/** Runs a command, and notes everything that it did. */
async function ran(
  argv: readonly string[],
  { text = '{}', code = 0, fault }: { text?: string; code?: number; fault?: Error } = {},
) {
  writeFileSync(file, text);
  const [said, assembled, deployed]: [string[], Config[], string[][]] = [[], [], []];
  const exit = await run(argv, {
    outdir: '/out',
    assemble: async (config) => {
      assembled.push(config);
      if (fault) throw fault;
      return ['/out/Postern.template.json'];
    },
    out: (line) => said.push(line),
    err: (line) => said.push(line),
    cdk: async (words) => {
      deployed.push([...words]);
      return code;
    },
  });
  return { exit, said: said.join(''), assembled, deployed };
}

test('synth writes the templates and says where; nothing is deployed', async () => {
  const { exit, said, assembled, deployed } = await ran(['synth', '--config', file], { text: 'regions: [eu-central-1]' });
  expect([exit, said]).toEqual([0, '/out/Postern.template.json\n']);
  expect(assembled).toEqual([{ regions: ['eu-central-1'] }]);
  expect(deployed).toEqual([]);
});

test('deploy hands the hub stack to the CDK, which asks before rights are widened', async () => {
  const { exit, assembled, deployed } = await ran(['deploy']);
  expect(exit).toBe(0);
  expect(assembled).toEqual([{}]);
  expect(deployed).toEqual([['deploy', 'Postern', '--app', '/out', '--require-approval', 'broadening']]);
  expect((await ran(['deploy', '--yes'])).deployed[0]).toContain('never');
});

test('a deployment that fails ends with the code of the CDK, and says what it needs', async () => {
  const { exit, said } = await ran(['deploy'], { code: 1 });
  expect(exit).toBe(1);
  expect(said).toMatch(/credentials.*\n.*cdk bootstrap/);
});

test.each<[string, string]>([
  ['schedule:\n  time: "25:00"\n', 'postern.yaml:2:3: schedule.time is no time of day, such as "02:30", in quotes'],
  ['accounts: ["1"]\n', 'postern.yaml:1:12: accounts.0 is no account id: 12 digits, in quotes'],
  ['deployment: { evidence: { mode: forever } }\n', 'deployment.evidence.mode'],
  ['a: [\n', 'postern.yaml:'],
])('a mistake in postern.yaml stops everything before it begins: %j', async (text, says) => {
  for (const command of ['synth', 'deploy']) {
    const { exit, said, assembled, deployed } = await ran([command, '--config', file], { text });
    expect(exit).toBe(64);
    expect(said).toContain(says);
    expect(said.match(/\n/g)).toHaveLength(1);
    expect([...assembled, ...deployed]).toEqual([]);
  }
});

test.each<[string, string[]]>([
  ['no command', []],
  ['another command', ['destroy']],
  ['a flag that there is not', ['deploy', '--force']],
  ['a flag of the other command', ['synth', '--yes']],
  ['a flag without its value', ['deploy', '--config']],
  ['a word too many', ['deploy', 'now']],
  ['a file that is not there', ['deploy', '--config', join(folder, 'none.yaml')]],
  ['a folder', ['deploy', '--config', folder]],
])('%s is a mistake of the caller, said in one line', async (_, argv) => {
  const { exit, said, assembled, deployed } = await ran(argv);
  expect(exit).toBe(64);
  expect(said).toMatch(/^postern: [^\n]+\n$/);
  expect([...assembled, ...deployed]).toEqual([]);
});

test('help is no mistake', async () => {
  const { exit, said } = await ran(['deploy', '--help']);
  expect(exit).toBe(0);
  expect(said).toContain('--config FILE');
});

test('what we did wrong is said to be ours', async () => {
  const { exit, said } = await ran(['synth'], { fault: new Error('Validation failed') });
  expect([exit, said]).toEqual([70, 'postern: this is our fault: Validation failed\n']);
});

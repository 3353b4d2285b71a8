import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import validate from 'asl-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../shared/config/config.ts';
import type { Config } from '../../shared/config/schema.ts';
import { definitionFrom } from '../cloud/asl/cloudformation.ts';
import { deployed, ofType, synthesizeAnew } from '../infra/synthesized.ts';
import { pythonWith } from './python.ts';

const VERSION = '1.58.0';
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'postern-template-'));
afterAll(() => rmSync(folder, { recursive: true }));

const example = readFileSync(new URL('../../docs/postern.yaml', import.meta.url), 'utf8');
const many = Array.from({ length: 50 }, (_, index) => String(444_400_000_000 + index));
const configurations: readonly (readonly [string, Config])[] = [
  ['nothing', {}],
  ['every setting', parseConfig(example, 'docs/postern.yaml')],
  ['as many accounts as are named', { accounts: many, roleName: 'a'.repeat(64) }],
  ['short evidence in compliance mode', { deployment: { evidence: { mode: 'compliance', lockDays: 1, deleteAfterDays: 2 } } }],
];

describe.each(configurations)('with %s', (_, config) => {
  // cdk-nag and AWS's cloudformation-validate have looked at them by then.
  const { hub, texts } = synthesizeAnew(config, true);

  test('asl-validator takes the definition', () => {
    const [[id]] = ofType(hub, 'AWS::StepFunctions::StateMachine') as [[string, unknown]];
    expect(validate(definitionFrom(hub, id, deployed) as object)).toMatchObject({ isValid: true });
  });

  describe('cfn-lint', () => {
    let python = '';
    beforeAll(async () => {
      python = await pythonWith('cfn-lint', VERSION);
    });
    test.each(['hub', 'member'] as const)('takes the template of the %s', async (which) => {
      const file = join(folder, `${which}.template.json`);
      // Its schema of definitions knows no substitution in a Resource, and one partition.
      writeFileSync(file, texts[which].replaceAll(`arn:\${Partition}:`, 'arn:aws:'));
      expect(await lint(python, file)).toBe('');
    });
  });
});

test('cfn-lint would say so if something were wrong', async () => {
  const file = join(folder, 'wrong.template.json');
  writeFileSync(file, JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { RoleNam: 'x' } } } }));
  expect(await lint(await pythonWith('cfn-lint', VERSION), file)).toMatch(/E\d{4}/);
});

/** What cfn-lint says of a template; W3005 is of the CDK, which writes dependencies out that follow from references as well. */
async function lint(python: string, file: string): Promise<string> {
  const main = 'import sys; from cfnlint.runner.cli import main; sys.exit(main())';
  const words = ['-c', main, '--ignore-checks', 'W3005', '--format', 'parseable', '--regions', 'eu-central-1', '--', file];
  const { stdout } = await run(python, words).catch((error: { stdout?: string; stderr?: string }) => ({
    stdout: error.stdout || error.stderr || String(error),
  }));
  return stdout;
}

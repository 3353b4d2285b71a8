import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks } from '../../shared/checks/index.ts';
import { expectGolden } from '../golden/golden.ts';
import { postern, root } from './console.ts';

test.each([
  ['checks', ['checks']],
  ['permissions', ['permissions']],
  ['help', ['--help']],
  ['help-scan', ['scan', '--help']],
  ['help-collect', ['collect', '--help']],
  ['help-check', ['check', '--help']],
  ['help-exposure', ['exposure', '--help']],
  ['help-reach', ['reach', '--help']],
  ['help-manifests', ['manifests', '--help']],
  ['help-remote', ['remote', '--help']],
  ['help-remote-scan', ['remote', 'scan', '--help']],
] as const)('%s, as it is printed', async (name, line) => {
  const { code, out, err } = await postern(line);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expectGolden(`cli/${name}.txt`, out);
});

test('checks names each check once, on a line of its own', async () => {
  const { out } = await postern(['checks']);
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/\s/)[0]),
  ).toEqual(checks.map(({ id }) => id));
});

test.each(checks.map(({ id }) => id))('explain %s prints its page', async (id) => {
  const { code, out, err } = await postern(['explain', id]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe(readFileSync(join(root, `docs/checks/${id}.md`), 'utf8'));
});

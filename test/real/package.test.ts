import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, root, type Transcript } from '../cli/console.ts';

const run = promisify(execFile);
/** The machine's own programs: not the Node that the project brings along for its tests. */
const path = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(delimiter);
const env = { ...process.env, PATH: path };

const folder = emptyFolder();
let packed: readonly string[] = [];

beforeAll(async () => {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root, env });
  const [{ files }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [
    { readonly files: readonly { readonly path: string }[] },
  ];
  packed = files.map((file) => file.path);
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "somewhere", "private": true }');
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', `./${tarball}`], { cwd: folder, env });
}, 300_000);
afterAll(() => rmSync(join(root, 'dist'), { recursive: true, force: true }));

/** The command as npm installs it, in an environment that has nothing else. */
async function postern(...argv: readonly string[]): Promise<Transcript> {
  const cwd = emptyFolder();
  const command = join(folder, 'node_modules/.bin/postern');
  const outcome = await run(command, [...argv], { cwd, env: { PATH: path }, maxBuffer: 64 * 1024 * 1024 }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }) => ({ code, out: stdout, err: stderr }),
  );
  if (argv.includes('demo')) expect(existsSync(join(cwd, 'postern-demo/runs'))).toBe(!argv.includes('--format'));
  return outcome;
}

test('the package holds what it takes, and nothing else', () => {
  const kinds = [
    /^dist\/[\w-]+\.js$/,
    /^cli\/launcher\.cjs$/,
    /^deploy\/collector\.yaml$/,
    /^docs\/(checks\/.+\.md|(exposure|report)\.schema\.json)$/,
    /^(LICENSE|README\.md|package\.json)$/,
  ];
  expect(packed.filter((name) => !kinds.some((kind) => kind.test(name)))).toEqual([]);
  const schemas = ['docs/exposure.schema.json', 'docs/report.schema.json'];
  const whole = ['dist/main.js', 'cli/launcher.cjs', 'deploy/collector.yaml', 'LICENSE', 'README.md', ...schemas];
  for (const name of whole) expect(packed).toContain(name);
});

test('it starts under the Node of this machine, whichever that is', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  expect(await postern('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
});

test('it lists its checks', async () => {
  const { code, out, err } = await postern('checks');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('api-endpoint/public-access');
});

test('it scans the demo', async () => {
  const { code, out } = await postern('demo');
  expect(code).toBe(1);
  expect(out).toMatch(/^\d+ findings, \d+ critical\.$/m);
  const json = await postern('demo', '--format', 'json');
  expect(JSON.parse(json.out)).toMatchObject({ schema: 'postern/report@1', summary: { targets: { total: 20 } } });
});

test('it explains a check, and says what a scan may do', async () => {
  expect((await postern('explain', 'encryption/secrets')).out).toMatch(/^# .+\n[\s\S]*`encryption\/secrets`/);
  expect((await postern('permissions')).out).toContain('eks:DescribeCluster');
  expect((await postern('scan', '--nonsense')).code).toBe(64);
});

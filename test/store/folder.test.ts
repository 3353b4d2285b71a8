import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAll } from '../../shared/store/bytes.ts';
import { folderStore } from '../../shared/store/folder.ts';
import { folderError } from '../../shared/store/folder-error.ts';
import { all, storeContract } from './contract.ts';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'postern-store-'));
  await writeFile(join(base, 'file'), 'a file');
});
afterAll(() => rm(base, { recursive: true, force: true }));

async function* nothing() {}
const fresh = () => mkdtemp(join(base, 'store-'));

storeContract('folder', async () => ({
  fresh: async () => folderStore(join(await fresh(), 'made', 'at-first-save')),
  missing: folderStore(join(base, 'absent'), { mustExist: true }),
  many: 60,
  close: async () => undefined,
}));

describe('folder store', () => {
  test.each(['file', 'file/out'])('an output folder at %s, which cannot be made, is an error that names it', async (path) => {
    const store = folderStore(join(base, path));
    await expect(store.save('a/b', Buffer.from('x'))).rejects.toMatchObject({
      kind: 'unwritable',
      message: expect.stringMatching(/^cannot save .*file.* choose another folder \(E[A-Z]+\)$/),
    });
  });

  // Linux; below /proc no folder can be made, and the system says that it does not exist.
  test.runIf(existsSync('/proc/self'))('an output folder that the system never makes ends, and is an error', async () => {
    for (const folder of ['/proc/x', '/proc/self/x/y'])
      await expect(folderStore(folder).save('a/b', Buffer.from('x'))).rejects.toMatchObject({
        kind: 'unwritable',
        message: `cannot save ${folder}/a/b: the folder cannot be made or was removed; choose another folder (ENOENT)`,
      });
  });

  test('a folder of many levels is made by several writers at once', async () => {
    const store = folderStore(join(await fresh(), 'a', 'b', 'c'));
    await Promise.all(['x', 'y', 'z'].map((key) => store.save(key, Buffer.from(key))));
    expect(await all(store.list(''))).toHaveLength(3);
  });

  test.each([
    ['EACCES', 'save', 'unwritable'],
    ['EROFS', 'save', 'unwritable'],
    ['ENOSPC', 'save', 'full'],
    ['EDQUOT', 'save', 'full'],
    ['EACCES', 'read', 'denied'],
    ['EIO', 'read', 'denied'],
    ['EIO', 'save', 'unwritable'],
  ] as const)('%s on %s is "%s"', (code, doing, kind) => {
    const error = folderError(Object.assign(new Error(`${code}: of\nthe system`), { code }), doing, '/out/a');
    expect(error).toMatchObject({ kind, message: expect.stringMatching(`^cannot ${doing} /out/a: .+ \\(${code}\\)$`) });
  });

  test('leaves no temporary file or lock behind, whatever happened', async () => {
    const root = await fresh();
    const store = folderStore(root);
    const { etag } = await store.save('a/x', Buffer.from('1'));
    await store.save('a/x', Buffer.from('2'), { ifMatch: etag });
    await store.save('a/x', Buffer.from('3'), { ifNoneMatch: true }).catch(() => undefined);
    await store.save('a/x', Buffer.from('3'), { ifMatch: 'no' }).catch(() => undefined);
    await store.save('a', Buffer.from('over a folder')).catch(() => undefined);
    expect(await readdir(root, { recursive: true })).toEqual(['a', join('a', 'x')]);
    expect(await readFile(join(root, 'a', 'x'), 'utf8')).toBe('2');
  });

  test('a folder where a file is needed, and a file where a folder is needed, are errors that say so', async () => {
    const store = folderStore(await fresh());
    await store.save('a/x', Buffer.from('1'));
    await expect(store.save('a', Buffer.from('2'))).rejects.toMatchObject({ kind: 'unwritable' });
    await expect(store.save('a/x/y', Buffer.from('2'))).rejects.toMatchObject({
      kind: 'unwritable',
      message: expect.stringContaining('a file stands'),
    });
  });

  test('names that are no keys are not listed; a link or pipe among the keys is refused, not left out', async () => {
    const root = await fresh();
    await mkdir(join(root, 'with space'));
    await writeFile(join(root, '~0123'), 'being written');
    await writeFile(join(root, 'ok'), 'x');
    await writeFile(join(root, 'with space', 'ok'), 'x');
    expect(await all(folderStore(root).list(''))).toEqual([{ key: 'ok', size: 1 }]);
    await symlink(join(root, 'ok'), join(root, 'link'));
    await expect(all(folderStore(root).list(''))).rejects.toMatchObject({ kind: 'refused' });
    expect(await all(folderStore(root).list('o'))).toEqual([{ key: 'ok', size: 1 }]);
  });

  test('links below the root are refused for reading and writing, wherever they lead; the root may be one', async () => {
    const [root, outside] = [await fresh(), await fresh()];
    await writeFile(join(outside, 'secret'), 'x');
    await symlink(outside, join(root, 'runs'));
    await symlink(join(outside, 'secret'), join(root, 'plan.json'));
    const store = folderStore(root);
    await expect(store.load('runs/secret', { maxBytes: 9 })).rejects.toMatchObject({ kind: 'refused' });
    await expect(store.load('plan.json', { maxBytes: 9 })).rejects.toMatchObject({ kind: 'refused' });
    await expect(store.save('runs/new/x', Buffer.from('x'))).rejects.toMatchObject({ kind: 'refused' });
    await expect(all(store.list('runs/'))).rejects.toMatchObject({ kind: 'refused' });
    expect(await readdir(outside)).toEqual(['secret']);
    await store.save('plan.json', Buffer.from('ours'));
    expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('x');

    await symlink(outside, join(base, 'root-link'));
    const found = await folderStore(join(base, 'root-link')).load('secret', { maxBytes: 9 });
    expect(String(await readAll(found?.body ?? nothing(), 9, Error))).toBe('x');
  });

  test('a pipe in a hostile folder holds nobody up', async () => {
    const root = await fresh();
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(root, 'pipe')]);
    await expect(folderStore(root).load('pipe', { maxBytes: 9 })).rejects.toMatchObject({ kind: 'refused' });
    await expect(all(folderStore(root).list(''))).rejects.toMatchObject({ kind: 'refused' });
  });

  test('a root that is a file is no store; one that is absent is empty unless it must exist', async () => {
    await expect(folderStore(join(base, 'file'), { mustExist: true }).load('a', { maxBytes: 9 })).rejects.toMatchObject({
      kind: 'missing',
      message: expect.stringContaining('not a folder'),
    });
    expect(await folderStore(join(base, 'none')).load('a', { maxBytes: 9 })).toBeUndefined();
    expect(await all(folderStore(join(base, 'none')).list(''))).toEqual([]);
  });

  test('an exchange waits for a lock of another process', async () => {
    const root = await fresh();
    const store = folderStore(root);
    const { etag } = await store.save('latest', Buffer.from('1'));
    await writeFile(join(root, 'latest~lock'), '');
    const exchange = store.save('latest', Buffer.from('2'), { ifMatch: etag });
    expect(await Promise.race([exchange, new Promise((resolve) => setImmediate(resolve, 'waiting'))])).toBe('waiting');
    await rm(join(root, 'latest~lock'));
    await expect(exchange).resolves.toMatchObject({ size: 1 });
  });

  test('a lock that a process left behind is named, not broken', async () => {
    const root = await fresh();
    const store = folderStore(root, { lockWaitMs: 0 });
    const { etag } = await store.save('latest', Buffer.from('1'));
    const lock = join(root, 'latest~lock');
    await writeFile(lock, '');
    await expect(store.save('latest', Buffer.from('2'), { ifMatch: etag })).rejects.toMatchObject({
      kind: 'unwritable',
      message: expect.stringContaining(`remove ${lock}`),
    });
    expect(await readFile(join(root, 'latest'), 'utf8')).toBe('1');
    expect(await readdir(root)).toEqual(['latest', 'latest~lock']);
  });
});

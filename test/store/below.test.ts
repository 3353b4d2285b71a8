import { expect, test } from 'vitest';
import { storeBelow } from '../../shared/store/below.ts';
import { readAll } from '../../shared/store/bytes.ts';
import { memoryStore } from '../cloud-core/memory.ts';
import { all } from './contract.ts';
import { inFolder } from './in-folder.ts';

const text = (words: string) => Buffer.from(words);

test('a folder of a store is a store of its own', () =>
  inFolder(async (store) => {
    const below = storeBelow(store, 'inside/a/');
    await below.save('runs/x/plan.json', text('{}'));
    await store.save('outside.json', text('{}'));
    expect((await all(store.list(''))).map(({ key }) => key)).toEqual(['inside/a/runs/x/plan.json', 'outside.json']);
    expect(await all(below.list(''))).toEqual([{ key: 'runs/x/plan.json', size: 2 }]);
    expect(await all(below.listFolders('runs/'))).toEqual(['x']);
    const found = await below.load('runs/x/plan.json', { maxBytes: 10 });
    expect(found && (await readAll(found.body, 10, Error)).toString()).toBe('{}');
    expect(await below.load('outside.json', { maxBytes: 10 })).toBeUndefined();
    expect(below.where('a.json')).toBe(store.where('inside/a/a.json'));
    await expect(below.save('runs/x/plan.json', text(''), { ifNoneMatch: true })).rejects.toMatchObject({ kind: 'conflict' });
  }));

test('nothing outside of it can be named', async () => {
  const { store } = memoryStore();
  const below = storeBelow(store, 'a/');
  await store.save('b', text('x'));
  for (const key of ['../b', '/b', 'x/../../b', '', '.'])
    await expect(below.load(key, { maxBytes: 10 })).rejects.toMatchObject({ kind: 'bad-key' });
  for (const folder of ['a', '../', '/', '..'])
    expect(() => storeBelow(store, folder)).toThrow(expect.objectContaining({ kind: 'bad-key' }));
});

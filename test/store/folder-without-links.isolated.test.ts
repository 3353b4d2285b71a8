import type * as files from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { inFolder } from './in-folder.ts';

vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof files>()),
  link: async () => {
    throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' });
  },
}));

test('on a file system without hard links one of eight racing writers wins all the same', () =>
  inFolder(async (store) => {
    const race = Array.from({ length: 8 }, (_, n) => store.save('lock', Buffer.from(`${n}`), { ifNoneMatch: true }));
    const results = await Promise.allSettled(race);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ kind: 'conflict' });
  }));

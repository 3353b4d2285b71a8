import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pages, pagesFolder } from '../../tools/pages.ts';

const made = await pages();

describe('docs/checks is what the checks and their examples say', () => {
  it.each([...made])('%s', (path, text) => {
    const file = new URL(path, pagesFolder);
    expect(existsSync(file) ? readFileSync(file, 'utf8') : 'no such page', `${path} is stale: npm run docs writes it`).toBe(
      text,
    );
  });

  it('has no page of a check that is gone', () => {
    const files = readdirSync(pagesFolder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(new URL(path, pagesFolder)).isFile())
      .map((path) => path.replaceAll('\\', '/'));
    expect(files.sort()).toEqual([...made.keys()].sort());
  });
});

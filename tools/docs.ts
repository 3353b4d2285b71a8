import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { pages, pagesFolder } from './pages.ts';

/** Writes docs/checks/ anew: a page of a check that is gone goes with it. */
rmSync(pagesFolder, { recursive: true, force: true });
for (const [path, text] of await pages()) {
  const file = new URL(path, pagesFolder);
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, text);
}

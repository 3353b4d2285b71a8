import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Check } from '../../shared/checks/check.ts';
import { checks } from '../../shared/checks/index.ts';
import { visibleLines } from '../../shared/report/text.ts';
import { nearIds } from '../../shared/stages/exposure-near.ts';
import { exitCodes, UsageError } from '../io.ts';
import type { Add } from './command.ts';

/** Checks that are offered instead of one that does not exist. */
const mostNear = 3;

export const addExplain: Add = (program, io, exit) => {
  program
    .command('explain')
    .description('the page of a check: what it judges, what it reads, how to mend it')
    .argument('<check>', 'the id of a check, such as encryption/secrets')
    .action(async (id: string) => {
      const check = (checks as readonly Check[]).find((one) => one.id === id);
      if (check === undefined)
        throw new UsageError(`there is no check ${JSON.stringify(id.slice(0, 80))}${nearest(id)}; postern checks lists them`);
      await io.out(visibleLines(await readFile(page(check.id), 'utf8')));
      exit(exitCodes.ok);
    });
};

/** The page that is generated from the check and its examples, in `docs/` of the package: above this file, how far depends on the build. */
function page(id: string): URL {
  let folder = new URL('../', import.meta.url);
  while (!existsSync(new URL('docs/checks/', folder)) && folder.pathname !== '/') folder = new URL('../', folder);
  return new URL(`docs/checks/${id}.md`, folder);
}

/** Checks whose id differs from what was typed in a few letters, or else holds its last word. */
function nearest(id: string): string {
  const ids = (checks as readonly Check[]).map((check) => check.id);
  const word = id.split('/').at(-1) ?? id;
  const byLetters = nearIds(id.slice(0, 80), ids);
  const found = byLetters.length > 0 || word.length < 3 ? byLetters : ids.filter((one) => one.includes(word));
  const near = found.slice(0, mostNear);
  return near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
}

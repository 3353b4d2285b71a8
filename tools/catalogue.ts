import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checks } from '../shared/checks/index.ts';
import { headOf } from './heads.ts';

/** Writes shared/checks/catalogue.ts anew; a test compares. */
const file = fileURLToPath(new URL('../shared/checks/catalogue.ts', import.meta.url));
const literal = (check: (typeof checks)[number]): string => JSON.stringify(headOf(check));
writeFileSync(
  file,
  `import type { CheckHead } from './check.ts';

/**
 * Every check without its words and its judge, for functions that read what checks need and judge nothing: their bundles would be a third
 * larger with them. Written by \`npm run docs\`.
 */
export const catalogue: readonly CheckHead[] = [${checks.map(literal).join(', ')}];
`,
);
execFileSync('biome', ['check', '--write', file], { stdio: ['ignore', 'ignore', 'inherit'] });

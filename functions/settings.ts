import { readFileSync } from 'node:fs';
import type { Config } from '../shared/config/schema.ts';
import { parseSettings } from '../shared/config/settings.ts';

/**
 * What `postern.yaml` says, from `settings.json` beside the code: the two are deployed as one.
 * @throws Error where they were not
 */
export const readSettings = (): Config => parseSettings(readFileSync(new URL('./settings.json', import.meta.url), 'utf8'));

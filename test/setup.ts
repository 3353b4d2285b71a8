import fc from 'fast-check';
import { afterAll } from 'vitest';
import { removeFolders } from './folders.ts';
import { tries } from './whole.ts';

// How often a property is tried that does not say so itself.
fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: tries(20, 200) });

afterAll(removeFolders);

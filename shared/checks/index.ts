import publicAccess from './api-endpoint/public-access.ts';
import type { Check } from './check.ts';
import secrets from './encryption/secrets.ts';

/** Every check, by its path. A test asserts that this list and the folder agree. */
export const checks = [publicAccess, secrets] as const satisfies readonly Check[];

/** The name of a check that exists: a framework that names another does not compile. */
export type CheckId = (typeof checks)[number]['id'];

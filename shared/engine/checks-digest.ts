import { createHash } from 'node:crypto';
import type { Check } from '../checks/check.ts';

/** Tells one state of the checks from another: the version that holds their code, and their words. SHA-256 in hex. */
export const checksDigest = (version: string, checks: readonly Check[]): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        version,
        checks.map(({ id, title, severity, scope, needs, each }) => [id, title, severity, scope, needs, each ?? null]),
      ]),
    )
    .digest('hex');

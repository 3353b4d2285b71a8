import { createHash } from 'node:crypto';

/**
 * The name of a cluster in keys: the first 32 hex digits of SHA-256 of its ARN (contracts 3.4). Names and ARNs themselves are an
 * attacker's and never part of a path.
 */
export const clusterKey = (arn: string): string => createHash('sha256').update(arn).digest('hex').slice(0, 32);

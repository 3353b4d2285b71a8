import { createHash } from 'node:crypto';

/**
 * The name of a cluster in keys: the first 32 hex digits of SHA-256 of its ARN (contracts 3.4), or, for a cluster that is not
 * of EKS, of its context and server. Names and ARNs themselves are an attacker's and never part of a path.
 */
export function clusterKey(identity: string | { context: string; server: string }): string {
  const text = typeof identity === 'string' ? identity : JSON.stringify([identity.context, identity.server]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

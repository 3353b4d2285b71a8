/** Credentials of an account, as providers of the SDK give them. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** The role that is assumed in accounts other than the caller's: the same name in each. */
export interface AssumedRole {
  readonly name: string;
  readonly externalId?: string;
  /** Also in the caller's own account, so that nothing is read with the caller's own rights. */
  readonly always?: boolean;
  /** A session for each Region, which a session policy narrows to it. */
  readonly regional?: boolean;
  /** Tells the run in the account's own CloudTrail: 2 to 64 of `A-Za-z0-9_+=,.@-`. */
  readonly sessionName: string;
}

const RENEW_BEFORE_MS = 5 * 60_000;
const FAILURE_KEPT_MS = 30_000;

/**
 * Asks once for all who want them at the same time, and again shortly before they expire. A failure is kept for half a minute: who
 * may not enter an account is not to knock once for every question.
 */
export function kept(provider: () => Promise<AwsCredentials>, now: () => number = Date.now): () => Promise<AwsCredentials> {
  let current: { readonly credentials: Promise<AwsCredentials>; until: number } | undefined;
  return () => {
    if (current === undefined || now() >= current.until) {
      const fresh = { credentials: provider(), until: Number.POSITIVE_INFINITY };
      current = fresh;
      fresh.credentials.then(
        ({ expiration }) => {
          if (expiration !== undefined) fresh.until = expiration.getTime() - RENEW_BEFORE_MS;
        },
        () => {
          fresh.until = now() + FAILURE_KEPT_MS;
        },
      );
    }
    return current.credentials;
  };
}

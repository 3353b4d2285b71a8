import type { AwsCredentials } from './credentials.ts';

/** What stands for a secret in words that are shown. */
const REDACTED = '[redacted]';

/**
 * What a request is authenticated with, as an endpoint may repeat it: the Authorization header, its parts and those of a presigned URL
 * (AWS Signature Version 4), the session token's header, access key ids, and whatever is as long as a secret and of its alphabet.
 */
const credentialLike: readonly RegExp[] = [
  /AWS4-(?:HMAC|ECDSA)\S*.*/gis,
  /x-amz-security-token[\s:="'%]*\S*/gi,
  /\b(?:security|session)_?-?token[\s:="']+\S*/gi,
  /(?:Signature|Credential)\s*=\s*\S+/gi,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g,
  /[A-Za-z0-9+/=]{40,}/g,
];

/** Words of a server without anything that looks like a credential, and without the given secrets. */
export function redact(text: string, secrets: Iterable<string> = []): string {
  let words = text;
  for (const secret of secrets) words = words.replaceAll(secret, REDACTED);
  return credentialLike.reduce((rest, pattern) => rest.replace(pattern, REDACTED), words);
}

/** Shorter ones are no secrets, and would tear words apart. */
const SHORTEST = 8;
/** As many as the accounts that are read at the same time have, and more. */
const MOST = 512;

/** Remembers the secrets of the credentials that a provider gives, the latest of them, so that nobody's words can repeat them. */
export function remembering(secrets: Set<string>, provider: () => Promise<AwsCredentials>): () => Promise<AwsCredentials> {
  return async () => {
    const credentials = await provider();
    for (const secret of [credentials.secretAccessKey, credentials.sessionToken ?? '', credentials.accessKeyId]) {
      if (secret.length < SHORTEST) continue;
      secrets.add(secret);
      const [oldest] = secrets;
      if (secrets.size > MOST && oldest !== undefined) secrets.delete(oldest);
    }
    return credentials;
  };
}

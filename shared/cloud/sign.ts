import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentials } from '../clients/credentials.ts';

/** A request of the deployment's HTTP API. */
export interface ApiCall {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** JSON. */
  readonly body?: string;
}

/** Who calls, from where. */
export interface Signer {
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentials>;
  /** Milliseconds since 1970; the clock by default. */
  readonly now?: () => number;
}

/**
 * Signs a request of an HTTP API with the caller's own credentials (Signature Version 4, service `execute-api`).
 * @returns the headers to send it with, without `host`, which every client sends itself
 */
export async function signApiCall(
  { method, url, body }: ApiCall,
  { region, credentials, now = Date.now }: Signer,
): Promise<Readonly<Record<string, string>>> {
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const request = new HttpRequest({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body }),
  });
  const signed = await signer.sign(request, { signingDate: new Date(now()) });
  return Object.fromEntries(Object.entries(signed.headers).filter(([name]) => name.toLowerCase() !== 'host'));
}

/** The Region of an API's own address (`<id>.execute-api.<Region>.<suffix>`); undefined behind a name of one's own. */
export const regionOfApi = (url: URL): string | undefined =>
  /^[a-z0-9]{1,32}\.execute-api\.([a-z0-9-]{5,30})\.amazonaws\.com(\.cn)?$/.exec(url.hostname)?.[1];

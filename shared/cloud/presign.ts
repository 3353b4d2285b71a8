import { partition } from '@aws-sdk/core/client';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { LINK_SECONDS } from '../contract/links.ts';
import type { CloudPlace } from './client.ts';

/** The port: a link that lets whoever holds it read one object, for a short time, as a file to keep. */
export interface Links {
  /** @param name of the file that a browser saves: letters, digits, `.`, `_`, `-` */
  link(key: string, name: string): Promise<string>;
}

/** A bucket, and where its keys begin: empty, or a path without slashes at its ends. */
export interface LinkPlace extends CloudPlace {
  readonly credentials: NonNullable<CloudPlace['credentials']>;
  readonly bucket: string;
  readonly prefix: string;
  /** Milliseconds since 1970; the clock by default. */
  readonly now?: () => number;
}

const FILE = /^[A-Za-z0-9._-]{1,120}$/;

/**
 * Links to objects of a bucket: presigned GetObject (S3, "Authenticating requests: using query parameters"), with
 * `response-content-disposition: attachment`, so that no browser shows a report in the bucket's name.
 * @throws RangeError for what is no name of a file
 */
export function s3Links({ bucket, prefix, region, endpoint, credentials, now = Date.now }: LinkPlace): Links {
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false });
  const base = baseOf(bucket, region, endpoint);
  return {
    link: async (key, name) => {
      if (!FILE.test(name)) throw new RangeError(`not a name for a file: ${JSON.stringify(name.slice(0, 80))}`);
      const path = [...(prefix === '' ? [] : prefix.split('/')), ...key.split('/')].map(encodeURIComponent).join('/');
      const request = new HttpRequest({
        method: 'GET',
        protocol: base.protocol,
        hostname: base.hostname,
        ...(base.port !== '' && { port: Number(base.port) }),
        path: `${base.pathname.replace(/\/$/, '')}/${path}`,
        query: { 'response-content-disposition': `attachment; filename="${name}"` },
        headers: { host: base.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      });
      const signed = await signer.presign(request, { expiresIn: LINK_SECONDS, signingDate: new Date(now()) });
      return `${base.origin}${signed.path}?${queryOf(signed.query ?? {})}`;
    },
  };
}

/** The bucket's own host name; its path where an endpoint is given, or where dots in the name would not fit the certificate. */
function baseOf(bucket: string, region: string, endpoint: string | undefined): URL {
  if (endpoint !== undefined) return new URL(`${endpoint.replace(/\/$/, '')}/${bucket}`);
  const host = `s3.${region}.${partition(region).dnsSuffix}`;
  return bucket.includes('.') ? new URL(`https://${host}/${bucket}`) : new URL(`https://${bucket}.${host}`);
}

/** As Signature Version 4 encodes: what encodeURIComponent leaves, too. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const queryOf = (query: NonNullable<HttpRequest['query']>): string =>
  Object.entries(query)
    .map(([name, value]) => `${encoded(name)}=${encoded(String(value))}`)
    .join('&');

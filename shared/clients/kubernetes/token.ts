import { partition } from '@aws-sdk/core/client';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { KubernetesError } from './errors.ts';

/** Credentials of the account, as a provider of the SDK gives them. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export interface EksTokenParts {
  /** The cluster's name: what the token is good for. */
  readonly cluster: string;
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentials>;
  /** Milliseconds since 1970; the clock by default. */
  readonly now?: () => number;
}

// EKS takes a token for 15 minutes after its signature, whatever it says itself (aws-iam-authenticator, pkg/token); the URL within is
// made to expire sooner, as `aws eks get-token` does.
const REUSED_FOR = 10 * 60_000;
const EXPIRES_SECONDS = 60;
const REGION = /^[a-z]{2,8}(-[a-z]{1,12}){1,3}-\d{1,2}$/;
const CLUSTER = /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/;

/**
 * A supplier of EKS bearer tokens: `k8s-aws-v1.` and, in base64url, a presigned STS GetCallerIdentity URL of the cluster's Region
 * and partition, with the cluster's name in the signed header `x-k8s-aws-id`. Nothing is sent to STS. A token is used for ten minutes
 * and then signed anew. Throws `configuration` for what is no Region or cluster name, `unauthorized` where there are no credentials.
 */
export function eksToken({ cluster, region, credentials, now = Date.now }: EksTokenParts): () => Promise<string> {
  if (!REGION.test(region))
    throw new KubernetesError('configuration', `${JSON.stringify(region.slice(0, 40))}: not an AWS Region`);
  if (!CLUSTER.test(cluster))
    throw new KubernetesError('configuration', `${JSON.stringify(cluster.slice(0, 100))}: not the name of an EKS cluster`);
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: Sha256 });
  let signed: { readonly at: number; readonly token: Promise<string> } | undefined;
  return () => {
    const at = now();
    if (signed === undefined || at - signed.at >= REUSED_FOR || at < signed.at) {
      const fresh = { at, token: sign(signer, cluster, region, new Date(at)) };
      signed = fresh;
      fresh.token.catch(() => {
        if (signed === fresh) signed = undefined; // a failure is not kept
      });
    }
    return signed.token;
  };
}

async function sign(signer: SignatureV4, cluster: string, region: string, signingDate: Date): Promise<string> {
  const hostname = `sts.${region}.${partition(region).dnsSuffix}`;
  const request = new HttpRequest({
    protocol: 'https:',
    hostname,
    method: 'GET',
    path: '/',
    query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
    headers: { host: hostname, 'x-k8s-aws-id': cluster },
  });
  try {
    const { query = {} } = await signer.presign(request, { expiresIn: EXPIRES_SECONDS, signingDate });
    const pairs = Object.entries(query).map(
      ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
    );
    return `k8s-aws-v1.${Buffer.from(`https://${hostname}/?${pairs.join('&')}`).toString('base64url')}`;
  } catch (error) {
    // Messages of providers can quote profiles and files; the name says enough.
    const name = error instanceof Error && /^\w{1,60}$/.test(error.name) ? error.name : 'no credentials';
    throw new KubernetesError(
      'unauthorized',
      `no token for cluster ${cluster}: the AWS credentials could not be had (${name})`,
    );
  }
}

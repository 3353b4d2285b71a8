import { S3Client } from '@aws-sdk/client-s3';
import { AWS_LIMITS } from './client.ts';
import type { AwsCredentials } from './credentials.ts';

export interface S3Options {
  readonly region: string;
  /** Default: the ordinary AWS configuration chain. */
  readonly credentials?: () => Promise<AwsCredentials>;
  /** Default: AWS_ENDPOINT_URL and the like, as the SDK reads them; else AWS. */
  readonly endpoint?: string;
}

/**
 * Milliseconds for a request to be sent and answered, and between two pieces of a body: longer than other calls get, for a part of 8 MiB may
 * have to go over a slow line, and who reads a body may pause.
 */
const TRANSFER_MS = 120_000;

/** A client for the results store, every wait bounded. Path style where an endpoint is given. */
export function makeS3Client({ region, credentials, endpoint }: S3Options): S3Client {
  return new S3Client({
    region,
    maxAttempts: AWS_LIMITS.attempts,
    userAgentAppId: 'postern',
    requestHandler: {
      connectionTimeout: AWS_LIMITS.connectMs,
      requestTimeout: TRANSFER_MS,
      socketTimeout: TRANSFER_MS,
      throwOnRequestTimeout: true,
    },
    ...(credentials !== undefined && { credentials }),
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  });
}

import type { S3Client } from '@aws-sdk/client-s3';
import type { AwsCredentials } from './credentials.ts';

export interface S3Options {
  readonly region: string;
  /** Default: the ordinary AWS configuration chain. */
  readonly credentials?: () => Promise<AwsCredentials>;
  /** Default: AWS_ENDPOINT_URL and the like, as the SDK reads them; else AWS. */
  readonly endpoint?: string;
}

/** A client for the results store. The SDK's package is imported when the first one is made. Path style wherever an endpoint is an address. */
export async function makeS3Client({ region, credentials, endpoint }: S3Options): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  return new S3Client({
    region,
    maxAttempts: 6,
    ...(credentials !== undefined && { credentials }),
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  });
}

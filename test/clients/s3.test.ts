import { expect, test } from 'vitest';
import { AWS_LIMITS } from '../../shared/clients/client.ts';
import { makeS3Client } from '../../shared/clients/s3.ts';

test('every wait of the store’s client is bounded, and so is how often it asks', async () => {
  const client = makeS3Client({ region: 'eu-central-1', endpoint: 'http://127.0.0.1:1' });
  try {
    expect(await client.config.maxAttempts()).toBe(AWS_LIMITS.attempts);
    // The handler learns its settings with its first request.
    const handler = client.config.requestHandler as unknown as { readonly configProvider: Promise<object> };
    expect(await handler.configProvider).toMatchObject({
      connectionTimeout: AWS_LIMITS.connectMs,
      requestTimeout: 120_000,
      socketTimeout: 120_000,
      throwOnRequestTimeout: true,
    });
  } finally {
    client.destroy();
  }
});

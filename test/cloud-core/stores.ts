import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { startEstate } from '../../estate/server.ts';
import { folderStore } from '../../shared/store/folder.ts';
import { s3Store } from '../../shared/store/s3.ts';
import type { Store } from '../../shared/store/store.ts';
import { credentials } from './service.ts';

/** Stores of both kinds, a fresh one whenever asked. */
export async function bothStores() {
  const bucket = { s3: { Buckets: [{ Name: 'runs' }] } };
  const estate = await startEstate({ accounts: { '111111111111': { regions: { 'us-east-1': bucket } } } });
  const client = new S3Client({ endpoint: estate.url, region: 'us-east-1', credentials, forcePathStyle: true, maxAttempts: 1 });
  const root = await mkdtemp(join(tmpdir(), 'postern-cloud-'));
  const name = () => randomBytes(8).toString('hex');
  return {
    folder: (): Store => folderStore(join(root, name())),
    s3: (): Store => s3Store({ client, bucket: 'runs', prefix: name() }),
    close: async () => {
      client.destroy();
      await estate.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

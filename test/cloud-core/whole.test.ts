import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import type { Announcement } from '../../shared/cloud/announce.ts';
import { PLAN } from '../../shared/contract/keys.ts';
import type { RunId } from '../../shared/contract/run-id.ts';
import { fileFormats } from '../../shared/report/index.ts';
import { publishCloud } from '../../shared/stages/publish-cloud.ts';
import { saveResult } from '../../shared/stages/results.ts';
import { openReport } from '../../shared/stages/sealed-report.ts';
import { openRun, readRun } from '../../shared/store/run.ts';
import { s3Store } from '../../shared/store/s3.ts';
import { scanEstate } from '../stages/scan-estate.ts';
import { place, smallEstate } from '../stages/small.ts';
import { work } from './fleet.ts';
import { credentials } from './service.ts';

test('a real scan whose function for a cluster was killed is published to S3: all there, that cluster failed', async () => {
  const small = smallEstate();
  const account = small.accounts[place.account];
  const bucket = { s3: { Buckets: [{ Name: 'runs' }] } };
  const regions = { ...account?.regions, 'us-east-1': bucket };
  const estate = await startEstate({ ...small, accounts: { [place.account]: { ...account, regions } } });
  const client = new S3Client({ endpoint: estate.url, region: 'us-east-1', credentials, forcePathStyle: true });
  try {
    const { plan, snapshots, results } = await scanEstate(estate, { regions: [place.region] });
    const store = s3Store({ client, bucket: 'runs', prefix: '' });
    const run = openRun(store, plan.run.id as RunId);
    await run.saveJson(PLAN, plan);
    for (const [path, snapshot] of snapshots) await run.saveJson(path, snapshot);
    for (const result of results) if (result.target.cluster?.name !== 'wrong') await saveResult({ run }, result);
    const said: Announcement[] = [];
    const { summary } = await publishCloud({
      ...{ store, run: run.id, plan, ...work, frameworks: [], checksDigest: 'd', now: () => new Date(plan.clock) },
      formats: Object.entries(fileFormats).map(([name, render]) => ({ name, render })),
      onSealed: () => undefined,
      announcer: { announce: async (one) => void said.push(one) },
      link: (id) => `postern remote download ${id}`,
    });
    expect(summary.targets).toMatchObject({ complete: 3, failed: 1, total: 4 });
    expect(said[0]?.body).toMatch(/- wrong \(\d{12} · eu-central-1\): no result/);
    const reader = await readRun(store, run.id);
    if (reader === undefined) throw new Error('not sealed');
    const { header, verdicts } = await openReport(reader);
    const wrong = header.targets.findIndex(({ cluster }) => cluster?.name === 'wrong');
    expect(header.targets[wrong]?.cluster).toEqual(
      results.find(({ target }) => target.cluster?.name === 'wrong')?.target.cluster,
    );
    const ofWrong = (await Array.fromAsync(verdicts())).filter(({ target }) => target === wrong);
    expect(new Set(ofWrong.map(({ status }) => status))).toEqual(new Set(['unknown']));
    expect(reader.manifest.objects.map(({ key }) => key)).toEqual(expect.arrayContaining(['report.json', 'report.html']));
  } finally {
    client.destroy();
    await estate.close();
  }
});

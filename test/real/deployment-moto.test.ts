import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openReport } from '../../shared/stages/sealed-report.ts';
import { sealedRuns } from '../../shared/store/manifest.ts';
import { type RunReader, readRun } from '../../shared/store/run.ts';
import { resolveValue } from '../cloud/asl/cloudformation.ts';
import type { Json, JsonObject } from '../cloud/asl/json.ts';
import { type Deployment, deploy } from '../cloud/deployment/deployment.ts';
import { synthesize } from '../cloud/deployment/synthesize.ts';
import { resourcesOf } from '../cloud/deployment/values.ts';
import { serve } from '../cloud-core/service.ts';
import { lambdaRic } from './lambda-ric.ts';
import { type Moto, startMoto } from './moto.ts';
import { type Built, buildEstate, ELSEWHERE, HOME, REGION } from './moto-estate.ts';
import { startVersitygw, type Versitygw } from './versitygw.ts';

/** The synthesized deployment on an AWS that we did not write: moto for STS, Organizations, SNS, Scheduler and all that is scanned; S3 from versitygw. */
let folder: string;
let moto: Moto;
let s3: Versitygw;
let built: Built;
let inbox: Awaited<ReturnType<typeof serve>>;
let deployment: Deployment;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-moto-'));
  [moto, s3, inbox] = await Promise.all([startMoto(), startVersitygw(), serve(() => ({ status: 200, body: '' }))]);
  built = await buildEstate(moto.url);
  const assembly = synthesize(join(folder, 'out'), { organization: true, regions: [REGION, ELSEWHERE], rate: 1 });
  deployment = await deploy({
    assembly,
    estate: { accounts: { [HOME]: {} } },
    aws: moto.url,
    runtime: await lambdaRic(),
    s3: { endpoint: s3.endpoint, credentials: s3.credentials },
  });
});
afterAll(async () => {
  await deployment?.close();
  await Promise.all([moto?.close(), s3?.close(), inbox?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Asks moto's Scheduler, whose client is none of ours. */
async function scheduler(method: string, name: string, body?: Json): Promise<JsonObject> {
  const response = await fetch(`${moto.url}/schedules/${name}`, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20261121/${REGION}/scheduler/aws4_request, SignedHeaders=host, Signature=0`,
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`moto's Scheduler answers ${response.status}: ${await response.text()}`);
  return (await response.json()) as JsonObject;
}

test('from the schedule that moto keeps to the message that it delivers', async () => {
  const { template, resolve } = deployment;
  const topics = resourcesOf(template, 'AWS::SNS::Topic').map(({ id }) => resolve(id, undefined) ?? '');
  const sns = new SNSClient({
    endpoint: moto.url,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  for (const TopicArn of topics) {
    await sns.send(new CreateTopicCommand({ Name: TopicArn.split(':').at(-1) }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: inbox.url }));
  }
  sns.destroy();

  const [schedule] = resourcesOf(template, 'AWS::Scheduler::Schedule');
  const properties = resolveValue(schedule?.properties ?? {}, resolve) as JsonObject;
  await scheduler('POST', 'nightly', { ...properties, ClientToken: 'once' });
  const kept = await scheduler('GET', 'nightly');
  expect(kept).toMatchObject({ ScheduleExpression: 'cron(0 2 * * ? *)', Target: properties.Target });

  expect(await deployment.schedule('2026-11-21T02:00:00Z').done).toMatchObject({ status: 'SUCCEEDED' });
  const [run] = await Array.fromAsync(sealedRuns(deployment.store));
  if (run === undefined) throw new Error('no run was sealed');
  const { header } = await openReport((await readRun(deployment.store, run)) as RunReader);
  const seen = header.targets.map(({ account, region, cluster }) => [account, region, cluster?.name].filter(Boolean).join(' '));
  expect(seen.toSorted()).toEqual(
    [HOME, built.member]
      .flatMap((account) => [account, `${account} ${REGION}`, `${account} ${ELSEWHERE}`])
      .concat(
        ['alpha', 'bravo', 'charlie'].map((name) => `${HOME} ${REGION} ${name}`),
        `${HOME} ${ELSEWHERE} delta`,
        `${built.member} ${REGION} echo`,
      )
      .toSorted(),
  );
  const said = inbox.asked
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>)
    .filter(({ Type }) => Type === 'Notification');
  expect(said).toEqual([expect.objectContaining({ Subject: expect.stringMatching(/^Postern: \d+ \w+ failures?, /) })]);
  expect(said[0]?.Message).toContain(`Report: postern remote download ${run}`);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunId } from '../../shared/contract/run-id.ts';
import { scheduledRun } from '../../shared/stages/lock.ts';
import { openReport } from '../../shared/stages/sealed-report.ts';
import { readRun } from '../../shared/store/run.ts';
import { place } from '../stages/small.ts';
import { executionOf, patience, startFunctions } from './running.ts';

let running: Awaited<ReturnType<typeof startFunctions>>;
beforeAll(async () => {
  running = await startFunctions({ rate: 1, regions: [place.region] });
}, patience);
afterAll(() => running.close());

const time = '2026-11-21T02:00:00Z';
const run: RunId = scheduledRun(time);
const { account, region } = place;
const execution = executionOf('night');

type Targets = { readonly targets: readonly { readonly cluster?: string }[] };

test('a night by direct calls: planned, collected, scanned, published; what is called twice is done once', async () => {
  const { call, states, store, lines, topics, calls } = running;
  states[execution] = 'RUNNING';
  const start = { trigger: 'schedule', time };
  const planned = await call('plan', { execution, start });
  expect(planned).toEqual({ status: 200, error: null, body: { begin: true, run, accounts: `runs/${run}/accounts.json` } });
  expect((await call('plan', { execution: executionOf('other'), start })).body).toMatchObject({ begin: false, why: 'busy' });

  expect((await call('collect', { run, account })).body).toEqual({ regions: [{ region }] });
  const { targets } = (await call('collect', { run, account, region })).body as Targets;
  expect(targets.map(({ cluster }) => cluster?.length)).toEqual([32, 32, undefined]);
  const before = calls.length;
  expect((await call('collect', { run, account, region })).body).toEqual({ targets });
  expect(calls.slice(before).filter(({ service }) => service !== 's3')).toEqual([]);

  const scans = await Promise.all([
    call('scan', { run, account }),
    ...targets.map((target) => call('scan', { run, account, region, ...target })),
  ]);
  expect(scans.map(({ body }) => body)).toEqual([{}, {}, {}, {}]);

  const published = await call('publish', { run, execution });
  expect(published).toMatchObject({ error: null, body: { run, announced: true, errors: 0 } });
  const reader = await readRun(store, run);
  const report = reader && (await openReport(reader));
  expect(report?.header.summary.targets).toMatchObject({ complete: 4, total: 4 });
  expect(report?.header.run).toMatchObject({ trigger: 'schedule', errors: [] });
  expect(topics.asked).toHaveLength(1);
  expect(new URLSearchParams(topics.asked[0]?.body).get('Message')).toContain(
    `postern remote download ${run} --api https://abc.execute-api.us-east-1.amazonaws.com`,
  );

  expect((await call('publish', { run, execution })).body).toMatchObject({ run, announced: false });
  expect((await call('scan', { run, account, region })).body).toEqual({});
  expect(topics.asked).toHaveLength(1);
  expect(await readRun(store, run)).toMatchObject({ manifest: reader?.manifest });
  expect((await call('plan', { execution: executionOf('again'), start })).body).toMatchObject({ begin: false, why: 'sealed' });

  const metrics = lines('publish').filter((line) => '_aws' in line);
  expect(metrics[0]).toMatchObject({
    _aws: { CloudWatchMetrics: [{ Namespace: 'Postern', Dimensions: [[]] }] },
    SealedRuns: 1,
    FailedTargets: 0,
    Coverage: expect.any(Number),
    Failures: expect.any(Number),
  });
});

test('accounts are read as the member role only, each session narrowed to the Region that it asks', () => {
  const read = running.calls.filter(({ service }) => service !== 's3' && service !== 'sts');
  expect(new Set(read.map(({ caller }) => caller))).toEqual(
    new Set([`arn:aws:sts::${account}:assumed-role/postern-member/postern-${run}`]),
  );
  const roles = running.calls.filter(({ operation }) => operation === 'AssumeRole');
  const regions = roles.map(({ input }) => {
    const { Policy, ExternalId } = input as { readonly Policy: string; readonly ExternalId: string };
    expect(ExternalId).toBe('51af3dc0-da77-11e4-872e-1234567db123');
    return JSON.parse(Policy).Statement[0].Condition.StringEquals['aws:RequestedRegion'];
  });
  // The account itself is read in the function's own Region; its Region and each of its clusters in that one.
  expect(regions.sort()).toEqual([region, region, region, 'us-east-1']);
});

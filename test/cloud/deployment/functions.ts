import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRun } from '../../../shared/store/run.ts';
import { place } from '../../stages/small.ts';
import { invoke } from '../lambda/handlers.ts';
import { startLambda } from '../lambda/server.ts';
import type { Night } from './night.ts';

const { account, region } = place;
const time = '2026-11-21T02:00:00Z';

/** Calls that concern scanned accounts, and the roles that are taken there. */
const readsOf = ({ deployment }: Night) => deployment.calls().filter(({ service }) => !['s3', 'sns', 'sfn'].includes(service));

/** What functions did in a night. */
export const describeNight = (night: () => Night) =>
  describe('in a night functions', () => {
    test('read accounts as the member role only, each session with the external id, for the Region that it asks', () => {
      const reads = readsOf(night()).filter(({ service }) => service !== 'sts');
      expect(reads.length).toBeGreaterThan(30);
      for (const { assumed, region: asked } of reads) {
        expect(assumed).toMatchObject({
          roleArn: expect.stringMatching(/^arn:aws:iam::\d{12}:role\/postern-member$/),
          externalId: '51af3dc0-da77-11e4-872e-1234567db123',
        });
        const [statement] = JSON.parse(assumed?.policy ?? '{}').Statement;
        expect(statement.Condition).toEqual({ StringEquals: { 'aws:RequestedRegion': asked } });
      }
    });

    test('count what a run came to, in the embedded metric format', () => {
      const [metrics] = night()
        .lines('publish')
        .filter((line) => '_aws' in line);
      expect(metrics).toMatchObject({
        _aws: { CloudWatchMetrics: [{ Namespace: 'Postern', Dimensions: [[]] }] },
        ...{ SealedRuns: 1, FailedTargets: 1, Coverage: expect.any(Number), Failures: expect.any(Number) },
      });
    });

    test('count answers that say to slow down, and name the account in the log', () => {
      const { lines, run } = night();
      const told = lines('collect').filter((line) => line.message === 'throttled' || '_aws' in line);
      expect(told).toEqual([
        expect.objectContaining({ level: 'WARN', run, account: expect.stringMatching(/^\d{12}$/), api: 'iam' }),
        expect.objectContaining({ ThrottledAnswers: 1 }),
      ]);
    });
  });

/** What functions do when somebody calls them afterwards, by hand. */
export const describeCallsByHand = (night: () => Night) =>
  describe('functions', () => {
    test('that are called twice do it once', async () => {
      const { call, deployment, run, sealed } = night();
      const [reads, messages] = [readsOf(night()).length, deployment.messages.length];
      const { targets } = (await call('collect', { run, account, region })).body as { targets: { cluster?: string }[] };
      expect(targets.map(({ cluster }) => cluster?.length)).toEqual([32, 32, undefined]);
      for (const target of targets) expect((await call('scan', { run, account, region, ...target })).body).toEqual({});
      expect(readsOf(night())).toHaveLength(reads);

      const publish = deployment.lambda.calls.find(({ name }) => name === 'postern-publish');
      const published = await call('publish', publish?.payload);
      expect(published).toMatchObject({ error: null, body: { run, announced: false, errors: 0 } });
      expect(deployment.messages).toHaveLength(messages);
      expect(await readRun(deployment.store, run)).toMatchObject({ manifest: sealed.manifest });

      const again = `${deployment.machineArn.replace(':stateMachine:', ':execution:')}:again`;
      const planned = await call('plan', { execution: again, start: { trigger: 'schedule', time } });
      expect(planned.body).toMatchObject({ begin: false, why: 'sealed' });
    });

    test.each([
      ['plan', { execution: 'arn:aws:iam::1:role/x', start: { trigger: 'schedule', time } }],
      ['collect', { run: '20261121T020000Z-00000000', account: '../..' }],
      ['scan', { run: '../..', account }],
      ['publish', { run: '20261121T020000Z-00000000' }],
      ['collect', '"secret-of-a-caller"'],
    ] as const)('as %s refuse %j by name, and log nothing of it', async (name, event) => {
      const { call, deployment, lines } = night();
      const { error, body } = await call(name, event);
      expect(error).toBe('Unhandled');
      expect(body).toMatchObject({ errorType: 'EventError' });
      const [line] = lines(name).slice(-1);
      expect(line).toMatchObject({ level: 'ERROR', message: 'failed', error: { name: 'EventError' } });
      expect(deployment.lambda.log(`postern-${name}`)).not.toContain('secret-of-a-caller');
    });

    test('without their variables say which is missing', async () => {
      const { assembly, deployment } = night();
      const bundleDir = join(assembly, 'functions', 'plan');
      const environment = { AWS_ACCESS_KEY_ID: 'AKIAPOSTERNBARE00000', AWS_SECRET_ACCESS_KEY: 'test' };
      const bare = { bundleDir, handler: 'index.handler', timeoutMs: 60_000, environment };
      const lambda = await startLambda({ functions: { bare } });
      const execution = `${deployment.machineArn.replace(':stateMachine:', ':execution:')}:bare`;
      const { body } = await invoke(lambda, 'bare', { execution, start: { trigger: 'schedule', time } });
      await lambda.close();
      expect(body).toMatchObject({ errorMessage: 'the variable POSTERN_BUCKET is not set; deploy again' });
    });
  });

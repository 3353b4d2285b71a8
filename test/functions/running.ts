import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { type EstateCall, startEstate } from '../../estate/server.ts';
import type { Config } from '../../shared/config/schema.ts';
import type { FunctionName } from '../../shared/contract/functions.ts';
import { s3Store } from '../../shared/store/s3.ts';
import { type Bundle, bundleFunctions } from '../../tools/bundle.ts';
import { invoke } from '../cloud/lambda/handlers.ts';
import { startLambda } from '../cloud/lambda/server.ts';
import { serve } from '../cloud-core/service.ts';
import { place, smallEstate } from '../stages/small.ts';

/** Milliseconds for six bundles to be made, also on a machine that is busy. */
export const patience = 60_000;

/** The bundles of all functions, in a folder that `remove` takes away. */
export function bundled(settings: Config = {}): { readonly bundles: readonly Bundle[]; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'postern-functions-'));
  return { bundles: bundleFunctions(folder, settings), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const home = 'us-east-1';
const machine = `arn:aws:states:${home}:${place.account}:stateMachine:postern`;
export const executionOf = (name: string): string => `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
const topic = `arn:aws:sns:${home}:${place.account}:postern`;

/** A function that nobody told where it is deployed. */
const BARE = 'bare';

/** A log line of a function, as far as tests look at it. */
export type Line = Readonly<Record<string, unknown>>;

/** The bundles in processes of their own, over the small estate; Step Functions says of executions what `states` does. */
export async function startFunctions(settings: Config) {
  const { bundles, remove } = bundled(settings);
  const calls: EstateCall[] = [];
  const small = smallEstate();
  const account = small.accounts[place.account];
  const regions = { ...account?.regions, [home]: { s3: { Buckets: [{ Name: 'postern-runs' }] } } };
  const estate = await startEstate(
    { accounts: { [place.account]: { ...account, regions } } },
    { onCall: (call) => calls.push(call) },
  );
  const states: Record<string, string> = {};
  const machines = await serve(({ body }) => {
    const { executionArn = '', name } = JSON.parse(body) as { executionArn?: string; name?: string };
    if (name !== undefined) states[executionOf(name)] = 'RUNNING';
    const status = states[name === undefined ? executionArn : executionOf(name)];
    if (status === undefined) return { status: 400, body: '{"__type":"ExecutionDoesNotExist"}' };
    return { status: 200, body: JSON.stringify({ status, executionArn: executionOf(name ?? ''), startDate: 1 }) };
  });
  const published = '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';
  const topics = await serve(() => ({ status: 200, type: 'text/xml', body: published }));
  const lambda = await startLambda({
    functions: Object.fromEntries(
      [...bundles, { name: BARE, folder: bundles[0]?.folder ?? '' }].map(({ name, folder }) => [
        name,
        {
          ...{ bundleDir: folder, handler: 'index.handler', timeoutMs: 60_000, memory: 512 },
          environment: name === BARE ? {} : environment,
        },
      ]),
    ),
    endpointEnv: {
      AWS_ENDPOINT_URL: estate.url,
      AWS_ENDPOINT_URL_SNS: topics.url,
      AWS_ENDPOINT_URL_SFN: machines.url,
      AWS_ACCESS_KEY_ID: 'AKIAPOSTERNFUNCTION0',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    region: home,
    account: place.account,
  });
  const client = new S3Client({
    endpoint: estate.url,
    region: home,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
    forcePathStyle: true,
  });
  return {
    ...{ estate, calls, lambda, states, topics },
    store: s3Store({ client, bucket: 'postern-runs', prefix: '' }),
    call: (name: FunctionName | typeof BARE, event: unknown) => invoke(lambda, name, event),
    lines: (name: string): Line[] =>
      lambda
        .log(name)
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
    close: async () => {
      client.destroy();
      await Promise.all([lambda.close(), estate.close(), machines.close(), topics.close()]);
      remove();
    },
  };
}

const environment = {
  POSTERN_BUCKET: 'postern-runs',
  POSTERN_EXTERNAL_ID: '51af3dc0-da77-11e4-872e-1234567db123',
  POSTERN_STATE_MACHINE: machine,
  POSTERN_TOPIC: topic,
  POSTERN_API: 'https://abc.execute-api.us-east-1.amazonaws.com',
};

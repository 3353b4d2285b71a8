import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type Estate, type RunningEstate, startEstate } from '../../../estate/server.ts';
import { stackNames } from '../../../infra/stack-names.ts';
import { s3Store } from '../../../shared/store/s3.ts';
import type { Store } from '../../../shared/store/store.ts';
import { callOf, type RecordedCall } from '../../iam/calls.ts';
import { definitionFrom, type Resolve, resolveValue } from '../asl/cloudformation.ts';
import type { Execution } from '../asl/execution.ts';
import { isObject, type Json, type JsonObject } from '../asl/json.ts';
import { lambdaTask } from '../asl/lambda-task.ts';
import { type StepFunctions, startStepFunctions } from '../asl/service.ts';
import type { Objects } from '../asl/world.ts';
import { type Lambda, startLambda } from '../lambda/server.ts';
import type { Runtime } from '../lambda/slot.ts';
import { type Api, startApi } from './api.ts';
import { type Assembly, bucketOf, functionsOf } from './stack-functions.ts';
import { type Message, startTopics } from './topic.ts';
import { resourcesOf, valuesOf } from './values.ts';

export interface DeploymentOptions extends Assembly {
  /** AWS: the first account is the deployment's own. */
  estate: Estate;
  /** Another AWS than the estate: an endpoint for every service but S3 and Step Functions. */
  aws?: string;
  /** What runs the functions; our own bootstrap when it is not given. */
  runtime?: Runtime;
  /** Changes the definition before it is deployed: for what a test must bring about. */
  change?: (definition: Json) => Json;
}

/** The synthesized stack, running: its own definition, bundles, variables and routes. */
export interface Deployment {
  readonly estate: RunningEstate;
  readonly lambda: Lambda;
  readonly machines: StepFunctions;
  readonly api: Api;
  readonly messages: readonly Message[];
  readonly store: Store;
  readonly template: JsonObject;
  readonly resolve: Resolve;
  readonly machineArn: string;
  /** Every call of an AWS API so far, by whom, but those of another S3 than the estate's. */
  calls(): readonly RecordedCall[];
  /** The schedule's event, as EventBridge Scheduler delivers it. */
  schedule(time: string): Execution;
  close(): Promise<void>;
}

export const REGION = 'us-east-1';
/** Of the state machine itself. */
export const MACHINE_KEY = 'AKIAPOSTERNMACHINE00';
/** Of tests that look into the bucket: what they ask for is no part of a run. */
const TEST_KEY = 'AKIAPOSTERNTEST00000';
const TEMPLATE = `${stackNames.hub}.template.json`;

/** Deploys a synthesized stack onto 127.0.0.1. */
export async function deploy(options: DeploymentOptions): Promise<Deployment> {
  const template = JSON.parse(readFileSync(join(options.assembly, TEMPLATE), 'utf8')) as JsonObject;
  const account = Object.keys(options.estate.accounts)[0] ?? '';
  const [api, topics] = await Promise.all([startApi(), startTopics()]);
  const resolve = valuesOf(template, { account, region: REGION, apiUrl: api.url });
  const buckets = resourcesOf(template, 'AWS::S3::Bucket').map(({ id }) => ({ Name: resolve(id, undefined) ?? '' }));
  const calls: RecordedCall[] = [];
  const onCall = (call: RecordedCall) => call.accessKeyId !== TEST_KEY && calls.push(call);
  const estate = await startEstate(withBuckets(options.estate, account, buckets), { onCall });
  const s3 = options.s3 ?? { endpoint: estate.url, credentials: { accessKeyId: MACHINE_KEY, secretAccessKey: 'test' } };
  const client = new S3Client({ ...s3, region: REGION, forcePathStyle: true });
  const looking = new S3Client({
    ...{ endpoint: estate.url, credentials: { accessKeyId: TEST_KEY, secretAccessKey: 'test' }, ...options.s3 },
    ...{ region: REGION, forcePathStyle: true },
  });

  if (options.s3 !== undefined) for (const { Name: Bucket } of buckets) await client.send(new CreateBucketCommand({ Bucket }));
  const [machine] = resourcesOf(template, 'AWS::StepFunctions::StateMachine');
  const machineArn = resolve(machine?.id ?? '', 'Arn') ?? '';
  const definition = definitionFrom(template, machine?.id ?? '', resolve);
  const worlds: Record<string, Parameters<typeof startStepFunctions>[0][string]> = {};
  const machines = await startStepFunctions(worlds);
  const lambda = await startLambda({
    functions: functionsOf(options, template, resolve),
    endpointEnv: {
      NODE_COMPILE_CACHE: join(options.assembly, 'compiled'),
      AWS_ENDPOINT_URL: options.aws ?? estate.url,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      AWS_ENDPOINT_URL_SNS: options.aws ?? topics.url,
      AWS_ENDPOINT_URL_SFN: machines.url,
    },
    region: REGION,
    account,
    ...(options.runtime !== undefined && { runtime: options.runtime }),
  });
  worlds[machineArn] = {
    definition: options.change?.(definition) ?? definition,
    tasks: { 'lambda:invoke': lambdaTask(lambda.url) },
    s3: objectsOf(client),
    clock: Date.now,
    // Each execution has a name of its own.
    random: Math.random,
    wait: (milliseconds, signal) => turn(machines, milliseconds, signal),
  };
  api.deploy(template, resolve, lambda.url);
  return {
    ...{ estate, lambda, machines, api, messages: topics.messages, template, resolve, machineArn },
    store: s3Store({ client: looking, bucket: bucketOf(template, resolve), prefix: '' }),
    calls: () => [...calls, ...[...topics.asked, ...machines.asked].map(callOf)],
    schedule: (time) => machines.start(machineArn, undefined, scheduledInput(template, resolve, time)),
    close: async () => {
      await machines.close();
      await Promise.all([lambda.close(), api.close(), topics.close(), estate.close()]);
      for (const one of [client, looking]) one.destroy();
    },
  };
}

function withBuckets(estate: Estate, account: string, Buckets: readonly object[]): Estate {
  const own = estate.accounts[account];
  const home = own?.regions?.[REGION];
  return {
    ...estate,
    accounts: {
      ...estate.accounts,
      [account]: { ...own, regions: { ...own?.regions, [REGION]: { ...home, s3: { Buckets } } } },
    },
  } as Estate;
}

/** What the schedule starts an execution with: its target's input, or that of the API call which it makes. */
function scheduledInput(template: JsonObject, resolve: Resolve, time: string): Json {
  const [schedule] = resourcesOf(template, 'AWS::Scheduler::Schedule');
  const target = isObject(schedule?.properties.Target) ? schedule.properties.Target : {};
  const text = String(resolveValue(target.Input ?? '', resolve)).replaceAll('<aws.scheduler.scheduled-time>', time);
  const input = JSON.parse(text);
  return typeof input.Input === 'string' ? JSON.parse(input.Input) : input;
}

const objectsOf = (client: S3Client): Objects => ({
  get: async ({ bucket, key }) => {
    const { Body: body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await body?.transformToString()) ?? '';
  },
  put: async ({ bucket, key }, text) => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));
  },
});

/** Retries do not wait. Who waits for a minute or more waits for another execution to end, if one runs; not long, for that one may wait, too. */
async function turn({ executions }: StepFunctions, milliseconds: number, signal: AbortSignal): Promise<void> {
  await setImmediate();
  const running = [...executions.values()].filter(({ status }) => status === 'RUNNING');
  if (milliseconds < 60_000 || running.length < 2) return;
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await Promise.race([aborted, sleep(250), ...running.map(({ done }) => done)]);
}

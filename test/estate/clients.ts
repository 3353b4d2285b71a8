import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EKSClient } from '@aws-sdk/client-eks';
import { ElasticLoadBalancingClient } from '@aws-sdk/client-elastic-load-balancing';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll } from 'vitest';
import { type Estate, type EstateOptions, type RunningEstate, startEstate } from '../../estate/server.ts';

export const first = '111111111111';
export const second = '222222222222';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
const anyone: Credentials = { accessKeyId: 'AKIAANYONE', secretAccessKey: 'test' };

/** Real clients of every service, that try once. */
export function clientsOf(url: string, region = 'us-east-1', credentials = anyone) {
  const config = { endpoint: url, region, credentials, maxAttempts: 1 };
  return {
    ec2: new EC2Client(config),
    eks: new EKSClient(config),
    elbv2: new ElasticLoadBalancingV2Client(config),
    elb: new ElasticLoadBalancingClient(config),
    kms: new KMSClient(config),
    sts: new STSClient(config),
    iam: new IAMClient(config),
    logs: new CloudWatchLogsClient(config),
    organizations: new OrganizationsClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
  };
}
export type Clients = ReturnType<typeof clientsOf>;

/** Credentials in another account. */
export async function assume({ sts }: Clients, account: string): Promise<Credentials> {
  const { Credentials: c } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/scanner`, RoleSessionName: 'test' }),
  );
  return { accessKeyId: c?.AccessKeyId ?? '', secretAccessKey: c?.SecretAccessKey ?? '', sessionToken: c?.SessionToken ?? '' };
}

const running: RunningEstate[] = [];
/** Starts an estate that ends with the test file; without the clusters' own servers, which have tests of their own. */
export async function start(estate: Estate, options: EstateOptions = {}) {
  const server = await startEstate(estate, { kubernetes: false, ...options });
  running.push(server);
  return { ...server, ...clientsOf(server.url) };
}
afterAll(async () => {
  await Promise.all(running.map((server) => server.close()));
});

/** An estate of one account and Region with these services. */
export const oneRegion = (services: Readonly<Record<string, Readonly<Record<string, unknown>>>>, global = {}): Estate => ({
  accounts: { [first]: { global, regions: { 'us-east-1': services } } },
});

/** What a client's error shows: its code, status and message. */
export async function failureOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (e: unknown) => e as Error & { readonly $metadata?: { readonly httpStatusCode?: number } },
  );
  return error && { code: error.name, status: error.$metadata?.httpStatusCode, message: error.message, error };
}

/** An answer without its empty lists, at any depth: EC2 gives every list, whatever the file leaves out. */
export function withoutEmptyLists(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(withoutEmptyLists);
  if (typeof answer !== 'object' || answer === null || answer instanceof Date) return answer;
  const kept = Object.entries(answer).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutEmptyLists(value)]));
}

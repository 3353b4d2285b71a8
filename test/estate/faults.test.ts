import { connect } from 'node:net';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeSubnetsCommand, EC2Client, paginateDescribeSubnets } from '@aws-sdk/client-ec2';
import {
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  EKSClient,
  ListClustersCommand,
  paginateListClusters,
} from '@aws-sdk/client-eks';
import { DescribeLoadBalancersCommand as DescribeClassic } from '@aws-sdk/client-elastic-load-balancing';
import { DescribeLoadBalancersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { afterEach, describe, expect, it } from 'vitest';
import { type FaultKind, faultKinds, startEstate } from '../../estate/server.ts';
import { failureOf, first, oneRegion, start } from './clients.ts';

const server = await start(
  oneRegion(
    {
      ec2: { Subnets: Array.from({ length: 12 }, (_, i) => ({ SubnetId: `subnet-${i}` })) },
      eks: { clusters: [{ name: 'a' }, { name: 'b' }], nodegroups: [{ clusterName: 'a', nodegroupName: 'n' }] },
      'elastic-load-balancing-v2': { LoadBalancers: [{ LoadBalancerArn: 'arn:1' }] },
      'elastic-load-balancing': { LoadBalancerDescriptions: [{ LoadBalancerName: 'c' }] },
      kms: { Keys: [{ KeyId: 'k' }] },
      'cloudwatch-logs': { DescribeLogGroups: [{ logGroupName: '/a' }] },
    },
    {
      iam: { Roles: [{ RoleName: 'r' }] },
      organizations: { ListAccounts: [{ Id: first }] },
      s3: { Buckets: [{ Name: 'bucket' }] },
    },
  ),
);
afterEach(() => {
  server.faults.clear();
  server.counts.clear();
});

const calls = {
  ec2: () => server.ec2.send(new DescribeSubnetsCommand({ MaxResults: 1000 })),
  eks: () => server.eks.send(new ListClustersCommand({})),
  'elastic-load-balancing-v2': () => server.elbv2.send(new DescribeLoadBalancersCommand({})),
  'elastic-load-balancing': () => server.elb.send(new DescribeClassic({})),
  kms: () => server.kms.send(new ListKeysCommand({})),
  sts: () => server.sts.send(new GetCallerIdentityCommand({})),
  iam: () => server.iam.send(new ListRolesCommand({})),
  'cloudwatch-logs': () => server.logs.send(new DescribeLogGroupsCommand({})),
  organizations: () => server.organizations.send(new ListAccountsCommand({})),
  s3: () => server.s3.send(new ListObjectsV2Command({ Bucket: 'bucket' })),
} as const;
type Service = keyof typeof calls;

describe('every service refuses in its own words', () => {
  const words: Readonly<Record<Service, readonly [denied: string, throttled: string, expired: string]>> = {
    ec2: ['UnauthorizedOperation 403', 'RequestLimitExceeded 503', 'RequestExpired 400'],
    eks: ['AccessDeniedException 403', 'TooManyRequestsException 429', 'ExpiredTokenException 403'],
    'elastic-load-balancing-v2': ['AccessDenied 403', 'Throttling 400', 'ExpiredToken 403'],
    'elastic-load-balancing': ['AccessDenied 403', 'Throttling 400', 'ExpiredToken 403'],
    kms: ['AccessDeniedException 400', 'ThrottlingException 400', 'ExpiredTokenException 400'],
    sts: ['AccessDenied 403', 'Throttling 400', 'ExpiredToken 403'],
    iam: ['AccessDenied 403', 'Throttling 400', 'ExpiredToken 403'],
    'cloudwatch-logs': ['AccessDeniedException 400', 'ThrottlingException 400', 'ExpiredTokenException 400'],
    organizations: ['AccessDeniedException 400', 'TooManyRequestsException 400', 'ExpiredTokenException 400'],
    s3: ['AccessDenied 403', 'SlowDown 503', 'ExpiredToken 400'],
  };
  it.each(Object.keys(calls) as Service[])('%s', async (service) => {
    const said: string[] = [];
    for (const kind of ['deny', 'throttle', 'expired-token'] as const) {
      const remove = server.faults.add({ kind, service });
      const failure = await failureOf(calls[service]());
      said.push(`${failure?.code} ${failure?.status}`);
      remove();
    }
    expect(said).toEqual(words[service]);
    expect(await failureOf(calls[service]())).toBeUndefined();
  });
  it('naming who may not do what, and a policy that forbids it', async () => {
    server.faults.add({ kind: 'deny-by-policy', operation: 'DescribeSubnets' });
    expect((await failureOf(calls.ec2()))?.message).toBe(
      `You are not authorized to perform this operation. User: arn:aws:iam::${first}:user/estate is not authorized to perform: ec2:DescribeSubnets with an explicit deny in a service control policy`,
    );
    server.faults.add({ kind: 'deny', service: 'eks' });
    expect((await failureOf(calls.eks()))?.message).toMatch(
      /not authorized to perform: eks:ListClusters on resource: .* because no identity-based policy allows the eks:ListClusters action$/,
    );
  });
});

describe('every fault', () => {
  // What is an answer all the same: `slow` is right, and some are not of operations without pages.
  const answers = new Set<FaultKind>(['slow', 'list-cut-short']);
  it.each(faultKinds.filter((kind) => kind !== 'timeout'))(
    '%s is a failure or the right answer, of every service',
    async (kind) => {
      for (const service of Object.keys(calls) as Service[]) {
        server.faults.add({ kind, service, delay: 1 });
        const answer = await calls[service]().then(
          (output) => output as unknown,
          () => undefined,
        );
        server.faults.clear();
        if (answers.has(kind)) expect(answer, service).toBeDefined();
        else if (answer !== undefined)
          expect([kind, service, Object.keys(answer as object)]).toEqual([kind, service, ['$metadata']]);
      }
    },
  );
  it('list-cut-short gives half, and a token that leads nowhere', async () => {
    server.faults.add({ kind: 'list-cut-short', operation: 'DescribeSubnets', nth: 1 });
    const seen: number[] = [];
    const all = async () => {
      for await (const page of paginateDescribeSubnets({ client: server.ec2, pageSize: 10 }, {}))
        seen.push(page.Subnets?.length ?? 0);
    };
    expect(await failureOf(all())).toMatchObject({ code: 'InvalidParameterValue' });
    expect(seen).toEqual([5]);
    server.faults.add({ kind: 'list-cut-short', service: 'eks' });
    const clusters = async () => {
      for await (const _ of paginateListClusters({ client: server.eks }, {}));
    };
    expect(await failureOf(clusters())).toMatchObject({ code: 'InvalidParameterException' });
  });
  it('gone is what was listed and is not there any more', async () => {
    server.faults.add({ kind: 'gone', operation: 'DescribeNodegroup' });
    server.faults.add({ kind: 'gone', operation: 'DescribeKey' });
    const nodegroup = new DescribeNodegroupCommand({ clusterName: 'a', nodegroupName: 'n' });
    expect(await failureOf(server.eks.send(nodegroup))).toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
      error: { nodegroupName: 'n' },
    });
    expect(await failureOf(server.kms.send(new DescribeKeyCommand({ KeyId: 'k' })))).toMatchObject({
      code: 'NotFoundException',
    });
  });
  it('can strike one account, Region, call, or only after some', async () => {
    server.faults.add({ kind: 'deny', operation: 'ListClusters', account: '222222222222' });
    server.faults.add({ kind: 'deny', operation: 'ListClusters', region: 'eu-west-1' });
    expect(await failureOf(calls.eks())).toBeUndefined();
    server.faults.add({ kind: 'throttle', service: 'eks', nth: 2 });
    server.faults.add({ kind: 'deny', service: 'eks', after: 3 });
    const said = [];
    for (let i = 0; i < 5; i++) said.push((await failureOf(calls.eks()))?.code);
    expect(said).toEqual([undefined, 'TooManyRequestsException', undefined, 'AccessDeniedException', 'AccessDeniedException']);
  });
  it('throttling passes with the SDK’s own retries', async () => {
    server.faults.add({ kind: 'throttle', operation: 'DescribeCluster', nth: 1 });
    const patient = new EKSClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      retryStrategy: new ConfiguredRetryStrategy(2, 1),
    });
    expect((await patient.send(new DescribeClusterCommand({ name: 'a' }))).cluster?.name).toBe('a');
    expect(server.counts.of({ operation: 'DescribeCluster' })).toBe(2);
  });
});

describe('the counts', () => {
  it('are of every call, by account, Region, service and operation', async () => {
    await calls.ec2();
    await calls.ec2();
    await calls.eks();
    await failureOf(server.eks.send(new DescribeClusterCommand({ name: 'none' })));
    expect(server.counts.list()).toEqual([
      { account: first, region: 'us-east-1', service: 'ec2', operation: 'DescribeSubnets', calls: 2 },
      { account: first, region: 'us-east-1', service: 'eks', operation: 'ListClusters', calls: 1 },
      { account: first, region: 'us-east-1', service: 'eks', operation: 'DescribeCluster', calls: 1 },
    ]);
    expect([server.counts.of(), server.counts.of({ service: 'eks' }), server.counts.of({ region: 'x' })]).toEqual([4, 2, 0]);
  });
});

describe('the server', () => {
  it('ends at once, with open connections and calls that were never answered', async () => {
    const short = await startEstate(oneRegion({}), { kubernetes: false });
    short.faults.add({ kind: 'timeout' });
    const client = new EC2Client({
      endpoint: short.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });
    const waiting = failureOf(client.send(new DescribeSubnetsCommand({})));
    const idle = connect(Number(new URL(short.url).port), '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    const gone = new Promise((resolve) => idle.once('close', resolve));
    while (short.counts.of() === 0) await new Promise((resolve) => setImmediate(resolve));
    await short.close();
    await gone;
    expect(await waiting).toBeDefined();
  });
  it('refuses a port that is taken', async () => {
    await expect(startEstate(oneRegion({}), { port: Number(new URL(server.url).port), kubernetes: false })).rejects.toThrow(
      /EADDRINUSE/,
    );
  });

  const raw = async (path: string, init: RequestInit = {}, service = 'ec2') => {
    const authorization = `AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=x`;
    const answer = await fetch(`${server.url}${path}`, { ...init, headers: { authorization, ...init.headers } });
    return `${answer.status} ${(await answer.text()).replace(/[\da-f-]{36}/g, 'ID')}`;
  };
  const form = (body: string) => ({
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  });
  it('answers whatever is asked, in the protocol of whom is asked', async () => {
    expect(await raw('/', form('Action=Nonsense&Version=2016-11-15'))).toMatch(
      /^400 .*<Code>InvalidAction<\/Code><Message>The action Nonsense is not valid for this web service\./s,
    );
    expect(await raw('/', form('Action=%3Cx%3E&Version=2016-11-15'))).toContain('&lt;x&gt;');
    expect(await raw('/', form('Action=toString&Version=2011-06-15'), 'sts')).toMatch(/^400 .*<ErrorResponse .*InvalidAction/s);
    expect(await raw('/', form('Action=DescribeLoadBalancers&Version=1999-01-01'), 'elasticloadbalancing')).toMatch(
      /^400 .*InvalidAction/s,
    );
    expect(await raw('/', form('Action=DescribeLoadBalancers&Version=2012-06-01'), 'elasticloadbalancing')).toContain(
      'LoadBalancerDescriptions',
    );
    expect(await raw('/nowhere', {}, 'eks')).toMatch(/^404 \{"__type":"UnknownOperationException"/);
    expect(await raw('/clusters/%ff', {}, 'eks')).toMatch(/^400 \{"__type":"InvalidURI"/);
    expect(await raw('/', { method: 'POST', headers: { 'x-amz-target': 'TrentService.Nonsense' } }, 'kms')).toMatch(
      /^400 .*UnknownOperationException/,
    );
    const badJson = { method: 'POST', body: '[1', headers: { 'x-amz-target': 'TrentService.ListKeys' } };
    expect(await raw('/', badJson, 'kms')).toMatch(/^400 .*SerializationException/);
    expect(await raw('/', { ...badJson, body: '[]' }, 'kms')).toMatch(/^400 .*SerializationException/);
    expect(await raw('/', {}, 'rds')).toMatch(/^404 /);
    expect(await raw('/', form('Action=DescribeDBInstances'), 'rds')).toMatch(/^400 .*InvalidAction/s);
    const nested = `Action=DescribeSubnets&Version=2016-11-15&${'a.'.repeat(5000)}b=1&__proto__.x=1&Filter.1.Name=vpc-id&Filter.__proto__.Name=x`;
    expect(await raw('/', form(nested))).toMatch(/^(200|400) /);
    expect(await raw('/%ff/key', {}, 's3')).toMatch(/^400 .*InvalidURI/s);
    expect(await raw('/bucket/%ff', {}, 's3')).toMatch(/^400 .*InvalidURI/s);
    expect(await raw('/bucket?delete', { method: 'POST', body: '<!DOCTYPE x [<!ENTITY e "x">]><Delete/>' }, 's3')).toMatch(
      /^400 .*MalformedXML/s,
    );
    expect(await raw('/bucket?delete', { method: 'POST', body: '<Delete>'.repeat(50) }, 's3')).toMatch(/^400 .*MalformedXML/s);
  });
  it('wants requests signed', async () => {
    const unsigned = async (path: string, init?: RequestInit) => {
      const answer = await fetch(server.url + path, init);
      return `${answer.status} ${await answer.text()}`;
    };
    expect(await unsigned('/bucket/key')).toMatch(/^403 .*AccessDenied/s);
    expect(await unsigned('/', form('Action=GetCallerIdentity&Version=2011-06-15'))).toMatch(
      /^403 .*MissingAuthenticationToken/s,
    );
    expect(await unsigned('/', { method: 'POST', headers: { 'x-amz-target': 'TrentService.ListKeys' } })).toMatch(
      /^403 .*MissingAuthenticationToken/s,
    );
  });
  it('reads no more than it can hold', async () => {
    const answer = await fetch(`${server.url}/bucket/large`, { method: 'PUT', body: Buffer.alloc(65 * 1024 * 1024) }).then(
      (a) => a.status,
      () => 'refused',
    );
    expect([413, 'refused']).toContain(answer);
  });
  it('serves queries by GET as well', async () => {
    expect(await raw('/?Action=DescribeSubnets&Version=2016-11-15&SubnetId.1=subnet-3')).toMatch(
      /^200 .*<subnetId>subnet-3<\/subnetId><\/item><\/subnetSet>/s,
    );
  });
});

import * as ec2 from '@aws-sdk/client-ec2';
import {
  DescribeClusterCommand,
  DescribeClusterVersionsCommand,
  ListClustersCommand,
  ListInsightsCommand,
} from '@aws-sdk/client-eks';
import { DescribeLoadBalancersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { ListKeysCommand } from '@aws-sdk/client-kms';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EstateError, listNames, startEstate } from '../../estate/server.ts';
import { assume, clientsOf, failureOf, first, oneRegion, second, start, withoutEmptyLists } from './clients.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('an empty account', () => {
  it('is empty, never an error', async () => {
    const empty = await start({ accounts: { [first]: { regions: { 'us-east-1': {} } } } });
    expect((await empty.ec2.send(new ec2.DescribeSecurityGroupsCommand({}))).SecurityGroups).toEqual([]);
    expect((await empty.ec2.send(new ec2.DescribeInstancesCommand({ MaxResults: 1000 }))).Reservations).toEqual([]);
    expect((await empty.eks.send(new ListClustersCommand({}))).clusters).toEqual([]);
    expect((await empty.eks.send(new DescribeClusterVersionsCommand({}))).clusterVersions).toEqual([]);
    expect((await empty.elbv2.send(new DescribeLoadBalancersCommand({}))).LoadBalancers).toEqual([]);
    expect((await empty.kms.send(new ListKeysCommand({}))).Keys).toEqual([]);
    expect((await empty.iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
    expect((await empty.organizations.send(new ListAccountsCommand({}))).Accounts).toEqual([]);
    expect(await empty.ec2.send(new ec2.GetEbsEncryptionByDefaultCommand({}))).toMatchObject({ EbsEncryptionByDefault: false });
    const { VpcBlockPublicAccessOptions: options } = await empty.ec2.send(
      new ec2.DescribeVpcBlockPublicAccessOptionsCommand({}),
    );
    expect(options).toMatchObject({ InternetGatewayBlockMode: 'off', AwsAccountId: first });
  });
  it('answers every reading operation of EC2 that asks for nothing', async () => {
    const { ec2: client } = await start(oneRegion({}));
    const commands = Object.entries(ec2).flatMap(([name, value]) =>
      /^(Describe|List)\w+Command$/.test(name) ? [value as unknown as new (input: object) => ec2.DescribeVpcsCommand] : [],
    );
    const failures = await Promise.all(commands.map(async (Command) => failureOf(client.send(new Command({})))));
    const others = failures.filter((f) => f && f.code !== 'MissingParameter');
    expect(commands.length).toBeGreaterThan(150);
    expect(others).toEqual([]);
  });
});

describe('accounts and Regions', async () => {
  const server = await start({
    accounts: {
      [first]: {
        regions: { 'us-east-1': { ec2: { Vpcs: [{ VpcId: 'vpc-1' }] } }, 'eu-west-1': { ec2: { Vpcs: [{ VpcId: 'vpc-2' }] } } },
      },
      [second]: {
        global: { iam: { Roles: [{ RoleName: 'r' }] } },
        regions: { 'eu-west-1': { ec2: { Vpcs: [{ VpcId: 'vpc-3' }] } } },
      },
    },
  });
  const vpcs = async (region: string, credentials?: Parameters<typeof clientsOf>[2]) =>
    (await clientsOf(server.url, region, credentials).ec2.send(new ec2.DescribeVpcsCommand({}))).Vpcs?.map((v) => v.VpcId);

  it('are kept apart: any key is the first account, one that AssumeRole gave out its own', async () => {
    const other = await assume(server, second);
    expect(await vpcs('us-east-1')).toEqual(['vpc-1']);
    expect(await vpcs('eu-west-1')).toEqual(['vpc-2']);
    expect(await vpcs('eu-west-1', other)).toEqual(['vpc-3']);
    expect(await vpcs('eu-west-1', { accessKeyId: 'ASIAUNKNOWN', secretAccessKey: 'x' })).toEqual(['vpc-2']);
    const { sts, iam } = clientsOf(server.url, 'us-east-1', other);
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: second, Arn: `arn:aws:sts::${second}:assumed-role/scanner/test` });
    expect((await iam.send(new GetRoleCommand({ RoleName: 'r' }))).Role?.RoleName).toBe('r');
    expect(await server.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: first });
  });
  it('refuse roles of other accounts, and what is no role', async () => {
    const assumeRole = (RoleArn: string, more = {}) =>
      failureOf(server.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 's-1', ...more })));
    expect(await assumeRole('arn:aws:iam::333333333333:role/x')).toMatchObject({ code: 'AccessDenied', status: 403 });
    expect(await assumeRole('arn:aws:iam::222222222222:user/x')).toMatchObject({ code: 'ValidationError', status: 400 });
    expect(await assumeRole('arn:aws:iam::222222222222:role/p/x', { ExternalId: 'e', DurationSeconds: 900 })).toBeUndefined();
    expect(await assumeRole('arn:aws:iam::222222222222:role/x', { DurationSeconds: 899 })).toMatchObject({
      code: 'ValidationError',
    });
    expect(await assumeRole('arn:aws:iam::222222222222:role/x', { DurationSeconds: 43_201 })).toMatchObject({
      code: 'ValidationError',
    });
    expect(await assumeRole('arn:aws:iam::222222222222:role/x', { RoleSessionName: 'not a name' })).toMatchObject({
      code: 'ValidationError',
    });
    expect(await failureOf(server.sts.send(new AssumeRoleCommand({} as never)))).toMatchObject({ code: 'ValidationError' });
  });
  it('end a session when its time is over', async () => {
    const RoleArn = `arn:aws:iam::${second}:role/short`;
    const { Credentials: c } = await server.sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 's-1', DurationSeconds: 900 }),
    );
    const { sts, eks } = clientsOf(server.url, 'eu-west-1', { accessKeyId: c?.AccessKeyId ?? '', secretAccessKey: '' });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 899_000 });
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: second });
    vi.setSystemTime(Date.now() + 2_000);
    expect(await failureOf(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({ code: 'ExpiredToken', status: 403 });
    expect(await failureOf(eks.send(new ListClustersCommand({})))).toMatchObject({
      code: 'ExpiredTokenException',
      status: 403,
    });
  });
  it('say which Regions there are, in any Region', async () => {
    const regions = async (region: string, input = {}, credentials?: Parameters<typeof clientsOf>[2]) =>
      (await clientsOf(server.url, region, credentials).ec2.send(new ec2.DescribeRegionsCommand(input))).Regions;
    expect(withoutEmptyLists(await regions('ap-south-2'))).toEqual([
      { RegionName: 'us-east-1', Endpoint: 'ec2.us-east-1.amazonaws.com', OptInStatus: 'opt-in-not-required' },
      { RegionName: 'eu-west-1', Endpoint: 'ec2.eu-west-1.amazonaws.com', OptInStatus: 'opt-in-not-required' },
    ]);
    expect((await regions('us-east-1', { AllRegions: true }))?.length).toBe(2);
    expect((await regions('us-east-1', { RegionNames: ['eu-west-1'] }))?.map((r) => r.RegionName)).toEqual(['eu-west-1']);
    expect((await regions('us-east-1', { Filters: [{ Name: 'opt-in-status', Values: ['opted-in'] }] }))?.length).toBe(0);
    expect((await regions('us-east-1', {}, await assume(server, second)))?.map((r) => r.RegionName)).toEqual(['eu-west-1']);
  });
  it('answer in a Region that is not enabled as AWS does', async () => {
    const elsewhere = clientsOf(server.url, 'me-south-1');
    expect(await failureOf(elsewhere.ec2.send(new ec2.DescribeVpcsCommand({})))).toMatchObject({
      code: 'AuthFailure',
      status: 401,
    });
    expect(await failureOf(elsewhere.eks.send(new ListClustersCommand({})))).toMatchObject({
      code: 'UnrecognizedClientException',
      status: 403,
    });
    expect(await failureOf(elsewhere.elbv2.send(new DescribeLoadBalancersCommand({})))).toMatchObject({
      code: 'InvalidClientTokenId',
      status: 403,
    });
    expect(await failureOf(elsewhere.kms.send(new ListKeysCommand({})))).toMatchObject({
      code: 'UnrecognizedClientException',
      status: 400,
    });
    expect(await elsewhere.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: first });
  });
  it('may be told otherwise by the file', async () => {
    const told = await start({
      accounts: {
        [first]: {
          global: {
            sts: {
              GetCallerIdentity: { Account: '999999999999', Arn: 'arn:x', UserId: 'u' },
              AssumeRole: {
                [`arn:aws:iam::${second}:role/given/g`]: {
                  Credentials: {
                    AccessKeyId: 'ASIAGIVEN',
                    SecretAccessKey: 's',
                    SessionToken: 't',
                    Expiration: '2030-01-01T00:00:00Z',
                  },
                },
              },
            },
          },
          regions: { 'us-east-1': { ec2: { DescribeRegions: [{ RegionName: 'us-east-1', OptInStatus: 'opted-in' }] } } },
        },
        [second]: { regions: { 'us-east-1': { ec2: { Vpcs: [{ VpcId: 'vpc-9' }] } } } },
      },
    });
    expect(await told.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: '999999999999' });
    expect(withoutEmptyLists((await told.ec2.send(new ec2.DescribeRegionsCommand({}))).Regions)).toEqual([
      { RegionName: 'us-east-1', OptInStatus: 'opted-in' },
    ]);
    const given = await told.sts.send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${second}:role/given`, RoleSessionName: 'g' }),
    );
    expect(given.Credentials?.AccessKeyId).toBe('ASIAGIVEN');
    const { ec2: client } = clientsOf(told.url, 'us-east-1', { accessKeyId: 'ASIAGIVEN', secretAccessKey: 's' });
    expect(withoutEmptyLists((await client.send(new ec2.DescribeVpcsCommand({}))).Vpcs)).toEqual([{ VpcId: 'vpc-9' }]);
  });
});

describe('what the file says', () => {
  it('and leaves out is empty, in every item of EC2: a rule with one list of sources has no others', async () => {
    const rule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
    const server = await start(oneRegion({ ec2: { SecurityGroups: [{ GroupId: 'sg-1', IpPermissions: [rule] }] } }));
    const [group] = (await server.ec2.send(new ec2.DescribeSecurityGroupsCommand({}))).SecurityGroups ?? [];
    const [given] = group?.IpPermissions ?? [];
    expect(given).toEqual({ ...rule, Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] });
    expect(group?.IpPermissionsEgress).toEqual([]);
  });

  it('under an operation’s own name wins over the lists', async () => {
    const server = await start(
      oneRegion({
        ec2: {
          Vpcs: [{ VpcId: 'vpc-list' }],
          DescribeVpcs: { Vpcs: [{ VpcId: 'vpc-own', IsDefault: true }, { VpcId: 'vpc-two' }] },
          PrefixLists: [{ PrefixListId: 'pl-1' }, { PrefixListId: 'pl-2' }],
          GetManagedPrefixListEntries: { 'pl-1': [{ Cidr: '10.0.0.0/8' }] },
          DescribeInstances: [{ Instances: [{ InstanceId: 'i-own', VpcId: 'vpc-1' }, { InstanceId: 'i-two' }] }],
          DescribeVolumes: [],
          Volumes: [{ VolumeId: 'vol-1' }],
        },
        eks: {
          clusters: [{ name: 'a' }, { name: 'b' }],
          ListClusters: ['z'],
          ListInsights: { b: { insights: [{ id: '1' }] } },
        },
      }),
    );
    expect((await server.ec2.send(new ec2.DescribeVpcsCommand({}))).Vpcs?.map((v) => v.VpcId)).toEqual(['vpc-own', 'vpc-two']);
    const filtered = new ec2.DescribeVpcsCommand({ Filters: [{ Name: 'is-default', Values: ['true'] }] });
    expect((await server.ec2.send(filtered)).Vpcs).toHaveLength(1);
    expect((await server.ec2.send(new ec2.DescribeVolumesCommand({}))).Volumes).toEqual([]);
    const instances = new ec2.DescribeInstancesCommand({ Filters: [{ Name: 'vpc-id', Values: ['vpc-*'] }] });
    expect(withoutEmptyLists((await server.ec2.send(instances)).Reservations)).toEqual([
      { Instances: [{ InstanceId: 'i-own', VpcId: 'vpc-1' }] },
    ]);
    const entries = async (PrefixListId: string) =>
      (await server.ec2.send(new ec2.GetManagedPrefixListEntriesCommand({ PrefixListId }))).Entries;
    expect(await entries('pl-1')).toEqual([{ Cidr: '10.0.0.0/8' }]);
    expect(await entries('pl-2')).toEqual([]);
    expect(await failureOf(entries('pl-3'))).toMatchObject({ code: 'InvalidPrefixListID.NotFound', status: 400 });
    expect((await server.eks.send(new ListClustersCommand({}))).clusters).toEqual(['z']);
    expect((await server.eks.send(new ListInsightsCommand({ clusterName: 'b' }))).insights).toEqual([{ id: '1' }]);
    expect((await server.eks.send(new ListInsightsCommand({ clusterName: 'a' }))).insights).toEqual([]);
  });
  it('by a shared name is what the contract means by it', async () => {
    const server = await start(
      oneRegion({
        ec2: { PrefixLists: [{ PrefixListId: 'pl-1', PrefixListName: 'mine' }], Addresses: [{ PublicIp: '192.0.2.1' }] },
      }),
    );
    expect((await server.ec2.send(new ec2.DescribeManagedPrefixListsCommand({}))).PrefixLists).toHaveLength(1);
    expect((await server.ec2.send(new ec2.DescribePrefixListsCommand({}))).PrefixLists).toEqual([]);
    expect((await server.ec2.send(new ec2.DescribeAddressesCommand({}))).Addresses).toHaveLength(1);
    expect((await server.ec2.send(new ec2.DescribeAddressesAttributeCommand({}))).Addresses).toEqual([]);
  });
  it('of clusters is served with the address and authority of their own servers', async () => {
    const clusters = [
      { name: 'one', version: '1.33', endpoint: 'https://real.invalid', certificateAuthority: { data: 'cmVhbA==' } },
      { name: 'two', version: 'odd' },
      { name: 'registered', connectorConfig: { provider: 'OTHER' } },
      { name: 'new', status: 'CREATING' },
    ];
    const objects = [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } }];
    const server = await start(oneRegion({ eks: { clusters }, kubernetes: { one: objects } }), { kubernetes: true });
    const described = async (name: string) => (await server.eks.send(new DescribeClusterCommand({ name }))).cluster;
    const [one, two] = [await described('one'), await described('two')];
    for (const cluster of [one, two]) {
      expect(cluster?.endpoint).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
      expect(Buffer.from(cluster?.certificateAuthority?.data ?? '', 'base64').toString()).toContain('BEGIN CERTIFICATE');
    }
    expect(one?.endpoint).not.toBe(two?.endpoint);
    expect(await described('registered')).not.toHaveProperty('endpoint');
    expect(await described('new')).not.toHaveProperty('endpoint');
  });
  it('is refused at the start if the contract does not know it', async () => {
    await expect(startEstate(oneRegion({ ec2: { Nonsense: [] } }))).rejects.toThrow(EstateError);
  });
});

describe('the names for the help', () => {
  it('are those that a file may have', () => {
    const names = listNames();
    expect(names.get('ec2')).toEqual(
      expect.arrayContaining(['SecurityGroups', 'Reservations', 'PrefixLists', 'VpcBlockPublicAccessOptions']),
    );
    expect(names.get('ec2')).not.toContain('Snapshots');
    expect(names.get('eks')).toEqual(
      expect.arrayContaining(['clusters', 'nodegroups', 'addons', 'accessEntries', 'clusterVersions']),
    );
    expect(names.get('elastic-load-balancing-v2')).toEqual(
      expect.arrayContaining(['LoadBalancers', 'TargetGroups', 'Listeners', 'Rules']),
    );
    expect(names.get('s3')).toEqual(expect.arrayContaining(['Buckets']));
  });
});

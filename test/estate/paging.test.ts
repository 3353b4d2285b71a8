import { DescribeLogGroupsCommand, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeInstancesCommand,
  DescribeManagedPrefixListsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  paginateDescribeManagedPrefixLists,
  paginateDescribeSubnets,
  paginateGetManagedPrefixListEntries,
} from '@aws-sdk/client-ec2';
import {
  ListClustersCommand,
  paginateListAccessEntries,
  paginateListClusters,
  paginateListInsights,
} from '@aws-sdk/client-eks';
import { paginateDescribeLoadBalancers as paginateClassic } from '@aws-sdk/client-elastic-load-balancing';
import { DescribeLoadBalancersCommand, paginateDescribeLoadBalancers } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListRolesCommand, paginateListRoles } from '@aws-sdk/client-iam';
import { ListKeysCommand, paginateListKeys } from '@aws-sdk/client-kms';
import { ListAccountsCommand, paginateListAccounts } from '@aws-sdk/client-organizations';
import { describe, expect, it } from 'vitest';
import { clientsOf, failureOf, oneRegion, start } from './clients.ts';

const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const estate = oneRegion(
  {
    ec2: {
      Subnets: many(2003, (i) => ({ SubnetId: `subnet-${i}`, VpcId: `vpc-${i % 2}` })),
      RouteTables: many(101, (i) => ({ RouteTableId: `rtb-${i}` })),
      SecurityGroups: many(1200, (i) => ({ GroupId: `sg-${i}` })),
      VpcEndpoints: many(1001, (i) => ({ VpcEndpointId: `vpce-${i}` })),
      PrefixLists: many(101, (i) => ({ PrefixListId: `pl-${i}` })),
      GetManagedPrefixListEntries: { 'pl-1': many(250, (i) => ({ Cidr: `10.0.${i}.0/24` })) },
    },
    eks: {
      clusters: many(250, (i) => ({ name: `c${i}` })),
      accessEntries: many(101, (i) => ({ clusterName: 'c1', principalArn: `arn:${i}` })),
      ListInsights: { c1: many(101, (i) => ({ id: `${i}` })) },
    },
    'elastic-load-balancing-v2': { LoadBalancers: many(401, (i) => ({ LoadBalancerArn: `arn:${i}` })) },
    'elastic-load-balancing': { LoadBalancerDescriptions: many(401, (i) => ({ LoadBalancerName: `lb${i}` })) },
    kms: { Keys: many(150, (i) => ({ KeyId: `${i}` })) },
    'cloudwatch-logs': { DescribeLogGroups: many(51, (i) => ({ logGroupName: `/${i}` })) },
  },
  {
    iam: { Roles: many(101, (i) => ({ RoleName: `r${i}`, Path: '/' })) },
    organizations: { ListAccounts: many(41, (i) => ({ Id: String(100_000_000_000 + i) })) },
  },
);
const server = await start(estate);
const { ec2, eks, elbv2, elb, kms, iam, logs, organizations } = server;

/** Sizes of the pages of a list, and how many different items they have. */
async function pages<P>(paginator: AsyncIterable<P>, items: (page: P) => readonly unknown[] | undefined) {
  const sizes: number[] = [];
  const seen = new Set<string>();
  for await (const page of paginator) {
    const found = items(page) ?? [];
    sizes.push(found.length);
    for (const item of found) seen.add(JSON.stringify(item));
  }
  return { sizes, different: seen.size };
}

describe('pages', () => {
  it('are as large as the service makes them, and hold each item once', async () => {
    expect(await pages(paginateDescribeSubnets({ client: ec2, pageSize: 1000 }, {}), (p) => p.Subnets)).toEqual({
      sizes: [1000, 1000, 3],
      different: 2003,
    });
    const filtered = paginateDescribeSubnets(
      { client: ec2, pageSize: 1000 },
      { Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }] },
    );
    expect(await pages(filtered, (p) => p.Subnets)).toEqual({ sizes: [1000, 1], different: 1001 });
    expect(await pages(paginateListClusters({ client: eks }, {}), (p) => p.clusters)).toEqual({
      sizes: [100, 100, 50],
      different: 250,
    });
    expect(await pages(paginateListClusters({ client: eks, pageSize: 99 }, {}), (p) => p.clusters)).toEqual({
      sizes: [99, 99, 52],
      different: 250,
    });
    expect(
      await pages(paginateListAccessEntries({ client: eks }, { clusterName: 'c1' }), (p) => p.accessEntries),
    ).toMatchObject({ sizes: [100, 1] });
    expect(await pages(paginateListInsights({ client: eks }, { clusterName: 'c1' }), (p) => p.insights)).toMatchObject({
      sizes: [100, 1],
    });
    expect(await pages(paginateDescribeLoadBalancers({ client: elbv2 }, {}), (p) => p.LoadBalancers)).toMatchObject({
      sizes: [400, 1],
    });
    expect(await pages(paginateClassic({ client: elb }, {}), (p) => p.LoadBalancerDescriptions)).toMatchObject({
      sizes: [400, 1],
    });
    expect(await pages(paginateListKeys({ client: kms }, {}), (p) => p.Keys)).toMatchObject({ sizes: [100, 50] });
    expect(await pages(paginateListRoles({ client: iam }, {}), (p) => p.Roles)).toMatchObject({ sizes: [100, 1] });
    expect(await pages(paginateListRoles({ client: iam, pageSize: 1000 }, {}), (p) => p.Roles)).toMatchObject({ sizes: [101] });
    expect(await pages(paginateDescribeLogGroups({ client: logs }, {}), (p) => p.logGroups)).toMatchObject({ sizes: [50, 1] });
    expect(await pages(paginateListAccounts({ client: organizations }, {}), (p) => p.Accounts)).toEqual({
      sizes: [20, 20, 1],
      different: 41,
    });
    expect(await pages(paginateDescribeManagedPrefixLists({ client: ec2 }, {}), (p) => p.PrefixLists)).toMatchObject({
      sizes: [100, 1],
    });
    const entries = paginateGetManagedPrefixListEntries({ client: ec2, pageSize: 100 }, { PrefixListId: 'pl-1' });
    expect(await pages(entries, (p) => p.Entries)).toEqual({ sizes: [100, 100, 50], different: 250 });
  });

  it('that are full and the last promise no more', async () => {
    const exact = await start(oneRegion({ eks: { clusters: many(100, (i) => ({ name: `c${i}` })) } }));
    expect(await exact.eks.send(new ListClustersCommand({}))).not.toHaveProperty('nextToken');
  });

  it('without a size are EC2’s whole list', async () => {
    expect((await ec2.send(new DescribeSecurityGroupsCommand({}))).SecurityGroups).toHaveLength(1200);
    expect((await ec2.send(new DescribeRouteTablesCommand({}))).RouteTables).toHaveLength(101);
  });

  it('of a size too large are the largest, where the service says so', async () => {
    expect((await ec2.send(new DescribeVpcEndpointsCommand({ MaxResults: 5000 }))).VpcEndpoints).toHaveLength(1000);
  });

  it.each([
    [
      'subnets, 4',
      () => ec2.send(new DescribeSubnetsCommand({ MaxResults: 4 })),
      'InvalidParameterValue',
      /\( 4 \).*greater than 5/,
    ],
    [
      'subnets, 1001',
      () => ec2.send(new DescribeSubnetsCommand({ MaxResults: 1001 })),
      'InvalidParameterValue',
      /smaller than 1000/,
    ],
    [
      'route tables, 101',
      () => ec2.send(new DescribeRouteTablesCommand({ MaxResults: 101 })),
      'InvalidParameterValue',
      /smaller than 100/,
    ],
    [
      'prefix lists, 101',
      () => ec2.send(new DescribeManagedPrefixListsCommand({ MaxResults: 101 })),
      'InvalidParameterValue',
      /101/,
    ],
    [
      'clusters, 0',
      () => eks.send(new ListClustersCommand({ maxResults: 0 })),
      'InvalidParameterException',
      /between 1 and 100/,
    ],
    [
      'clusters, 101',
      () => eks.send(new ListClustersCommand({ maxResults: 101 })),
      'InvalidParameterException',
      /between 1 and 100/,
    ],
    [
      'load balancers, 401',
      () => elbv2.send(new DescribeLoadBalancersCommand({ PageSize: 401 })),
      'ValidationError',
      /'pageSize'.*less than or equal to 400/,
    ],
    ['roles, 1001', () => iam.send(new ListRolesCommand({ MaxItems: 1001 })), 'ValidationError', /'maxItems'/],
    ['keys, 1001', () => kms.send(new ListKeysCommand({ Limit: 1001 })), 'ValidationException', /'limit'/],
    ['log groups, 51', () => logs.send(new DescribeLogGroupsCommand({ limit: 51 })), 'InvalidParameterException', /'limit'/],
    [
      'accounts, 21',
      () => organizations.send(new ListAccountsCommand({ MaxResults: 21 })),
      'InvalidInputException',
      /'maxResults'/,
    ],
  ] as const)('of a size out of range are refused: %s', async (_what, send, code, message) => {
    expect(await failureOf(send())).toMatchObject({ code, status: 400, message: expect.stringMatching(message) });
  });
});

describe('tokens', () => {
  const next = async () => (await ec2.send(new DescribeSubnetsCommand({ MaxResults: 10 }))).NextToken ?? '';
  it('lead on with another page size', async () => {
    const answer = await ec2.send(new DescribeSubnetsCommand({ MaxResults: 5, NextToken: await next() }));
    expect(answer.Subnets?.map((s) => s.SubnetId)).toEqual(['subnet-10', 'subnet-11', 'subnet-12', 'subnet-13', 'subnet-14']);
  });
  it('are refused by any other request, and when made up', async () => {
    const NextToken = await next();
    const refused = { code: 'InvalidParameterValue', status: 400, message: expect.stringContaining('NextToken') };
    const Filters = [{ Name: 'vpc-id', Values: ['vpc-1'] }];
    expect(await failureOf(ec2.send(new DescribeSubnetsCommand({ MaxResults: 10, NextToken, Filters })))).toMatchObject(
      refused,
    );
    expect(await failureOf(ec2.send(new DescribeSecurityGroupsCommand({ MaxResults: 10, NextToken })))).toMatchObject(refused);
    expect(await failureOf(ec2.send(new DescribeSubnetsCommand({ MaxResults: 10, NextToken: 'x' })))).toMatchObject(refused);
    const forged = Buffer.from(Buffer.from(NextToken, 'base64url').toString().replace(/^10/, '20')).toString('base64url');
    expect(await failureOf(ec2.send(new DescribeSubnetsCommand({ MaxResults: 10, NextToken: forged })))).toMatchObject(refused);
    expect(await failureOf(eks.send(new ListClustersCommand({ nextToken: 'x' })))).toMatchObject({
      code: 'InvalidParameterException',
    });
    expect(await failureOf(kms.send(new ListKeysCommand({ Marker: 'x' })))).toMatchObject({ code: 'InvalidMarkerException' });
    expect(await failureOf(organizations.send(new ListAccountsCommand({ NextToken: 'x' })))).toMatchObject({
      code: 'InvalidInputException',
    });
  });
  it('are of one Region and account', async () => {
    const { ec2: other } = clientsOf(server.url, 'eu-west-1');
    expect(await failureOf(other.send(new DescribeSubnetsCommand({ NextToken: await next() })))).toMatchObject({
      code: 'AuthFailure',
    });
  });
  it('do not go with ids', async () => {
    const both = new DescribeInstancesCommand({ InstanceIds: ['i-1'], MaxResults: 10 });
    expect(await failureOf(ec2.send(both))).toMatchObject({ code: 'InvalidParameterCombination' });
  });
});

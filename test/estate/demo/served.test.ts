import * as ec2 from '@aws-sdk/client-ec2';
import {
  DescribeClusterCommand,
  DescribeClusterVersionsCommand,
  DescribeNodegroupCommand,
  ListClustersCommand,
  ListNodegroupsCommand,
} from '@aws-sdk/client-eks';
import * as elb from '@aws-sdk/client-elastic-load-balancing';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, test } from 'vitest';
import { acquired, production, staging } from '../../../estate/demo/accounts.ts';
import { demoEstate, demoFaults } from '../../../estate/demo/index.ts';
import { assume, type Clients, clientsOf, failureOf, start } from '../clients.ts';
import { askKubernetes } from './kubernetes.ts';

const estate = demoEstate();
const server = await start(estate, { kubernetes: true });
afterEach(() => {
  server.faults.clear();
  server.kubernetes.faults.clear();
});

const clientsIn = async (account: string, region: string): Promise<Clients> =>
  clientsOf(server.url, region, account === production ? undefined : await assume(server, account));
const places = [production, staging].flatMap((account) => ['eu-central-1', 'us-east-1'].map((region) => ({ account, region })));

test('the caller is in production, staging lends its role, the acquired account does not', async () => {
  expect((await server.sts.send(new GetCallerIdentityCommand({}))).Account).toBe(production);
  const { Accounts = [] } = await server.organizations.send(new ListAccountsCommand({}));
  expect(Accounts.map(({ Id, Name, State }) => [Id, Name, State])).toEqual([
    [production, 'production', 'ACTIVE'],
    [staging, 'staging', 'ACTIVE'],
    [acquired, 'lumen-shop', 'ACTIVE'],
  ]);
  expect(await failureOf(assume(server, acquired))).toMatchObject({ code: 'AccessDenied', status: 403 });
  const { iam } = await clientsIn(staging, 'us-east-1');
  const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
  expect(SummaryMap?.AccountAccessKeysPresent).toBe(1);
});

/** How many items each list of EC2 holds, as the real client counts them. */
const ec2Lists: Readonly<Record<string, (client: ec2.EC2Client) => Promise<readonly unknown[] | undefined>>> = {
  Vpcs: async (c) => (await c.send(new ec2.DescribeVpcsCommand({}))).Vpcs,
  Subnets: async (c) => (await c.send(new ec2.DescribeSubnetsCommand({}))).Subnets,
  RouteTables: async (c) => (await c.send(new ec2.DescribeRouteTablesCommand({}))).RouteTables,
  InternetGateways: async (c) => (await c.send(new ec2.DescribeInternetGatewaysCommand({}))).InternetGateways,
  EgressOnlyInternetGateways: async (c) =>
    (await c.send(new ec2.DescribeEgressOnlyInternetGatewaysCommand({}))).EgressOnlyInternetGateways,
  NatGateways: async (c) => (await c.send(new ec2.DescribeNatGatewaysCommand({}))).NatGateways,
  NetworkAcls: async (c) => (await c.send(new ec2.DescribeNetworkAclsCommand({}))).NetworkAcls,
  SecurityGroups: async (c) => (await c.send(new ec2.DescribeSecurityGroupsCommand({}))).SecurityGroups,
  NetworkInterfaces: async (c) => (await c.send(new ec2.DescribeNetworkInterfacesCommand({}))).NetworkInterfaces,
  Reservations: async (c) => (await c.send(new ec2.DescribeInstancesCommand({}))).Reservations,
  PrefixLists: async (c) => (await c.send(new ec2.DescribeManagedPrefixListsCommand({}))).PrefixLists,
};

describe.each(places)('in $account $region', ({ account, region }) => {
  const services = estate.accounts[account]?.regions?.[region] ?? {};
  const listed = (service: string, name: string) =>
    (services[service]?.[name] ?? []) as readonly Readonly<Record<string, string>>[];

  test('every list of the network is served whole', async () => {
    const clients = await clientsIn(account, region);
    for (const [name, ask] of Object.entries(ec2Lists))
      expect((await ask(clients.ec2))?.length, name).toBe(listed('ec2', name).length);
    for (const { PrefixListId } of listed('ec2', 'PrefixLists')) {
      const { Entries = [] } = await clients.ec2.send(new ec2.GetManagedPrefixListEntriesCommand({ PrefixListId }));
      expect(Entries.map(({ Cidr }) => Cidr)).toContain('0.0.0.0/0');
    }
  });

  test('load balancers of both generations are served with their tags', async () => {
    const clients = await clientsIn(account, region);
    const { LoadBalancers = [] } = await clients.elbv2.send(new elbv2.DescribeLoadBalancersCommand({}));
    for (const { LoadBalancerArn = '' } of LoadBalancers) {
      const { TagDescriptions = [] } = await clients.elbv2.send(
        new elbv2.DescribeTagsCommand({ ResourceArns: [LoadBalancerArn] }),
      );
      expect(TagDescriptions[0]?.Tags?.map(({ Key }) => Key)).toContain('elbv2.k8s.aws/cluster');
      const { Listeners = [] } = await clients.elbv2.send(new elbv2.DescribeListenersCommand({ LoadBalancerArn }));
      expect(Listeners).toHaveLength(1);
    }
    const { LoadBalancerDescriptions = [] } = await clients.elb.send(new elb.DescribeLoadBalancersCommand({}));
    for (const { LoadBalancerName = '' } of LoadBalancerDescriptions) {
      const { TagDescriptions = [] } = await clients.elb.send(
        new elb.DescribeTagsCommand({ LoadBalancerNames: [LoadBalancerName] }),
      );
      expect(TagDescriptions[0]?.Tags?.some(({ Key }) => Key?.startsWith('kubernetes.io/cluster/'))).toBe(true);
    }
    expect(LoadBalancers).toHaveLength(listed('elastic-load-balancing-v2', 'LoadBalancers').length);
    expect(LoadBalancerDescriptions).toHaveLength(listed('elastic-load-balancing', 'LoadBalancerDescriptions').length);
  });

  test('clusters have every member that EKS always returns, an endpoint here, and node groups', async () => {
    const { eks, kms } = await clientsIn(account, region);
    const { clusters = [] } = await eks.send(new ListClustersCommand({}));
    expect(clusters).toEqual(listed('eks', 'clusters').map(({ name }) => name));
    for (const name of clusters) {
      const { cluster = {} } = await eks.send(new DescribeClusterCommand({ name }));
      for (const member of always) expect(cluster, `${name}.${member}`).toHaveProperty(member);
      expect(cluster.endpoint).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
      expect(cluster.createdAt?.getTime()).toBeLessThan(Date.UTC(2026, 10, 21));
      const { nodegroups = [] } = await eks.send(new ListNodegroupsCommand({ clusterName: name }));
      for (const nodegroupName of nodegroups) {
        const { nodegroup } = await eks.send(new DescribeNodegroupCommand({ clusterName: name, nodegroupName }));
        expect(nodegroup?.resources?.autoScalingGroups).toHaveLength(1);
      }
      const keyId = cluster.encryptionConfig?.[0]?.provider?.keyArn;
      if (keyId?.includes(`:${account}:`))
        expect((await kms.send(new DescribeKeyCommand({ KeyId: keyId }))).KeyMetadata?.Arn).toBe(keyId);
    }
    const { clusterVersions = [] } = await eks.send(new DescribeClusterVersionsCommand({ includeAll: true }));
    expect(clusterVersions.map(({ clusterVersion }) => clusterVersion)).toContain('1.36');
  });
});

const always = [
  ...[
    'name',
    'arn',
    'createdAt',
    'version',
    'platformVersion',
    'status',
    'roleArn',
    'endpoint',
    'certificateAuthority.data',
    'tags',
  ],
  ...['vpcId', 'subnetIds', 'securityGroupIds', 'clusterSecurityGroupId', 'endpointPublicAccess', 'endpointPrivateAccess'].map(
    (member) => `resourcesVpcConfig.${member}`,
  ),
  ...['resourcesVpcConfig.publicAccessCidrs', 'kubernetesNetworkConfig.ipFamily', 'logging.clusterLogging', 'health.issues'],
  ...['identity.oidc.issuer', 'accessConfig.authenticationMode', 'upgradePolicy.supportType', 'deletionProtection'],
];

describe('what the demo refuses', () => {
  test('the foreign key, network ACLs in one Region, and the API of qa; nothing else', async () => {
    demoFaults(server);
    const virginia = await clientsIn(production, 'us-east-1');
    const inStaging = await clientsIn(staging, 'us-east-1');
    expect(await failureOf(virginia.kms.send(new DescribeKeyCommand({ KeyId: 'any' })))).toMatchObject({
      code: 'AccessDeniedException',
    });
    expect(await failureOf(inStaging.ec2.send(new ec2.DescribeNetworkAclsCommand({})))).toMatchObject({
      code: 'UnauthorizedOperation',
    });
    expect(await failureOf(inStaging.ec2.send(new ec2.DescribeVpcsCommand({})))).toBeUndefined();
    const { eks } = await clientsIn(staging, 'eu-central-1');
    expect(await askKubernetes(eks, 'qa', '/api/v1/namespaces')).toMatchObject({ status: 403 });
    expect(await askKubernetes(eks, 'qa', '/version')).toMatchObject({ status: 200 });
    expect(await askKubernetes(eks, 'preview', '/api/v1/namespaces')).toMatchObject({ status: 200 });
  });

  test('what stands in the namespace default of each cluster', async () => {
    const inDefault = async (account: string, region: string, name: string) => {
      const { eks } = await clientsIn(account, region);
      const { body } = await askKubernetes(eks, name, '/apis/apps/v1/namespaces/default/deployments');
      return (body as { readonly items: readonly { readonly metadata: { readonly name: string } }[] }).items.map(
        (o) => o.metadata.name,
      );
    };
    expect(await inDefault(staging, 'eu-central-1', 'staging-2024')).toEqual(['fair-demo', 'postgres']);
    expect(await inDefault(staging, 'us-east-1', 'legacy-batch')).toEqual(['scheduler']);
    expect(await inDefault(production, 'eu-central-1', 'payments')).toEqual([]);
  });
});

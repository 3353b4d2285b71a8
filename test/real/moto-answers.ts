import {
  DescribeEgressOnlyInternetGatewaysCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import {
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  ListClustersCommand,
  ListNodegroupsCommand,
} from '@aws-sdk/client-eks';
import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { type Estate, parseEstate } from '../../estate/server.ts';
import type { Clients } from './moto-clients.ts';

/** What a server answers for accounts and Regions, as an estate file: the same estate, to be served by another program. */
export async function estateOf(accounts: ReadonlyMap<string, readonly Clients[]>): Promise<Estate> {
  const described = await Promise.all(
    [...accounts].map(async ([account, regions]) => [account, await accountOf(regions)] as const),
  );
  return parseEstate(JSON.stringify({ accounts: Object.fromEntries(described) }), 'what moto answers');
}

async function accountOf(clients: readonly Clients[]): Promise<object> {
  const [{ iam, organizations }] = clients as readonly [Clients, ...Clients[]];
  const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
  const accounts = await organizations.send(new ListAccountsCommand({})).catch(() => undefined);
  const regions = await Promise.all(clients.map(async (one) => [one.region, await regionOf(one)] as const));
  return {
    global: {
      iam: { GetAccountSummary: { SummaryMap } },
      ...(accounts === undefined ? {} : { organizations: { ListAccounts: accounts.Accounts } }),
    },
    regions: Object.fromEntries(regions),
  };
}

const regionOf = async (clients: Clients): Promise<object> => ({
  ec2: await ec2Of(clients),
  eks: await eksOf(clients),
  kms: { DescribeKey: await keysOf(clients) },
});

async function ec2Of({ ec2 }: Clients): Promise<object> {
  const { PrefixLists = [] } = await ec2.send(new DescribeManagedPrefixListsCommand({}));
  const entries = PrefixLists.map(async ({ PrefixListId = '' }) => {
    const { Entries } = await ec2.send(new GetManagedPrefixListEntriesCommand({ PrefixListId }));
    return [PrefixListId, Entries] as const;
  });
  return {
    SecurityGroups: (await ec2.send(new DescribeSecurityGroupsCommand({}))).SecurityGroups,
    NetworkInterfaces: (await ec2.send(new DescribeNetworkInterfacesCommand({}))).NetworkInterfaces,
    Reservations: (await ec2.send(new DescribeInstancesCommand({}))).Reservations,
    Subnets: (await ec2.send(new DescribeSubnetsCommand({}))).Subnets,
    Vpcs: (await ec2.send(new DescribeVpcsCommand({}))).Vpcs,
    RouteTables: (await ec2.send(new DescribeRouteTablesCommand({}))).RouteTables,
    NetworkAcls: (await ec2.send(new DescribeNetworkAclsCommand({}))).NetworkAcls,
    InternetGateways: (await ec2.send(new DescribeInternetGatewaysCommand({}))).InternetGateways,
    EgressOnlyInternetGateways: (await ec2.send(new DescribeEgressOnlyInternetGatewaysCommand({}))).EgressOnlyInternetGateways,
    NatGateways: (await ec2.send(new DescribeNatGatewaysCommand({}))).NatGateways,
    PrefixLists,
    GetManagedPrefixListEntries: Object.fromEntries(await Promise.all(entries)),
  };
}

async function eksOf({ eks }: Clients): Promise<object> {
  const { clusters: names = [] } = await eks.send(new ListClustersCommand({}));
  const clusters = names.map(async (name) => (await eks.send(new DescribeClusterCommand({ name }))).cluster);
  const groups = names.map(async (clusterName) => {
    const { nodegroups = [] } = await eks.send(new ListNodegroupsCommand({ clusterName }));
    const ask = async (nodegroupName: string) => eks.send(new DescribeNodegroupCommand({ clusterName, nodegroupName }));
    return Promise.all(nodegroups.map(async (name) => (await ask(name)).nodegroup));
  });
  return { clusters: await Promise.all(clusters), nodegroups: (await Promise.all(groups)).flat() };
}

async function keysOf({ kms }: Clients): Promise<object> {
  const { Keys = [] } = await kms.send(new ListKeysCommand({}));
  const described = Keys.map(
    async ({ KeyArn }) => [KeyArn, await kms.send(new DescribeKeyCommand({ KeyId: KeyArn }))] as const,
  );
  const keys = (await Promise.all(described)).map(([arn, { KeyMetadata }]) => [arn, { KeyMetadata }]);
  return Object.fromEntries(keys);
}

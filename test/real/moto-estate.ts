import {
  AuthorizeSecurityGroupIngressCommand,
  CreateManagedPrefixListCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeSubnetsCommand,
  type IpPermission,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateNodegroupCommand, type RemoteAccessConfig } from '@aws-sdk/client-eks';
import { CreateKeyCommand, DisableKeyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { CreateAccountCommand, CreateOrganizationCommand } from '@aws-sdk/client-organizations';
import { type Clients, clientsAt, inAccount } from './moto-clients.ts';

/** The account that moto takes every unknown access key for. */
export const HOME = '123456789012';
export const REGION = 'us-east-1';
export const ELSEWHERE = 'eu-central-1';

/** What the tests must be able to name of the estate that was built. */
export interface Built {
  /** Clients of the SDK by account, one for each Region. */
  readonly clients: ReadonlyMap<string, readonly Clients[]>;
  /** The organization's second account. */
  readonly member: string;
  readonly groups: Readonly<Record<'halves' | 'listed' | 'kubelet' | 'closed', string>>;
  readonly keys: Readonly<Record<'disabled' | 'dying', string>>;
}

/** Builds two accounts with clusters, in what a scan looks at, through the APIs that a user would use. */
export async function buildEstate(url: string): Promise<Built> {
  const home = clientsAt(url, REGION);
  await home.organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { CreateAccountStatus: created } = await home.organizations.send(
    new CreateAccountCommand({ AccountName: 'second', Email: 'second@example.com' }),
  );
  const member = created?.AccountId ?? '';
  const second = await inAccount(home, member);
  const { groups, subnetId } = await alpha(home);
  const keys = { disabled: await key(home), dying: await key(home) };
  await home.kms.send(new DisableKeyCommand({ KeyId: idOf(keys.disabled) }));
  await home.kms.send(new ScheduleKeyDeletionCommand({ KeyId: idOf(keys.dying), PendingWindowInDays: 7 }));
  await clusters(home, subnetId, groups.closed, keys);
  const elsewhere = clientsAt(url, ELSEWHERE);
  await createCluster(elsewhere, { name: 'delta', ...(await closed(elsewhere)) });
  await createCluster(second, { name: 'echo', ...(await closed(second)) });
  const clients = new Map([
    [HOME, [home, elsewhere]],
    [member, [second, await inAccount(elsewhere, member)]],
  ]);
  return { clients, member, groups, keys };
}

type Group = keyof Built['groups'];

/** A VPC with both families and a cluster whose nodes, control plane and pods carry four security groups. */
async function alpha(clients: Clients): Promise<{ readonly groups: Record<Group, string>; readonly subnetId: string }> {
  const { ec2 } = clients;
  const { vpcId, subnetId } = await network(clients);
  const prefixList = await ec2.send(
    new CreateManagedPrefixListCommand({
      PrefixListName: 'offices',
      AddressFamily: 'IPv4',
      MaxEntries: 5,
      Entries: [{ Cidr: '0.0.0.0/1' }, { Cidr: '128.0.0.0/1' }],
    }),
  );
  const port = (FromPort: number, from: IpPermission): IpPermission => ({
    IpProtocol: 'tcp',
    FromPort,
    ToPort: FromPort,
    ...from,
  });
  const PrefixListId = prefixList.PrefixList?.PrefixListId;
  const groups = {
    halves: await group(clients, vpcId, 'halves', port(22, { IpRanges: [{ CidrIp: '0.0.0.0/1' }, { CidrIp: '128.0.0.0/1' }] })),
    listed: await group(clients, vpcId, 'listed', port(3389, { PrefixListIds: [{ PrefixListId }] })),
    kubelet: await group(clients, vpcId, 'kubelet', port(10_250, { Ipv6Ranges: [{ CidrIpv6: '::/0' }] })),
    closed: await group(clients, vpcId, 'closed', port(443, { IpRanges: [{ CidrIp: '198.51.100.0/26' }] })),
  };
  const attached = { SubnetId: subnetId, Groups: [groups.closed] };
  await ec2.send(new CreateNetworkInterfaceCommand({ ...attached, Description: 'Amazon EKS alpha' }));
  const tags = [{ Key: 'kubernetes.io/cluster/alpha', Value: 'owned' }];
  const TagSpecifications = [{ ResourceType: 'instance' as const, Tags: tags }];
  const SecurityGroupIds = [groups.halves, groups.listed, groups.kubelet];
  await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-12c6146b',
      MinCount: 1,
      MaxCount: 1,
      SubnetId: subnetId,
      SecurityGroupIds,
      TagSpecifications,
    }),
  );
  return { groups, subnetId };
}

async function network({ ec2 }: Clients): Promise<{ readonly vpcId: string; readonly subnetId: string }> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.20.0.0/16', AmazonProvidedIpv6CidrBlock: true }));
  const VpcId = Vpc?.VpcId ?? '';
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.20.0.0/24' }));
  return { vpcId: VpcId, subnetId: Subnet?.SubnetId ?? '' };
}

async function group({ ec2 }: Clients, VpcId: string, GroupName: string, rule: IpPermission): Promise<string> {
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName, Description: GroupName }));
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [rule] }));
  return GroupId ?? '';
}

async function key({ kms }: Clients): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  return KeyMetadata?.Arn ?? '';
}

/** moto knows keys to change by their ids alone. */
const idOf = (arn: string): string => arn.split('/').at(-1) ?? '';

/** Clusters of the home account and Region: open by halves; closed with ranges left over; one as moto answers for it on its own. */
async function clusters(home: Clients, subnetId: string, group: string, keys: Built['keys']): Promise<void> {
  const subnetIds = [subnetId];
  const encryptedWith = (keyArn: string) => [{ resources: ['secrets'], provider: { keyArn } }];
  const endpoint = { subnetIds, endpointPrivateAccess: true, clusterSecurityGroupId: group, securityGroupIds: [] };
  const halves = { endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/1', '128.0.0.0/1'] };
  const leftOver = { endpointPublicAccess: false, publicAccessCidrs: ['0.0.0.0/0'] };
  const of = (vpc: object, keyArn: string) => ({
    resourcesVpcConfig: { ...endpoint, ...vpc },
    encryptionConfig: encryptedWith(keyArn),
  });
  await createCluster(home, { name: 'alpha', version: '1.33', ...of(halves, keys.disabled) });
  await createCluster(home, { name: 'bravo', version: '1.34', ...of(leftOver, keys.dying) });
  const { Subnets } = await home.ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: 'default-for-az', Values: ['true'] }] }),
  );
  const standard = (Subnets ?? []).slice(0, 2).map(({ SubnetId }) => SubnetId);
  await createCluster(home, { name: 'charlie', version: '1.27', resourcesVpcConfig: { subnetIds: standard } });
  await nodeGroup(home, 'ssh', subnetIds, { ec2SshKey: 'operations' });
  await nodeGroup(home, 'bastion', subnetIds, { ec2SshKey: 'operations', sourceSecurityGroups: [group] });
}

async function nodeGroup(
  { eks }: Clients,
  nodegroupName: string,
  subnets: string[],
  remoteAccess: RemoteAccessConfig,
): Promise<void> {
  const nodeRole = `arn:aws:iam::${HOME}:role/nodes`;
  await eks.send(new CreateNodegroupCommand({ clusterName: 'alpha', nodegroupName, subnets, nodeRole, remoteAccess }));
}

async function closed(clients: Clients): Promise<Omit<Cluster, 'name'>> {
  const { vpcId, subnetId } = await network(clients);
  const publicAccessCidrs = ['52.94.76.0/26'];
  return {
    version: '1.33',
    resourcesVpcConfig: { vpcId, subnetIds: [subnetId], endpointPublicAccess: true, publicAccessCidrs },
  };
}

interface Cluster {
  readonly name: string;
  readonly version: string;
  readonly resourcesVpcConfig: object;
  readonly encryptionConfig?: readonly object[];
}

/**
 * CreateCluster by hand: moto keeps resourcesVpcConfig as it comes and fills nothing in, so that members which EKS adds (vpcId,
 * clusterSecurityGroupId) must be in the request, where the SDK would leave them out. The signature is not checked, the account is the key's.
 */
async function createCluster({ url, region, accessKeyId }: Clients, cluster: Cluster): Promise<void> {
  const credential = `Credential=${accessKeyId}/20261121/${region}/eks/aws4_request`;
  const response = await fetch(`${url}/clusters`, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=x`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ roleArn: `arn:aws:iam::${HOME}:role/cluster`, tags: { team: 'test' }, ...cluster }),
  });
  if (!response.ok) throw new Error(`CreateCluster ${cluster.name}: ${response.status} ${await response.text()}`);
}

import * as ec2 from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globMatches } from '../../estate/aws/answers/glob.ts';
import { failureOf, first, oneRegion, start } from './clients.ts';

const tag = (Key: string, Value: string) => ({ Tags: [{ Key, Value }] });
const { ec2: client } = await start(
  oneRegion({
    ec2: {
      Reservations: [
        {
          ReservationId: 'r-1',
          OwnerId: first,
          Instances: [
            {
              InstanceId: 'i-1',
              State: { Code: 16, Name: 'running' },
              VpcId: 'vpc-1',
              SecurityGroups: [{ GroupId: 'sg-1' }],
              ...tag('kubernetes.io/cluster/one', 'owned'),
            },
            {
              InstanceId: 'i-2',
              State: { Code: 80, Name: 'stopped' },
              VpcId: 'vpc-2',
              PublicIpAddress: '198.51.100.7',
              ...tag('eks:cluster-name', 'two'),
            },
          ],
        },
        {
          ReservationId: 'r-2',
          Instances: [{ InstanceId: 'i-3', NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', SubnetId: 'subnet-1' }] }],
        },
      ],
      SecurityGroups: [
        {
          GroupId: 'sg-1',
          GroupName: 'web',
          VpcId: 'vpc-1',
          IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
        },
        {
          GroupId: 'sg-2',
          GroupName: 'db',
          VpcId: 'vpc-1',
          IpPermissionsEgress: [{ IpProtocol: '-1', PrefixListIds: [{ PrefixListId: 'pl-1' }] }],
          ...tag('a*b', 'x?'),
        },
      ],
      NetworkInterfaces: [
        {
          NetworkInterfaceId: 'eni-1',
          Groups: [{ GroupId: 'sg-1' }],
          Attachment: { InstanceId: 'i-3' },
          TagSet: tag('cluster.k8s.amazonaws.com/name', 'one').Tags,
          Association: { PublicIp: '198.51.100.7' },
          VpcId: 'vpc-1',
        },
      ],
      RouteTables: [
        {
          RouteTableId: 'rtb-1',
          Associations: [{ Main: true, SubnetId: 'subnet-1' }],
          Routes: [{ GatewayId: 'igw-1', DestinationCidrBlock: '0.0.0.0/0' }],
        },
        { RouteTableId: 'rtb-2' },
      ],
      NetworkAcls: [
        { NetworkAclId: 'acl-1', IsDefault: true, Associations: [{ SubnetId: 'subnet-1' }] },
        { NetworkAclId: 'acl-2', IsDefault: false },
      ],
      InternetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }] }],
      NatGateways: [
        { NatGatewayId: 'nat-1', VpcId: 'vpc-1', State: 'available' },
        { NatGatewayId: 'nat-2', State: 'deleted' },
      ],
      Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: true }],
      Vpcs: [{ VpcId: 'vpc-1', IsDefault: true, CidrBlock: '10.0.0.0/16' }],
      LaunchTemplateVersions: [
        { LaunchTemplateId: 'lt-1', LaunchTemplateName: 'one', VersionNumber: 1, DefaultVersion: true },
        { LaunchTemplateId: 'lt-1', LaunchTemplateName: 'one', VersionNumber: 2, DefaultVersion: false },
        { LaunchTemplateId: 'lt-2', LaunchTemplateName: 'two', VersionNumber: 1, DefaultVersion: true },
      ],
      DescribeSnapshots: [
        { SnapshotId: 'snap-1', OwnerId: first },
        { SnapshotId: 'snap-2', OwnerId: '999999999999' },
      ],
    },
  }),
);
const filters = (given: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(given).map(([Name, Values]) => ({ Name, Values: [...Values] }));

describe('filters of instances', () => {
  const instances = async (given: Readonly<Record<string, readonly string[]>>, input = {}) =>
    (await client.send(new ec2.DescribeInstancesCommand({ Filters: filters(given), ...input }))).Reservations?.flatMap((r) =>
      r.Instances?.map((i) => i.InstanceId),
    );
  it.each([
    [{ 'instance-state-name': ['running', 'pending'] }, ['i-1']],
    [{ 'instance-state-code': ['80'] }, ['i-2']],
    [{ 'vpc-id': ['vpc-1', 'vpc-2'], 'instance-state-name': ['stopped'] }, ['i-2']],
    [{ 'tag-key': ['kubernetes.io/cluster/*'] }, ['i-1']],
    [{ 'tag-key': ['eks:cluster-name', 'kubernetes.io/cluster/one'] }, ['i-1', 'i-2']],
    [{ 'tag:eks:cluster-name': ['t?o'] }, ['i-2']],
    [{ 'tag-value': ['owned'] }, ['i-1']],
    [{ 'instance.group-id': ['sg-1'] }, ['i-1']],
    [{ 'ip-address': ['198.51.100.*'] }, ['i-2']],
    [{ 'network-interface.subnet-id': ['subnet-1'] }, ['i-3']],
    [{ 'reservation-id': ['r-2'] }, ['i-3']],
    [{ 'owner-id': [first] }, ['i-1', 'i-2']],
    [{ 'vpc-id': ['vpc-9'] }, []],
  ])('%j', async (given, found) => {
    expect(await instances(given)).toEqual(found);
  });
  it('go with ids, each of which must exist', async () => {
    expect(await instances({}, { InstanceIds: ['i-3', 'i-1'] })).toEqual(['i-1', 'i-3']);
    const missing = { code: 'InvalidInstanceID.NotFound', status: 400, message: "The instance ID 'i-9' does not exist" };
    expect(await failureOf(instances({}, { InstanceIds: ['i-1', 'i-9'] }))).toMatchObject(missing);
  });
  it('that are none are refused', async () => {
    expect(await failureOf(instances({ 'vpc-di': ['x'] }))).toMatchObject({
      code: 'InvalidParameterValue',
      message: "The filter 'vpc-di' is invalid",
    });
    expect(await failureOf(instances({ __proto__x: ['x'] }))).toMatchObject({ code: 'InvalidParameterValue' });
    expect(await failureOf(instances({ constructor: ['x'] }))).toMatchObject({ code: 'InvalidParameterValue' });
  });
});

describe('filters and ids', () => {
  /** The ids that the only item of an answer has. */
  const ids = (answer: object) => {
    const [items = []] = Object.values(answer).filter((v): v is object[] => Array.isArray(v));
    return items.length === 1 ? Object.values(items[0] ?? {}) : items;
  };
  it.each([
    ['groups', new ec2.DescribeSecurityGroupsCommand({ Filters: filters({ 'ip-permission.cidr': ['0.0.0.0/0'] }) }), 'sg-1'],
    [
      'groups by port',
      new ec2.DescribeSecurityGroupsCommand({ Filters: filters({ 'ip-permission.from-port': ['443'] }) }),
      'sg-1',
    ],
    ['groups by name', new ec2.DescribeSecurityGroupsCommand({ Filters: filters({ 'group-name': ['d?'] }) }), 'sg-2'],
    [
      'groups by outgoing list',
      new ec2.DescribeSecurityGroupsCommand({ Filters: filters({ 'egress.ip-permission.prefix-list-id': ['pl-1'] }) }),
      'sg-2',
    ],
    ['groups by an escaped tag', new ec2.DescribeSecurityGroupsCommand({ Filters: filters({ 'tag:a*b': ['x\\?'] }) }), 'sg-2'],
    ['interfaces by group', new ec2.DescribeNetworkInterfacesCommand({ Filters: filters({ 'group-id': ['sg-1'] }) }), 'eni-1'],
    [
      'interfaces by instance',
      new ec2.DescribeNetworkInterfacesCommand({ Filters: filters({ 'attachment.instance-id': ['i-3'] }) }),
      'eni-1',
    ],
    [
      'interfaces by address',
      new ec2.DescribeNetworkInterfacesCommand({ Filters: filters({ 'association.public-ip': ['198.51.100.7'] }) }),
      'eni-1',
    ],
    [
      'interfaces by tag',
      new ec2.DescribeNetworkInterfacesCommand({ Filters: filters({ 'tag:cluster.k8s.amazonaws.com/name': ['one'] }) }),
      'eni-1',
    ],
    ['main route tables', new ec2.DescribeRouteTablesCommand({ Filters: filters({ 'association.main': ['true'] }) }), 'rtb-1'],
    ['routes', new ec2.DescribeRouteTablesCommand({ Filters: filters({ 'route.gateway-id': ['igw-*'] }) }), 'rtb-1'],
    ['default ACLs', new ec2.DescribeNetworkAclsCommand({ Filters: filters({ default: ['false'] }) }), 'acl-2'],
    [
      'ACLs of a subnet',
      new ec2.DescribeNetworkAclsCommand({ Filters: filters({ 'association.subnet-id': ['subnet-1'] }) }),
      'acl-1',
    ],
    [
      'attached gateways',
      new ec2.DescribeInternetGatewaysCommand({ Filters: filters({ 'attachment.vpc-id': ['vpc-1'] }) }),
      'igw-1',
    ],
    ['NAT gateways (Filter)', new ec2.DescribeNatGatewaysCommand({ Filter: filters({ state: ['deleted'] }) }), 'nat-2'],
    [
      'subnets',
      new ec2.DescribeSubnetsCommand({
        Filters: filters({ 'map-public-ip-on-launch': ['true'], 'cidr-block': ['10.0.0.0/24'] }),
      }),
      'subnet-1',
    ],
    ['default VPCs', new ec2.DescribeVpcsCommand({ Filters: filters({ isDefault: ['true'] }) }), 'vpc-1'],
    ['own snapshots', new ec2.DescribeSnapshotsCommand({ OwnerIds: ['self'] }), 'snap-1'],
    ['groups by id', new ec2.DescribeSecurityGroupsCommand({ GroupIds: ['sg-2'] }), 'sg-2'],
    ['groups by names', new ec2.DescribeSecurityGroupsCommand({ GroupNames: ['db'] }), 'sg-2'],
  ])('select %s', async (_what, command, id) => {
    expect(ids(await client.send(command as ec2.DescribeVpcsCommand))).toContain(id);
  });
  it.each([
    [new ec2.DescribeSecurityGroupsCommand({ GroupIds: ['sg-9'] }), 'InvalidGroup.NotFound'],
    [new ec2.DescribeSubnetsCommand({ SubnetIds: ['subnet-9'] }), 'InvalidSubnetID.NotFound'],
    [new ec2.DescribeVpcsCommand({ VpcIds: ['vpc-9'] }), 'InvalidVpcID.NotFound'],
    [new ec2.DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-9'] }), 'InvalidNetworkInterfaceID.NotFound'],
    [new ec2.DescribeRouteTablesCommand({ RouteTableIds: ['rtb-9'] }), 'InvalidRouteTableID.NotFound'],
    [new ec2.DescribeNetworkAclsCommand({ NetworkAclIds: ['acl-9'] }), 'InvalidNetworkAclID.NotFound'],
    [new ec2.DescribeVolumesCommand({ VolumeIds: ['vol-9'] }), 'InvalidVolume.NotFound'],
    [new ec2.DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: 'lt-9' }), 'InvalidLaunchTemplateId.NotFound'],
    [new ec2.DescribeVpcsCommand({ DryRun: true }), 'DryRunOperation'],
    [new ec2.DeleteVpcCommand({ VpcId: 'vpc-1' }), 'UnauthorizedOperation'],
  ])('refuse as EC2 refuses %#', async (command, code) => {
    expect(await failureOf(client.send(command as ec2.DescribeVpcsCommand))).toMatchObject({ code });
  });
  it('select versions of launch templates', async () => {
    const versions = async (input: ec2.DescribeLaunchTemplateVersionsCommandInput) =>
      (await client.send(new ec2.DescribeLaunchTemplateVersionsCommand(input))).LaunchTemplateVersions?.map(
        (v) => `${v.LaunchTemplateId} ${v.VersionNumber}`,
      );
    expect(await versions({ Versions: ['$Latest'] })).toEqual(['lt-1 2', 'lt-2 1']);
    expect(await versions({ Versions: ['$Default'] })).toEqual(['lt-1 1', 'lt-2 1']);
    expect(await versions({ LaunchTemplateName: 'one', Versions: ['2'] })).toEqual(['lt-1 2']);
    expect(await versions({ LaunchTemplateId: 'lt-1' })).toEqual(['lt-1 1', 'lt-1 2']);
  });
});

describe('wildcards', () => {
  it('mean what the plain reading of them means', () => {
    const slow = (pattern: string, text: string): boolean => {
      if (pattern === '') return text === '';
      const [head = '', ...rest] = pattern;
      if (head === '*') return slow(rest.join(''), text) || (text !== '' && slow(pattern, text.slice(1)));
      if (head === '\\' && rest.length > 0) return text[0] === rest[0] && slow(rest.slice(1).join(''), text.slice(1));
      return text !== '' && (head === '?' || head === text[0]) && slow(rest.join(''), text.slice(1));
    };
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '\\'), maxLength: 7 });
    fc.assert(
      fc.property(letters, letters, (pattern, text) => globMatches(pattern, text) === slow(pattern, text)),
      { numRuns: 2000 },
    );
  });
  it('take no longer for a pattern made to be slow', () => {
    expect(globMatches(`${'a*'.repeat(500)}b`, 'a'.repeat(5000))).toBe(false);
  });
});

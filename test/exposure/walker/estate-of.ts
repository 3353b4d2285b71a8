import type * as ec2 from '@aws-sdk/client-ec2';
import type { Parts, Plain } from '../../../estate/demo/builders/parts.ts';
import type { Estate } from '../../../estate/file.ts';
import { classicService, elasticService } from './estate-of-balancers.ts';
import { interfacesOf, reservationsOf } from './estate-of-interfaces.ts';
import { aclsOf, groupsOf, listEntriesOf, listsOf, tablesOf } from './estate-of-rules.ts';
import { account, arn, region, vpcId } from './names.ts';
import type { Sketch, SubnetSketch } from './sketch.ts';

/** A sketch written out as an estate file: one account, one Region, every member that a collector reads. */
export function estateOf(sketch: Sketch): Estate {
  const { gateway = 'attached', block } = sketch;
  const attachedTo = { attached: [vpcId], elsewhere: ['vpc-other'], detached: [] }[gateway];
  const ec2Part: Parts['ec2'] = {
    Vpcs: [
      vpcOf(vpcId, sketch),
      ...(gateway === 'elsewhere' ? [vpcOf('vpc-other', { ...sketch, cidrs: ['10.9.0.0/16'] })] : []),
    ],
    Subnets: sketch.subnets.map(subnetOf),
    RouteTables: tablesOf(sketch),
    InternetGateways: [
      {
        InternetGatewayId: 'igw-1',
        OwnerId: account,
        Attachments: attachedTo.map((VpcId) => ({ VpcId, State: inUse })),
        Tags: [],
      },
    ],
    NetworkAcls: aclsOf(sketch),
    SecurityGroups: groupsOf(sketch),
    PrefixLists: listsOf(sketch),
    GetManagedPrefixListEntries: listEntriesOf(sketch),
    NetworkInterfaces: interfacesOf(sketch),
    Reservations: reservationsOf(sketch),
  };
  const blocking = {
    VpcBlockPublicAccessOptions: {
      AwsAccountId: account,
      AwsRegion: region,
      State: 'update-complete',
      InternetGatewayBlockMode: block?.mode ?? 'off',
      ManagedBy: 'account',
      ExclusionsAllowed: 'allowed',
    },
    VpcBlockPublicAccessExclusions: (block?.exclusions ?? []).map(({ id, of, mode, state }) => ({
      ExclusionId: id,
      InternetGatewayExclusionMode: mode,
      ResourceArn: arn('ec2', of.startsWith('vpc-') ? `vpc/${of}` : `subnet/${of}`),
      State: state,
      Tags: [],
    })),
  };
  const services = {
    ec2: { ...ec2Part, ...blocking },
    'elastic-load-balancing-v2': elasticService(sketch),
    'elastic-load-balancing': classicService(sketch),
  };
  return { accounts: { [account]: { regions: { [region]: services } } } };
}

/** EC2 answers `available`, though its model says `attached`. */
const inUse = 'available' as 'attached';
const associated = { State: 'associated' as const };

function vpcOf(id: string, { cidrs, six }: Sketch): Plain<ec2.Vpc> {
  return {
    VpcId: id,
    OwnerId: account,
    CidrBlock: cidrs[0],
    CidrBlockAssociationSet: cidrs.map((CidrBlock, i) => ({
      AssociationId: `vpc-cidr-assoc-${i}`,
      CidrBlock,
      CidrBlockState: associated,
    })),
    Ipv6CidrBlockAssociationSet:
      six === undefined || id !== vpcId
        ? []
        : [{ AssociationId: 'vpc-cidr-assoc-6', Ipv6CidrBlock: six, Ipv6CidrBlockState: associated }],
    InstanceTenancy: 'default',
    IsDefault: false,
    State: 'available',
    DhcpOptionsId: 'dopt-1',
    Tags: [],
  };
}

function subnetOf({ id, zone, cidr, six, sixIsPrivate, blockState }: SubnetSketch): Plain<ec2.Subnet> {
  const attribute =
    sixIsPrivate === undefined ? {} : { Ipv6AddressAttribute: sixIsPrivate ? ('private' as const) : ('public' as const) };
  return {
    SubnetId: id,
    SubnetArn: arn('ec2', `subnet/${id}`),
    VpcId: vpcId,
    OwnerId: account,
    State: 'available',
    CidrBlock: cidr,
    AvailableIpAddressCount: 100,
    AvailabilityZone: `${region}${zone}`,
    AvailabilityZoneId: `euc1-az-${zone}`,
    DefaultForAz: false,
    MapPublicIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false,
    Ipv6CidrBlockAssociationSet:
      six === undefined
        ? []
        : [{ AssociationId: `subnet-cidr-assoc-${id}`, Ipv6CidrBlock: six, Ipv6CidrBlockState: associated, ...attribute }],
    Ipv6Native: false,
    ...(blockState === undefined ? {} : { BlockPublicAccessStates: { InternetGatewayBlockMode: blockState } }),
    Tags: [],
  };
}

import { hex, idOf, type Place, uuidOf } from './ids.ts';
import { dnsName } from './interfaces.ts';
import type { Interface } from './parts.ts';
import type { Address, SubnetRef } from './places.ts';
import type { GroupRef } from './security-groups.ts';

/** What a node group says of its instances. */
export interface Machine {
  readonly name: string;
  readonly instanceType?: string;
  readonly imageId?: string;
  readonly created: string;
  readonly isPublic?: boolean;
  readonly ssh?: { readonly key: string };
}

interface Given {
  readonly instanceId: string;
  readonly subnet: SubnetRef;
  readonly groups: readonly GroupRef[];
  readonly primary: Address;
  readonly interfaces: readonly Interface[];
}

/** What is the same for every node of the demo. */
const everyInstance = {
  State: { Code: 16, Name: 'running' as const },
  StateTransitionReason: '',
  AmiLaunchIndex: 0,
  Architecture: 'x86_64' as const,
  BootMode: 'uefi-preferred' as const,
  CpuOptions: { CoreCount: 1, ThreadsPerCore: 2 },
  EbsOptimized: true,
  EnaSupport: true,
  EnclaveOptions: { Enabled: false },
  HibernationOptions: { Configured: false },
  Hypervisor: 'xen' as const,
  MaintenanceOptions: { AutoRecovery: 'default' as const, RebootMigration: 'default' as const },
  MetadataOptions: {
    State: 'applied' as const,
    HttpTokens: 'required' as const,
    HttpPutResponseHopLimit: 1,
    HttpEndpoint: 'enabled' as const,
    HttpProtocolIpv6: 'disabled' as const,
    InstanceMetadataTags: 'disabled' as const,
  },
  Monitoring: { State: 'disabled' as const },
  PlatformDetails: 'Linux/UNIX',
  PrivateDnsNameOptions: {
    HostnameType: 'ip-name' as const,
    EnableResourceNameDnsARecord: false,
    EnableResourceNameDnsAAAARecord: false,
  },
  ProductCodes: [],
  RootDeviceName: '/dev/xvda',
  RootDeviceType: 'ebs' as const,
  SourceDestCheck: true,
  UsageOperation: 'RunInstances',
  VirtualizationType: 'hvm' as const,
};

/** What DescribeInstances says of a running instance. */
export function instanceOf(place: Place, machine: Machine, { instanceId, subnet, groups, primary, interfaces }: Given) {
  const { created, name } = machine;
  const volume = {
    AttachTime: created,
    DeleteOnTermination: true,
    Status: 'attached' as const,
    VolumeId: idOf('vol', instanceId),
  };
  const profile = `arn:aws:iam::${place.account}:instance-profile/eks-${name}`;
  return {
    ...everyInstance,
    InstanceId: instanceId,
    ImageId: machine.imageId ?? `ami-0${hex(`al2023 ${place.region}`, 16)}`,
    InstanceType: (machine.instanceType ?? 'm7i.large') as 'm7i.large',
    ...(machine.ssh ? { KeyName: machine.ssh.key } : {}),
    LaunchTime: created,
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: volume }],
    ClientToken: uuidOf('token', instanceId),
    IamInstanceProfile: { Arn: profile, Id: `AIPA${hex(name, 17).toUpperCase()}` },
    NetworkInterfaces: interfaces.map(attached),
    Placement: { AvailabilityZone: subnet.zone, AvailabilityZoneId: subnet.zoneId, GroupName: '', Tenancy: 'default' as const },
    PrivateDnsName: dnsName(place.region, primary.ip),
    PrivateIpAddress: primary.ip,
    PublicDnsName: interfaces[0]?.Association?.PublicDnsName ?? '',
    ...(primary.publicIp === undefined ? {} : { PublicIpAddress: primary.publicIp }),
    SecurityGroups: groups,
    SubnetId: subnet.id,
    UsageOperationUpdateTime: created,
  };
}

/** An interface as its instance names it: without where it stands, who asked for it, and its tags. */
function attached(made: Interface) {
  const { Attachment = {}, Ipv6Addresses = [], Association, PrivateIpAddresses } = made;
  const { AttachTime, AttachmentId, DeleteOnTermination, DeviceIndex, NetworkCardIndex, Status } = Attachment;
  return {
    ...(Association === undefined ? {} : { Association: lent(Association) }),
    Attachment: { AttachTime, AttachmentId, DeleteOnTermination, DeviceIndex, NetworkCardIndex, Status },
    Description: made.Description,
    Groups: made.Groups,
    InterfaceType: made.InterfaceType,
    Ipv6Addresses: Ipv6Addresses.map(({ Ipv6Address }) => ({ Ipv6Address })),
    MacAddress: made.MacAddress,
    NetworkInterfaceId: made.NetworkInterfaceId,
    OwnerId: made.OwnerId,
    PrivateDnsName: made.PrivateDnsName,
    PrivateIpAddress: made.PrivateIpAddress,
    PrivateIpAddresses: PrivateIpAddresses?.map(({ Association: of, ...address }) => ({
      ...address,
      ...(of === undefined ? {} : { Association: lent(of) }),
    })),
    SourceDestCheck: made.SourceDestCheck,
    Status: 'in-use' as const,
    SubnetId: made.SubnetId,
    VpcId: made.VpcId,
  };
}

type Association = NonNullable<Interface['Association']>;
const lent = ({ IpOwnerId, PublicDnsName, PublicIp }: Association) => ({ IpOwnerId, PublicDnsName, PublicIp });

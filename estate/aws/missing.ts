import { ServiceError } from './protocol.ts';

/** The words of EC2 for an id that it does not know (EC2 "Error codes", specific client errors), by the parameter that holds ids. */
const ec2: Readonly<Record<string, readonly [code: string, thing: string]>> = {
  GroupIds: ['InvalidGroup.NotFound', 'security group'],
  GroupNames: ['InvalidGroup.NotFound', 'security group'],
  SecurityGroupRuleIds: ['InvalidSecurityGroupRuleId.NotFound', 'security group rule ID'],
  InstanceIds: ['InvalidInstanceID.NotFound', 'instance ID'],
  SubnetIds: ['InvalidSubnetID.NotFound', 'subnet ID'],
  VpcIds: ['InvalidVpcID.NotFound', 'vpc ID'],
  NetworkInterfaceIds: ['InvalidNetworkInterfaceID.NotFound', 'networkInterface ID'],
  RouteTableIds: ['InvalidRouteTableID.NotFound', 'routeTable ID'],
  NetworkAclIds: ['InvalidNetworkAclID.NotFound', 'networkAcl ID'],
  InternetGatewayIds: ['InvalidInternetGatewayID.NotFound', 'internetGateway ID'],
  EgressOnlyInternetGatewayIds: ['InvalidEgressOnlyInternetGatewayId.NotFound', 'egress only internet gateway ID'],
  NatGatewayIds: ['NatGatewayNotFound', 'Nat Gateway'],
  VpcEndpointIds: ['InvalidVpcEndpointId.NotFound', 'Vpc Endpoint Id'],
  VpcPeeringConnectionIds: ['InvalidVpcPeeringConnectionID.NotFound', 'vpcPeeringConnection ID'],
  TransitGatewayAttachmentIds: ['InvalidTransitGatewayAttachmentID.NotFound', 'transitGatewayAttachment ID'],
  TransitGatewayIds: ['InvalidTransitGatewayID.NotFound', 'transitGateway ID'],
  VolumeIds: ['InvalidVolume.NotFound', 'volume'],
  SnapshotIds: ['InvalidSnapshot.NotFound', 'snapshot'],
  ImageIds: ['InvalidAMIID.NotFound', 'image id'],
  LaunchTemplateIds: ['InvalidLaunchTemplateId.NotFound', 'launch template ID'],
  LaunchTemplateId: ['InvalidLaunchTemplateId.NotFound', 'launch template ID'],
  LaunchTemplateNames: ['InvalidLaunchTemplateName.NotFoundException', 'launch template name'],
  LaunchTemplateName: ['InvalidLaunchTemplateName.NotFoundException', 'launch template name'],
  PrefixListIds: ['InvalidPrefixListID.NotFound', 'prefix list ID'],
  PrefixListId: ['InvalidPrefixListID.NotFound', 'prefix list ID'],
  AllocationIds: ['InvalidAllocationID.NotFound', 'allocation ID'],
  PublicIps: ['InvalidAddress.NotFound', 'address'],
  KeyNames: ['InvalidKeyPair.NotFound', 'key pair'],
  RegionNames: ['InvalidParameterValue', 'region'],
};

export function missingEc2(parameter: string, id: string): ServiceError {
  const [code, thing] = ec2[parameter] ?? [`Invalid${parameter.replace(/Ids?$/, '')}ID.NotFound`, parameter.replace(/s$/, '')];
  return new ServiceError(code, 400, `The ${thing} '${id}' does not exist`);
}

/** ELB, generation two: one code per kind of thing. */
const elbv2: readonly (readonly [parameter: RegExp, code: string, things: string])[] = [
  [/^TargetGroup/, 'TargetGroupNotFound', 'target groups'],
  [/^Listener/, 'ListenerNotFound', 'listeners'],
  [/^Rule/, 'RuleNotFound', 'rules'],
  [/./, 'LoadBalancerNotFound', 'load balancers'],
];
export function missingElbv2(parameter: string, operation: string): ServiceError {
  const named = parameter === 'Names' || parameter === 'ResourceArns' ? operation.replace(/^Describe/, '') : parameter;
  const [, code, things] = elbv2.find(([p]) => p.test(named)) ?? ['', 'LoadBalancerNotFound', 'load balancers'];
  return new ServiceError(code, 400, `One or more ${things} not found`);
}

export const missingElb = (name: string): ServiceError =>
  new ServiceError('LoadBalancerNotFound', 400, `There is no ACTIVE Load Balancer named '${name}'`);

export const missingIam = (thing: string, name: string): ServiceError =>
  new ServiceError('NoSuchEntity', 404, `The ${thing} with name ${name} cannot be found.`);

/** EKS: `ResourceNotFoundException` with the names of what was looked for. */
export function missingEks(operation: string, input: Readonly<Record<string, unknown>>): ServiceError {
  const of = (name: string): string => String(input[name]);
  const words: Readonly<Record<string, () => readonly [text: string, ...members: string[]]>> = {
    DescribeCluster: () => [`No cluster found for name: ${of('name')}.`],
    DescribeNodegroup: () => [`No node group found for name: ${of('nodegroupName')}.`, 'clusterName', 'nodegroupName'],
    DescribeAddon: () => [`No addon: ${of('addonName')} found in cluster: ${of('clusterName')}`, 'clusterName', 'addonName'],
    DescribeFargateProfile: () => [
      `No Fargate Profile found with name: ${of('fargateProfileName')}.`,
      'clusterName',
      'fargateProfileName',
    ],
    DescribeAccessEntry: () => [
      `The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.`,
    ],
    DescribePodIdentityAssociation: () => [`No pod identity association found for ID: ${of('associationId')}.`, 'clusterName'],
  };
  const [message, ...members] = words[operation]?.() ?? ['No resource found for the given name.'];
  return new ServiceError(
    'ResourceNotFoundException',
    404,
    message,
    Object.fromEntries(members.map((name) => [name, input[name]])),
  );
}

export const missingCluster = (name: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', 404, `No cluster found for name: ${name}.`, { clusterName: name });

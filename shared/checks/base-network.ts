/** The network half of the base: interfaces, load balancer, security groups with their rules, VPC and subnets. */
import type { Stored } from '../facts/index.ts';
import { account, arn } from './base-names.ts';

const plain: Stored<'networkInterfaces'> = {
  id: 'eni-plain',
  vpcId: 'vpc-shop',
  subnetId: 'subnet-a',
  interfaceType: 'interface',
  status: 'in-use',
  description: '',
  securityGroupIds: [],
  privateAddresses: [{ address: '10.0.0.10' }],
  ipv6Addresses: [],
  ipv4Prefixes: [],
  ipv6Prefixes: [],
  denyAllIgwTraffic: false,
  tags: {},
};

/** An interface of the control plane, of a node, and of a load balancer. */
export const interfaces = {
  controlPlane: { ...plain, id: 'eni-control', description: 'Amazon EKS shop', securityGroupIds: ['sg-cluster'] },
  node: { ...plain, id: 'eni-node', instanceId: 'i-general', securityGroupIds: ['sg-cluster', 'sg-node'] },
  loadBalancer: { ...plain, id: 'eni-web', description: 'ELB app/web/50dc6c495c0c9188', securityGroupIds: ['sg-web'] },
} satisfies Record<string, Stored<'networkInterfaces'>>;

export const loadBalancer: Stored<'loadBalancers'> = {
  arn: arn('elasticloadbalancing', 'loadbalancer/app/web/50dc6c495c0c9188'),
  name: 'web',
  dnsName: 'web.example.com',
  scheme: 'internet-facing',
  type: 'application',
  state: 'active',
  vpcId: 'vpc-shop',
  ipAddressType: 'ipv4',
  subnetIds: ['subnet-a', 'subnet-b'],
  addresses: [],
  crossZone: true,
  securityGroupIds: ['sg-web'],
  tags: { 'elbv2.k8s.aws/cluster': 'shop' },
};

type Permission = Extract<Stored<'securityGroups'>['ingress'], readonly unknown[]>[number];

/** A rule of ingress: TCP from nobody, but for what is given. */
export const rule = (given: Partial<Permission>): Permission => ({
  protocol: 'tcp',
  ipv4Cidrs: [],
  ipv6Cidrs: [],
  prefixListIds: [],
  securityGroupIds: [],
  ...given,
});

/** TCP to one port. */
export const port = (number: number, given: Partial<Permission>): Permission =>
  rule({ fromPort: number, toPort: number, ...given });

export const group = (id: string, ingress: Stored<'securityGroups'>['ingress']): Stored<'securityGroups'> => ({
  id,
  name: id.replace('sg-', 'shop-'),
  vpcId: 'vpc-shop',
  ingress,
  egress: [],
  tags: {},
});

/** The groups of the base, with the rules of some of them changed. */
export function groups(changed: Readonly<Record<string, Stored<'securityGroups'>['ingress']>>): Stored<'securityGroups'>[] {
  const ingress: Record<string, Stored<'securityGroups'>['ingress']> = {
    'sg-cluster': [rule({ protocol: '-1', securityGroupIds: ['sg-cluster'] })],
    'sg-node': [port(22, { prefixListIds: ['pl-office'] })],
    'sg-web': [port(443, { ipv4Cidrs: ['0.0.0.0/0'], ipv6Cidrs: ['::/0'] })],
    ...changed,
  };
  return Object.entries(ingress).map(([id, rules]) => group(id, rules));
}

export const office: Stored<'prefixLists'> = {
  id: 'pl-office',
  name: 'office',
  ownerId: account,
  addressFamily: 'IPv4',
  cidrs: ['198.35.26.0/28'],
};

export const vpc: Stored<'vpcs'> = {
  id: 'vpc-shop',
  isDefault: false,
  ownerId: account,
  cidrs: ['10.0.0.0/16'],
  ipv6Cidrs: [],
  tags: {},
};

export const subnet = (id: string, cidr: string): Stored<'subnets'> => ({
  id,
  vpcId: 'vpc-shop',
  availabilityZoneId: 'euc1-az1',
  cidr,
  ipv6Cidrs: [],
  mapPublicIpOnLaunch: false,
  ownerId: account,
  tags: {},
});

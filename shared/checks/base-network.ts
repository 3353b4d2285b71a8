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

const httpsListener = arn('elasticloadbalancing', 'listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2');
const webTargets = arn('elasticloadbalancing', 'targetgroup/web/73e2d6bc24d8a067');
const forward = [{ type: 'forward', targetGroupArns: [webTargets], order: 1 }];

export const listener: Stored<'listeners'> = {
  arn: httpsListener,
  loadBalancerArn: loadBalancer.arn,
  protocol: 'HTTPS',
  port: 443,
  defaultActions: forward,
  mutualAuthentication: 'off',
};

export const listenerRule: Stored<'listenerRules'> = {
  arn: `${httpsListener.replace(':listener/', ':listener-rule/')}/9683b2d02a6cabee`,
  listenerArn: httpsListener,
  isDefault: true,
  priority: 'default',
  conditions: [],
  actions: forward,
};

export const targetGroup: Stored<'targetGroups'> = {
  arn: webTargets,
  name: 'web',
  loadBalancerArns: [loadBalancer.arn],
  targetType: 'instance',
  protocol: 'HTTP',
  port: 30_080,
  vpcId: 'vpc-shop',
  ipAddressType: 'ipv4',
  crossZone: 'use_load_balancer_configuration',
  health: [{ id: 'i-general', port: 30_080, state: 'healthy' }],
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
    'sg-cluster': [rule({ protocol: '-1', securityGroupIds: ['sg-cluster'] }), port(30_080, { securityGroupIds: ['sg-web'] })],
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

/** Both subnets lead to the internet: who has a public address there, and groups that let in, is reachable. */
export const routeTable: Stored<'routeTables'> = {
  id: 'rtb-shop',
  vpcId: 'vpc-shop',
  associations: [{ main: true, state: 'associated' }],
  routes: [
    { destinationCidr: '10.0.0.0/16', target: { kind: 'gatewayId', id: 'local' }, state: 'active', origin: 'CreateRouteTable' },
    { destinationCidr: '0.0.0.0/0', target: { kind: 'gatewayId', id: 'igw-shop' }, state: 'active', origin: 'CreateRoute' },
  ],
};

export const internetGateway: Stored<'internetGateways'> = {
  id: 'igw-shop',
  attachments: [{ vpcId: 'vpc-shop', state: 'available' }],
};

/** As EC2 makes it with the VPC: everything passes. */
export const networkAcl: Stored<'networkAcls'> = {
  id: 'acl-shop',
  vpcId: 'vpc-shop',
  isDefault: true,
  subnetIds: ['subnet-a', 'subnet-b'],
  entries: [true, false].flatMap((egress) => [
    { ruleNumber: 100, egress, ruleAction: 'allow', protocol: '-1', cidr: '0.0.0.0/0' },
    { ruleNumber: 32_767, egress, ruleAction: 'deny', protocol: '-1', cidr: '0.0.0.0/0' },
  ]),
};

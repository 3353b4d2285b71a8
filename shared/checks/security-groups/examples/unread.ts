import { base, denied, list, without } from '../../base.ts';
import { groups, interfaces, port, rule } from '../../base-network.ts';
import type { Example } from '../../example.ts';
import { but, everybody, node, passes, quiet, unreached } from './said.ts';

const { known: _, ...reason } = denied('ec2:GetManagedPrefixListEntries');

/** What could not be read, and what is certain all the same. */
export const unread: readonly Example[] = [
  {
    says: 'A prefix list that could not be read',
    facts: { prefixLists: list([], [{ id: 'pl-office', ...reason }]) },
    expect: but('sg-node', {
      status: 'unknown',
      because: 'AccessDenied: ec2:GetManagedPrefixListEntries (ec2:GetManagedPrefixListEntries)',
    }),
  },
  {
    says: 'What is certain does not wait for what is unread',
    facts: {
      ...node(port(10250, everybody), port(22, { prefixListIds: ['pl-office'] })),
      prefixLists: list([], [{ id: 'pl-office', ...reason }]),
    },
    expect: but('sg-node', { status: 'fail', because: `open to the whole internet: kubelet (tcp 10250). ${unreached}` }),
  },
  {
    says: 'A lesser failure does, for the list may hide a greater one',
    facts: {
      ...node(port(443, everybody), port(22, { prefixListIds: ['pl-office'] })),
      prefixLists: list([], [{ id: 'pl-office', ...reason }]),
    },
    expect: but('sg-node', {
      status: 'unknown',
      because: 'AccessDenied: ec2:GetManagedPrefixListEntries (ec2:GetManagedPrefixListEntries)',
    }),
  },
  {
    says: 'A list that cannot change the judgement is not missed',
    facts: {
      ...node(rule({ protocol: 'icmp', fromPort: -1, toPort: -1, prefixListIds: ['pl-office'] })),
      prefixLists: list([], [{ id: 'pl-office', ...reason }]),
    },
    expect: passes,
  },
  {
    says: 'A rule with a text that is no CIDR',
    facts: node(port(22, { ipv4Cidrs: ['198.35.26.0/33'] })),
    expect: but('sg-node', {
      status: 'unknown',
      because: 'a rule of sg-node: "198.35.26.0/33" is not a CIDR: its prefix length is not a number from 0 to 32',
    }),
  },
  {
    says: 'A rule with ports that are none',
    facts: node(rule({ fromPort: 22, toPort: 70_000, ...everybody })),
    expect: but('sg-node', {
      status: 'unknown',
      because: 'a rule of sg-node: "22-70000" is not a range of ports: two whole numbers from 0 to 65535, the lower first',
    }),
  },
  {
    says: 'A group whose rules could not be read',
    facts: {
      securityGroups: list(groups({ 'sg-web': { known: false, why: 'DescribeSecurityGroups answered no IpPermissions' } })),
    },
    expect: but('sg-web', { status: 'unknown', because: 'DescribeSecurityGroups answered no IpPermissions' }),
  },
  {
    says: 'A group that is on an interface and not in the list',
    facts: { securityGroups: list(groups({}).filter(({ id }) => id !== 'sg-web')) },
    expect: but('sg-web', { status: 'unknown', because: 'EC2 lists no security group sg-web' }),
  },
  {
    says: 'Interfaces could not be read: the groups of the control plane may be on nodes, too',
    facts: {
      ...without('networkInterfaces', 'ec2:DescribeNetworkInterfaces'),
      securityGroups: list(groups({ 'sg-cluster': [rule({ protocol: '-1', ...everybody })] })),
    },
    expect: [
      {
        resource: 'network interfaces',
        status: 'unknown',
        because: 'AccessDenied: ec2:DescribeNetworkInterfaces (ec2:DescribeNetworkInterfaces)',
      },
      {
        resource: 'sg-cluster',
        status: 'unknown',
        because: 'AccessDenied: ec2:DescribeNetworkInterfaces (ec2:DescribeNetworkInterfaces)',
      },
    ],
  },
  {
    says: 'Instances could not be read: whose interface it is cannot be said',
    facts: {
      ...without('instances', 'ec2:DescribeInstances'),
      networkInterfaces: list([interfaces.controlPlane, { ...interfaces.node, securityGroupIds: ['sg-node'] }]),
    },
    expect: [
      { resource: 'instances', status: 'unknown', because: 'AccessDenied: ec2:DescribeInstances (ec2:DescribeInstances)' },
      { resource: 'sg-cluster', status: 'pass', because: quiet('control-plane') },
    ],
  },
  {
    says: 'Instances could not be read: what is fine on a load balancer may be on a node',
    facts: {
      ...without('instances', 'ec2:DescribeInstances'),
      networkInterfaces: list([interfaces.loadBalancer, { ...interfaces.node, securityGroupIds: ['sg-web'] }]),
    },
    expect: [
      { resource: 'instances', status: 'unknown', because: 'AccessDenied: ec2:DescribeInstances (ec2:DescribeInstances)' },
      { resource: 'sg-cluster', status: 'pass', because: quiet('control-plane') },
      { resource: 'sg-web', status: 'unknown', because: 'AccessDenied: ec2:DescribeInstances (ec2:DescribeInstances)' },
    ],
  },
  {
    says: 'The groups could not be read',
    facts: { ...without('securityGroups', 'ec2:DescribeSecurityGroups'), prefixLists: base.prefixLists },
    expect: ['sg-cluster', 'sg-node', 'sg-web'].map((resource) => ({
      resource,
      status: 'unknown' as const,
      because: 'AccessDenied: ec2:DescribeSecurityGroups (ec2:DescribeSecurityGroups)',
    })),
  },
];

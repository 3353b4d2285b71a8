import { clusterWith, instance, list, nodeGroup } from '../../base.ts';
import { group, groups, interfaces, office, port, rule } from '../../base-network.ts';
import type { Example } from '../../example.ts';
import { but, everybody, latent, node, nodeFails, passes, quiet, unreached } from './said.ts';

/** The same rule means different things in different places. */
export const places: readonly Example[] = [
  {
    says: 'A node with a public address and a route to the internet: no longer only a rule',
    facts: {
      ...node(port(22, everybody)),
      networkInterfaces: list([
        interfaces.controlPlane,
        { ...interfaces.node, privateAddresses: [{ address: '10.0.0.10', publicIp: '198.35.27.5' }] },
        interfaces.loadBalancer,
      ]),
    },
    expect: but('sg-node', {
      status: 'fail',
      severity: 'medium',
      because: `open to the whole internet: SSH (tcp 22). ${latent}`,
    }),
  },
  {
    says: 'A database port on a load balancer is a listener for everybody',
    facts: { securityGroups: list(groups({ 'sg-web': [port(6379, everybody)] })) },
    expect: but('sg-web', {
      status: 'fail',
      severity: 'medium',
      because: `open to the whole internet: Redis (tcp 6379). ${unreached}`,
    }),
  },
  {
    says: 'Every port on a load balancer: only listeners answer',
    facts: { securityGroups: list(groups({ 'sg-web': [rule({ protocol: '-1', ...everybody })] })) },
    expect: but('sg-web', {
      status: 'fail',
      severity: 'medium',
      because: `open to the whole internet: every tcp port, every udp port. ${unreached}`,
    }),
  },
  {
    says: 'On the control plane alone: its interfaces have no public address',
    facts: {
      ...clusterWith({ securityGroupIds: ['sg-api'] }),
      securityGroups: list(groups({ 'sg-api': [rule({ protocol: '-1', ...everybody })] })),
      prefixLists: list([office]),
    },
    expect: [
      {
        resource: 'sg-api',
        status: 'fail',
        severity: 'low',
        because: `open to the whole internet: every tcp port, every udp port. ${latent}`,
      },
      ...passes,
    ],
  },
  {
    says: 'What is fine on a load balancer is not on a node that has the group, too',
    facts: {
      instances: list([{ ...instance, tags: { 'aws:autoscaling:groupName': 'eks-general-1a2b' } }]),
      nodeGroups: list([nodeGroup]),
      networkInterfaces: list([
        interfaces.controlPlane,
        { ...interfaces.node, securityGroupIds: ['sg-web'] },
        interfaces.loadBalancer,
      ]),
    },
    expect: [
      { resource: 'sg-cluster', status: 'pass', because: quiet('control-plane') },
      { resource: 'sg-web', status: 'fail', severity: 'low', because: `open to the whole internet: tcp 443. ${unreached}` },
    ],
  },
  {
    says: 'A group of the control plane on a node, too',
    facts: {
      instances: list([{ ...instance, tags: { 'aws:autoscaling:groupName': 'eks-general-1a2b' } }]),
      nodeGroups: list([nodeGroup]),
      networkInterfaces: list([interfaces.controlPlane, { ...interfaces.node, securityGroupIds: ['sg-cluster'] }]),
      securityGroups: list(groups({ 'sg-cluster': [rule({ protocol: '-1', ...everybody })] })),
    },
    expect: [
      {
        resource: 'sg-cluster',
        status: 'fail',
        because: `open to the whole internet: every tcp port, every udp port. ${unreached}`,
      },
    ],
  },
  {
    says: "A group on nobody's interface is not judged",
    facts: { securityGroups: list([...groups({}), group('sg-idle', [rule({ protocol: '-1', ...everybody })])]) },
    expect: passes,
  },
  {
    says: 'Half of the internet in each of two groups of one interface: both have a part in it',
    facts: {
      securityGroups: list(
        groups({
          'sg-cluster': [port(22, { ipv4Cidrs: ['0.0.0.0/1'] })],
          'sg-node': [port(22, { ipv4Cidrs: ['128.0.0.0/1'] })],
        }),
      ),
    },
    expect: [
      {
        resource: 'sg-cluster',
        status: 'fail',
        severity: 'medium',
        because: `open to the whole internet: SSH (tcp 22), together with sg-node on the same interface. ${unreached}`,
      },
      {
        resource: 'sg-node',
        status: 'fail',
        severity: 'medium',
        because: `open to the whole internet: SSH (tcp 22), together with sg-cluster on the same interface. ${unreached}`,
      },
      ...passes.slice(2),
    ],
  },
  {
    says: 'A group beside one that is open has no part in it',
    facts: {
      securityGroups: list(
        groups({ 'sg-cluster': [port(22, { ipv4Cidrs: ['198.35.26.0/28'] })], 'sg-node': [port(22, everybody)] }),
      ),
    },
    expect: nodeFails('medium', 'open to the whole internet: SSH (tcp 22)'),
  },
];

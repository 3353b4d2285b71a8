/** Departures from the base in which the internet reaches something, for the examples of this folder. */
import type { FactsOfTarget } from '../../../facts/index.ts';
import { type base, list, nodeGroup, without } from '../../base.ts';
import { groups, interfaces, listener, port, rule } from '../../base-network.ts';
import type { Severity } from '../../check.ts';
import type { Example, Expected } from '../../example.ts';

type Rule = ReturnType<typeof rule>;
export const everybody = { ipv4Cidrs: ['0.0.0.0/0'] };

/** The interface of the node, with an address of the internet. */
export const publicNode = { ...interfaces.node, privateAddresses: [{ address: '10.0.0.10', publicIp: '198.35.27.5' }] };

/** A node with a public address, in a subnet with a route to the internet gateway, whose group has these rules. */
export const reachable = (...ingress: readonly Rule[]): FactsOfTarget => ({
  networkInterfaces: list([interfaces.controlPlane, publicNode, interfaces.loadBalancer]),
  securityGroups: list(groups({ 'sg-node': [...ingress] })),
});

/** The load balancer's group lets out what it forwards. */
export const forwarding = (changed: Parameters<typeof groups>[0] = {}): FactsOfTarget => ({
  securityGroups: list(
    groups(changed).map((group) =>
      group.id === 'sg-web' ? { ...group, egress: [rule({ protocol: '-1', ipv4Cidrs: ['0.0.0.0/0'] })] } : group,
    ),
  ),
});

export const listening = (protocol: string, number: number): FactsOfTarget => ({
  listeners: list([{ ...listener, protocol, port: number }]),
});

/** A cluster that has its control plane, and nothing else. */
const noNodes: FactsOfTarget = {
  nodeGroups: list<typeof nodeGroup>([]),
  instances: list<(typeof base.instances.items)[number]>([]),
  networkInterfaces: list([interfaces.controlPlane, interfaces.loadBalancer]),
};

export const unreadAcls = without('networkAcls', 'ec2:DescribeNetworkAcls');
export const unlessAcl =
  'reachable unless something forbids it that is not known: networkAcls could not be read: AccessDenied: ec2:DescribeNetworkAcls (ec2:DescribeNetworkAcls)';

export const ofGroup = (status: Expected['status'], because: string): Expected => ({
  resource: nodeGroup.arn,
  status,
  because,
});

/** One port of what each check of nodes is about. */
const rules = [22, 2379, 5432, 6443, 8081, 10_250, 30_080].map((number) => port(number, everybody));
const everything = reachable(...rules);
const withoutAddress: FactsOfTarget = { securityGroups: list(groups({ 'sg-node': rules })) };
const withoutAcls: FactsOfTarget = { ...everything, ...unreadAcls };

/** What every check of nodes says: reachable, no address, not to be known, no node. */
export const situations = (says: string, passes: string, severity?: Severity): readonly Example[] => [
  {
    says: 'A node with a public address, and rules for everybody',
    facts: everything,
    expect: [
      {
        ...ofGroup('fail', `the whole internet reaches ${says}, on 1 interface`),
        ...(severity === undefined ? {} : { severity }),
      },
    ],
  },
  {
    says: 'Rules for everybody, and no public address',
    facts: withoutAddress,
    expect: [ofGroup('pass', passes)],
  },
  {
    says: 'The network ACL could not be read',
    facts: withoutAcls,
    expect: [ofGroup('unknown', unlessAcl)],
  },
  {
    says: 'A cluster without nodes',
    facts: noNodes,
    expect: [{ status: 'not-applicable', because: 'this cluster has no node and no pod with an interface of its own' }],
  },
];

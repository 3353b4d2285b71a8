import type { Cluster } from './cluster.ts';
import { elbInterface } from './elb-interface.ts';
import { hex, tagList } from './ids.ts';
import type { Node } from './instances.ts';
import { type Parts, together } from './parts.ts';
import { type Rule, securityGroup } from './security-groups.ts';

export interface ClassicSpec {
  readonly name: string;
  readonly madeFor: string;
  readonly port: number;
  readonly nodePort: number;
  readonly ingress: readonly Rule[];
  readonly nodes: readonly Node[];
  readonly created: string;
}

/** A classic load balancer as the controller inside Kubernetes makes it for a Service. */
export function classicLoadBalancer(cluster: Cluster, spec: ClassicSpec): Parts {
  const { network } = cluster;
  const { name, port, nodePort, created, nodes } = spec;
  const group = securityGroup(network, {
    name: `k8s-elb-${name}`,
    description: `Security group for Kubernetes ELB ${name} (${spec.madeFor})`,
    ingress: () => spec.ingress,
    tags: { [`kubernetes.io/cluster/${cluster.name}`]: 'owned' },
  });
  const subnets = network.publicSubnets;
  const interfaces = subnets.map((subnet) =>
    elbInterface(cluster, {
      subnet,
      path: name,
      groups: [group.ref],
      type: 'interface',
      address: network.address(subnet, true),
    }),
  );
  const described = {
    LoadBalancerName: name,
    DNSName: `${name}-${parseInt(hex(name, 8), 16)}.${network.region}.elb.amazonaws.com`,
    CanonicalHostedZoneNameID: `Z${hex(`${network.region} classic`, 13).toUpperCase()}`,
    ListenerDescriptions: [
      {
        Listener: { Protocol: 'TCP', LoadBalancerPort: port, InstanceProtocol: 'TCP', InstancePort: nodePort },
        PolicyNames: [],
      },
    ],
    Policies: { AppCookieStickinessPolicies: [], LBCookieStickinessPolicies: [], OtherPolicies: [] },
    BackendServerDescriptions: [],
    AvailabilityZones: subnets.map(({ zone }) => zone),
    Subnets: subnets.map(({ id }) => id),
    VPCId: network.vpcId,
    Instances: nodes.map(({ instanceId }) => ({ InstanceId: instanceId })),
    HealthCheck: { Target: `TCP:${nodePort}`, Interval: 10, Timeout: 5, UnhealthyThreshold: 6, HealthyThreshold: 2 },
    SourceSecurityGroup: { OwnerAlias: network.account, GroupName: group.ref.GroupName },
    SecurityGroups: [group.ref.GroupId],
    CreatedTime: created,
    Scheme: 'internet-facing',
  };
  const tags = { 'kubernetes.io/service-name': spec.madeFor, [`kubernetes.io/cluster/${cluster.name}`]: 'owned' };
  return together(group.parts, {
    ec2: { NetworkInterfaces: interfaces },
    'elastic-load-balancing': {
      LoadBalancerDescriptions: [described],
      TagDescriptions: [{ LoadBalancerName: name, Tags: tagList(tags) as [{ Key: string; Value: string }] }],
    },
  });
}

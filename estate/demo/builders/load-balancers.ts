import type { Cluster } from './cluster.ts';
import { elbInterface } from './elb-interface.ts';
import { arnOf, hex, tagList } from './ids.ts';
import { type Parts, together } from './parts.ts';
import type { SubnetRef } from './places.ts';
import { type GroupRef, type Rule, securityGroup } from './security-groups.ts';
import { attributes, type TargetsSpec, targets } from './targets.ts';

export interface LoadBalancerSpec extends TargetsSpec {
  readonly name: string;
  /** `namespace/name` of the Service or Ingress that it was made for. */
  readonly madeFor: string;
  readonly internal: boolean;
  readonly ingress: readonly Rule[];
  /** The group that the controller's load balancers share, which nodes let in; without one they let in by address. */
  readonly backend?: GroupRef;
  readonly created: string;
}

/** A load balancer as the AWS Load Balancer Controller makes it: its group, interfaces, listener, and targets. */
export function loadBalancer(cluster: Cluster, spec: LoadBalancerSpec): Parts {
  const { network } = cluster;
  const short = spec.type === 'network' ? 'net' : 'app';
  const digits = hex(`${cluster.arn} ${spec.name}`, 16);
  const path = `${short}/${spec.name}/${digits}`;
  const arn = arnOf('elasticloadbalancing', network, `loadbalancer/${path}`);
  const tags = {
    'elbv2.k8s.aws/cluster': cluster.name,
    [spec.type === 'network' ? 'service.k8s.aws/stack' : 'ingress.k8s.aws/stack']: spec.madeFor,
    [spec.type === 'network' ? 'service.k8s.aws/resource' : 'ingress.k8s.aws/resource']: 'LoadBalancer',
  };
  const group = securityGroup(network, {
    name: `k8s-${spec.name}-${digits.slice(0, 10)}`,
    description: '[k8s] Managed SecurityGroup for LoadBalancer',
    ingress: () => spec.ingress,
    tags,
  });
  const groups = [group.ref, ...(spec.backend ? [spec.backend] : [])];
  const subnets = subnetsOf(cluster, spec.internal);
  const interfaces = subnets.map((subnet) =>
    elbInterface(cluster, {
      subnet,
      path,
      groups,
      type: spec.type === 'network' ? 'network_load_balancer' : 'interface',
      address: network.address(subnet, !spec.internal),
    }),
  );
  const described = {
    LoadBalancerArn: arn,
    LoadBalancerName: spec.name,
    DNSName: `${spec.internal ? 'internal-' : ''}${spec.name}-${digits}.${short === 'net' ? `elb.${network.region}` : `${network.region}.elb`}.amazonaws.com`,
    CanonicalHostedZoneId: `Z${hex(`${network.region} ${short}`, 13).toUpperCase()}`,
    CreatedTime: spec.created,
    Scheme: spec.internal ? ('internal' as const) : ('internet-facing' as const),
    State: { Code: 'active' as const },
    Type: spec.type,
    VpcId: network.vpcId,
    IpAddressType: 'ipv4' as const,
    AvailabilityZones: subnets.map(({ id, zone }) => ({ ZoneName: zone, SubnetId: id, LoadBalancerAddresses: [] })),
    SecurityGroups: groups.map(({ GroupId }) => GroupId),
    ...(spec.type === 'network' ? { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on' } : {}),
  };
  return together(group.parts, targets(cluster, spec, arn, path), {
    ec2: { NetworkInterfaces: interfaces },
    'elastic-load-balancing-v2': {
      LoadBalancers: [described],
      TagDescriptions: [{ ResourceArn: arn, Tags: tagList(tags) }],
      DescribeLoadBalancerAttributes: { [arn]: balancerAttributes(spec) },
    },
  });
}

const subnetsOf = ({ network }: Cluster, internal: boolean): readonly SubnetRef[] =>
  internal && network.privateSubnets.length > 0 ? network.privateSubnets : network.publicSubnets;

/** Those that a new load balancer has and that say whom it reaches. */
const balancerAttributes = ({ type, internal }: LoadBalancerSpec) =>
  attributes({
    'load_balancing.cross_zone.enabled': String(type === 'application'),
    'ipv6.deny_all_igw_traffic': String(internal),
  });

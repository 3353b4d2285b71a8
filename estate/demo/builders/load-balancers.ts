import type { Cluster } from './cluster.ts';
import { elbInterface } from './elb-interface.ts';
import { arnOf, hex, type Place, tagList } from './ids.ts';
import type { Node } from './instances.ts';
import { type Parts, together } from './parts.ts';
import type { SubnetRef } from './places.ts';
import { type Rule, securityGroup } from './security-groups.ts';

export interface LoadBalancerSpec {
  readonly name: string;
  /** `namespace/name` of the Service or Ingress that it was made for. */
  readonly madeFor: string;
  readonly type: 'application' | 'network';
  readonly internal: boolean;
  readonly port: number;
  readonly nodePort: number;
  readonly certificate?: boolean;
  readonly ingress: readonly Rule[];
  readonly nodes: readonly Node[];
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
  const subnets = subnetsOf(cluster, spec.internal);
  const interfaces = subnets.map((subnet) =>
    elbInterface(cluster, {
      subnet,
      path,
      groups: [group.ref],
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
    SecurityGroups: [group.ref.GroupId],
    ...(spec.type === 'network' ? { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on' } : {}),
  };
  return together(group.parts, targets(cluster, spec, arn, path), {
    ec2: { NetworkInterfaces: interfaces },
    'elastic-load-balancing-v2': { LoadBalancers: [described], TagDescriptions: [{ ResourceArn: arn, Tags: tagList(tags) }] },
  });
}

const subnetsOf = ({ network }: Cluster, internal: boolean): readonly SubnetRef[] =>
  internal && network.privateSubnets.length > 0 ? network.privateSubnets : network.publicSubnets;

/** One listener that forwards to one target group of instances. */
function targets({ network }: Cluster, spec: LoadBalancerSpec, arn: string, path: string): Parts {
  const listenerProtocol = spec.type === 'network' ? (spec.certificate ? 'TLS' : 'TCP') : spec.certificate ? 'HTTPS' : 'HTTP';
  const targetGroup = arnOf('elasticloadbalancing', network, `targetgroup/k8s-${hex(path, 12)}/${hex(`${path} targets`, 16)}`);
  const listener = {
    ListenerArn: arnOf('elasticloadbalancing', network, `listener/${path}/${hex(`${path} listener`, 16)}`),
    LoadBalancerArn: arn,
    Port: spec.port,
    Protocol: listenerProtocol,
    ...(spec.certificate
      ? {
          Certificates: [{ CertificateArn: certificateArn(network, path) }],
          SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
        }
      : {}),
    DefaultActions: [{ Type: 'forward' as const, TargetGroupArn: targetGroup, Order: 1 }],
  };
  const group = {
    TargetGroupArn: targetGroup,
    TargetGroupName: `k8s-${hex(path, 12)}`,
    Protocol: spec.type === 'network' ? ('TCP' as const) : ('HTTP' as const),
    Port: spec.nodePort,
    VpcId: network.vpcId,
    HealthCheckProtocol: 'TCP' as const,
    HealthCheckPort: 'traffic-port',
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: 10,
    HealthCheckTimeoutSeconds: 10,
    HealthyThresholdCount: 3,
    UnhealthyThresholdCount: 3,
    LoadBalancerArns: [arn],
    TargetType: 'instance' as const,
    IpAddressType: 'ipv4' as const,
  };
  const health = spec.nodes.map(({ instanceId }) => ({
    Target: { Id: instanceId, Port: spec.nodePort },
    HealthCheckPort: String(spec.nodePort),
    TargetHealth: { State: 'healthy' as const },
  }));
  return {
    'elastic-load-balancing-v2': {
      Listeners: [listener as typeof listener & { readonly Protocol: 'TCP' }],
      TargetGroups: [group],
      TagDescriptions: [],
      DescribeTargetHealth: { [targetGroup]: health },
    },
  };
}

const certificateArn = (place: Place, path: string): string => arnOf('acm', place, `certificate/${hex(path, 8)}`);

import type { Cluster } from './cluster.ts';
import { arnOf, hex, type Place } from './ids.ts';
import type { Node } from './instances.ts';
import type { Parts } from './parts.ts';

/** What a load balancer does with what comes in. */
export interface TargetsSpec {
  readonly type: 'application' | 'network';
  readonly port: number;
  readonly nodePort: number;
  readonly certificate?: boolean;
  readonly nodes: readonly Node[];
}

export const attributes = (pairs: Readonly<Record<string, string>>) =>
  Object.entries(pairs).map(([Key, Value]) => ({ Key, Value }));

/** One listener that forwards to one target group of instances. */
export function targets({ network }: Cluster, spec: TargetsSpec, arn: string, path: string): Parts {
  const { type, nodePort, nodes } = spec;
  const targetGroup = arnOf('elasticloadbalancing', network, `targetgroup/k8s-${hex(path, 12)}/${hex(`${path} targets`, 16)}`);
  const group = {
    TargetGroupArn: targetGroup,
    TargetGroupName: `k8s-${hex(path, 12)}`,
    Protocol: type === 'network' ? ('TCP' as const) : ('HTTP' as const),
    Port: nodePort,
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
  const health = nodes.map(({ instanceId }) => ({
    Target: { Id: instanceId, Port: nodePort },
    HealthCheckPort: String(nodePort),
    TargetHealth: { State: 'healthy' as const },
  }));
  return {
    'elastic-load-balancing-v2': {
      ...listening(network, spec, { arn, path, targetGroup }),
      TargetGroups: [group],
      TagDescriptions: [],
      DescribeTargetGroupAttributes: { [targetGroup]: groupAttributes(spec) },
      DescribeTargetHealth: { [targetGroup]: health },
    },
  };
}

/** The listener; of an application load balancer its default action is its default rule too. */
function listening(
  place: Place,
  { type, port, certificate }: TargetsSpec,
  { arn, path, targetGroup }: { readonly arn: string; readonly path: string; readonly targetGroup: string },
): Parts['elastic-load-balancing-v2'] {
  const forward = {
    Type: 'forward' as const,
    TargetGroupArn: targetGroup,
    Order: 1,
    ForwardConfig: {
      TargetGroups: [{ TargetGroupArn: targetGroup, Weight: 1 }],
      TargetGroupStickinessConfig: { Enabled: false },
    },
  };
  const secured = {
    Certificates: [{ CertificateArn: arnOf('acm', place, `certificate/${hex(path, 8)}`) }],
    SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
  };
  const [plain, encrypted] = type === 'network' ? (['TCP', 'TLS'] as const) : (['HTTP', 'HTTPS'] as const);
  const listener = {
    ListenerArn: arnOf('elasticloadbalancing', place, `listener/${path}/${hex(`${path} listener`, 16)}`),
    LoadBalancerArn: arn,
    Port: port,
    Protocol: certificate ? encrypted : plain,
    ...(certificate ? secured : {}),
    DefaultActions: [forward],
  };
  const rule = {
    RuleArn: `${listener.ListenerArn.replace(':listener/', ':listener-rule/')}/${hex(`${path} default`, 16)}`,
    Priority: 'default',
    Conditions: [],
    Actions: [forward],
    IsDefault: true,
  };
  return { Listeners: [listener], ...(type === 'application' ? { Rules: [rule] } : {}) };
}

/** Those that a new group of instances has and that say who reaches them. */
const groupAttributes = ({ type }: TargetsSpec) =>
  attributes({
    'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
    ...(type === 'network' ? { 'preserve_client_ip.enabled': 'true' } : {}),
  });

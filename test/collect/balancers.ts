import { id, many, type Sizes } from './sizes.ts';

/** Load balancers of the second generation with listeners, rules and target groups, each with all the members that AWS always gives. */
export function balancers(sizes: Sizes, account: string, region: string) {
  const arn = (resource: string) => `arn:aws:elasticloadbalancing:${region}:${account}:${resource}`;
  const facing = sizes.networkLoadBalancers + sizes.applicationLoadBalancers;
  const kind = (i: number) => (i >= sizes.networkLoadBalancers && i < facing ? 'application' : 'network');
  const pathOf = (i: number) => `${kind(i) === 'network' ? 'net' : 'app'}/lb-${i}/0`;
  const balancer = (i: number) => arn(`loadbalancer/${pathOf(i)}`);
  const group = (i: number) => arn(`targetgroup/group-${i}/0`);
  const forward = [
    {
      Type: 'forward',
      Order: 1,
      TargetGroupArn: group(0),
      ForwardConfig: { TargetGroups: [{ TargetGroupArn: group(0), Weight: 1 }] },
    },
  ];
  const listeners = many(facing, (i) =>
    many(sizes.listeners, (l) => ({
      ListenerArn: arn(`listener/${pathOf(i)}/${l}`),
      LoadBalancerArn: balancer(i),
      Protocol: kind(i) === 'network' ? 'TCP' : 'HTTPS',
      Port: 443 + l,
      DefaultActions: sizes.usedTargetGroups === 0 ? [{ Type: 'fixed-response' }] : forward,
      MutualAuthentication: { Mode: 'off' },
    })),
  );
  const ofApplications = listeners.slice(sizes.networkLoadBalancers).flat();
  return {
    LoadBalancers: many(sizes.loadBalancers, (i) => ({
      LoadBalancerArn: balancer(i),
      LoadBalancerName: `lb-${i}`,
      DNSName: `lb-${i}.example.com`,
      Scheme: i < facing ? 'internet-facing' : 'internal',
      Type: kind(i),
      State: { Code: 'active' },
      VpcId: id('vpc', 0),
      IpAddressType: 'ipv4',
      AvailabilityZones: [{ SubnetId: id('subnet', 0), LoadBalancerAddresses: [{ IpAddress: '203.0.113.7' }] }],
    })),
    TagDescriptions: many(sizes.loadBalancers, (i) => ({
      ResourceArn: balancer(i),
      Tags: [{ Key: 'kubernetes.io/cluster/c0', Value: 'owned' }],
    })),
    DescribeLoadBalancerAttributes: Object.fromEntries(
      many(sizes.loadBalancers, (i) => [balancer(i), [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }]]),
    ),
    Listeners: listeners.flat(),
    Rules: ofApplications.flatMap(({ ListenerArn }) =>
      many(sizes.rules, (r) => ({
        RuleArn: `${ListenerArn.replace(':listener/', ':listener-rule/')}/${r}`,
        Priority: r === 0 ? 'default' : String(r),
        IsDefault: r === 0,
        Conditions:
          r === 0 ? [] : [{ Field: 'path-pattern', Values: ['/a'], PathPatternConfig: { Values: ['/a'], RegexValues: ['b'] } }],
        Actions: [{ Type: 'fixed-response', Order: 1 }],
      })),
    ),
    TargetGroups: many(sizes.targetGroups, (i) => ({
      TargetGroupArn: group(i),
      TargetGroupName: `group-${i}`,
      TargetType: 'instance',
      Protocol: 'TCP',
      Port: 30_080,
      VpcId: id('vpc', 0),
      IpAddressType: 'ipv4',
      LoadBalancerArns: i < sizes.usedTargetGroups ? [balancer(0)] : [],
    })),
    DescribeTargetGroupAttributes: Object.fromEntries(
      many(sizes.targetGroups, (i) => [
        group(i),
        [
          { Key: 'preserve_client_ip.enabled', Value: 'false' },
          { Key: 'load_balancing.cross_zone.enabled', Value: 'true' },
        ],
      ]),
    ),
    DescribeTargetHealth: Object.fromEntries(
      many(sizes.targetGroups, (i) => [
        group(i),
        [{ Target: { Id: id('i', 0), Port: 30_080 }, TargetHealth: { State: 'healthy' } }],
      ]),
    ),
  };
}

import type * as elb from '@aws-sdk/client-elastic-load-balancing';
import type * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Plain } from '../../../estate/demo/builders/parts.ts';
import { account, arn, balancerArn, pathOf, region, targetGroupArn, vpcId } from './names.ts';
import type { BalancerSketch, ClassicSketch, ListenerSketch, Sketch, TargetGroupSketch } from './sketch.ts';

const created = '2026-01-01T00:00:00.000Z';
const pairs = (attributes: Readonly<Record<string, string>> = {}) =>
  Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));

/** ELBv2's part of an estate file. */
export function elasticService(sketch: Sketch): Readonly<Record<string, unknown>> {
  const { balancers = [], targetGroups = [] } = sketch;
  return {
    LoadBalancers: balancers.map((balancer) => balancerOf(sketch, balancer)),
    Listeners: balancers.flatMap((balancer) => balancer.listeners.map((listener) => listenerOf(balancer, listener))),
    Rules: balancers.flatMap((balancer) => balancer.listeners.flatMap((listener) => rulesOf(balancer, listener))),
    TargetGroups: targetGroups.map((group) => groupOf(sketch, group)),
    TagDescriptions: balancers.map(({ type, name }) => ({ ResourceArn: balancerArn(type, name), Tags: [] })),
    DescribeTargetHealth: byArn(targetGroups, ({ targets }) =>
      targets.map(({ id, port, state = 'healthy' }) => ({ Target: { Id: id, Port: port }, TargetHealth: { State: state } })),
    ),
    DescribeTargetGroupAttributes: byArn(targetGroups, ({ attributes }) => pairs(attributes)),
    DescribeLoadBalancerAttributes: Object.fromEntries(
      balancers.map(({ type, name, attributes }) => [balancerArn(type, name), pairs(attributes)]),
    ),
  };
}

const byArn = <T>(
  groups: readonly TargetGroupSketch[],
  content: (group: TargetGroupSketch) => T,
): Readonly<Record<string, T>> => Object.fromEntries(groups.map((group) => [targetGroupArn(group.name), content(group)]));

function balancerOf({ subnets }: Sketch, balancer: BalancerSketch): Plain<elbv2.LoadBalancer> {
  const { name, type, internal = false, groups, addresses = 'ipv4' } = balancer;
  return {
    LoadBalancerArn: balancerArn(type, name),
    LoadBalancerName: name,
    DNSName: `${name}.elb.${region}.amazonaws.com`,
    CreatedTime: created,
    Scheme: internal ? 'internal' : 'internet-facing',
    State: { Code: 'active' },
    Type: type,
    VpcId: vpcId,
    IpAddressType: addresses,
    AvailabilityZones: balancer.subnets.map((SubnetId) => ({
      SubnetId,
      ZoneName: `${region}${subnets.find(({ id }) => id === SubnetId)?.zone ?? ''}`,
      LoadBalancerAddresses: [],
    })),
    // A network load balancer that was made without groups has none to list.
    ...(groups.length === 0 ? {} : { SecurityGroups: [...groups] }),
  };
}

const listenerArn = ({ type, name }: BalancerSketch, { port, protocol }: ListenerSketch): string =>
  arn('elasticloadbalancing', `listener/${pathOf(type, name)}/${protocol}-${port}`);

const forward = (group: string): Plain<elbv2.Action> => ({
  Type: 'forward',
  TargetGroupArn: targetGroupArn(group),
  ForwardConfig: { TargetGroups: [{ TargetGroupArn: targetGroupArn(group), Weight: 1 }] },
});
const refuse: Plain<elbv2.Action> = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };

function listenerOf(balancer: BalancerSketch, listener: ListenerSketch): Plain<elbv2.Listener> {
  return {
    ListenerArn: listenerArn(balancer, listener),
    LoadBalancerArn: balancerArn(balancer.type, balancer.name),
    Port: listener.port,
    Protocol: listener.protocol as elbv2.ProtocolEnum,
    DefaultActions: [listener.to === undefined ? refuse : forward(listener.to)],
  };
}

function rulesOf(balancer: BalancerSketch, listener: ListenerSketch): readonly Plain<elbv2.Rule>[] {
  const ruleArn = listenerArn(balancer, listener).replace(':listener/', ':listener-rule/');
  const rule = (name: string, action: Plain<elbv2.Action>, conditions: Plain<elbv2.RuleCondition>[]): Plain<elbv2.Rule> => ({
    RuleArn: `${ruleArn}/${name}`,
    Priority: name,
    Conditions: conditions,
    Actions: [action],
    IsDefault: name === 'default',
  });
  const host = [{ Field: 'host-header', HostHeaderConfig: { Values: ['admin.example.com'] } }];
  const further = (listener.rules ?? []).map((group, i) => rule(String(i + 1), forward(group), host));
  return [...further, rule('default', listener.to === undefined ? refuse : forward(listener.to), [])];
}

function groupOf({ balancers = [] }: Sketch, group: TargetGroupSketch): Plain<elbv2.TargetGroup> {
  const { name, type, protocol, port, family = 'ipv4' } = group;
  const users = balancers.filter(({ listeners }) =>
    listeners.some(({ to, rules = [] }) => to === name || rules.includes(name)),
  );
  return {
    TargetGroupArn: targetGroupArn(name),
    TargetGroupName: name,
    Protocol: protocol as elbv2.ProtocolEnum,
    Port: port,
    VpcId: vpcId,
    TargetType: type,
    IpAddressType: family,
    LoadBalancerArns: users.map((user) => balancerArn(user.type, user.name)),
    HealthCheckEnabled: true,
    HealthCheckPort: 'traffic-port',
    HealthCheckProtocol: 'TCP',
  };
}

/** The part of classic load balancers. */
export function classicService({ classics = [], subnets }: Sketch): Readonly<Record<string, unknown>> {
  return {
    LoadBalancerDescriptions: classics.map((classic) => classicOf(classic, subnets)),
    TagDescriptions: classics.map(({ name }) => ({ LoadBalancerName: name, Tags: [] })),
    DescribeLoadBalancerAttributes: Object.fromEntries(
      classics.map(({ name, crossZone = false }) => [
        name,
        { LoadBalancerAttributes: { CrossZoneLoadBalancing: { Enabled: crossZone } } },
      ]),
    ),
  };
}

function classicOf(classic: ClassicSketch, subnets: Sketch['subnets']): Plain<elb.LoadBalancerDescription> {
  const { name, internal = false, groups, listeners, instances } = classic;
  const standsIn = subnets.filter(({ id }) => classic.subnets.includes(id));
  return {
    LoadBalancerName: name,
    DNSName: `${name}.${region}.elb.amazonaws.com`,
    ListenerDescriptions: listeners.map(({ port, instancePort }) => ({
      Listener: { Protocol: 'TCP', LoadBalancerPort: port, InstanceProtocol: 'TCP', InstancePort: instancePort },
      PolicyNames: [],
    })),
    BackendServerDescriptions: [],
    AvailabilityZones: standsIn.map(({ zone }) => `${region}${zone}`),
    Subnets: standsIn.map(({ id }) => id),
    VPCId: vpcId,
    Instances: instances.map((InstanceId) => ({ InstanceId })),
    SourceSecurityGroup: { OwnerAlias: account, GroupName: groups[0] },
    SecurityGroups: [...groups],
    CreatedTime: created,
    Scheme: internal ? 'internal' : 'internet-facing',
  };
}

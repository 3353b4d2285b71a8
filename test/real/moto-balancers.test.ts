import { CreateSubnetCommand, CreateVpcCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand as CreateClassicCommand,
  ModifyLoadBalancerAttributesCommand as ModifyClassicCommand,
  RegisterInstancesWithLoadBalancerCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupAttributesCommand,
  type ProtocolEnum,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collectFacts } from '../../shared/collect/index.ts';
import type { FactsOfTarget } from '../../shared/facts/index.ts';
import { awsAt, contextAt } from '../collect/estate.ts';
import { type Moto, startMoto } from './moto.ts';
import { type Clients, clientsAt } from './moto-clients.ts';
import { HOME, REGION } from './moto-estate.ts';

let moto: Moto;
let facts: FactsOfTarget;
let built: Awaited<ReturnType<typeof build>>;

beforeAll(async () => {
  moto = await startMoto();
  built = await build(clientsAt(moto.url, REGION));
  const aws = awsAt(moto.url, { region: REGION });
  const names = ['loadBalancers', 'classicLoadBalancers', 'listeners', 'listenerRules', 'targetGroups'] as const;
  facts = await collectFacts([...names, 'blockPublicAccess'], contextAt(aws, HOME, REGION));
  aws.close();
});
afterAll(() => moto?.close());

/** A network, an application and a classic load balancer that face the internet, and an internal one; one instance behind them. */
async function build(clients: Clients) {
  const { ec2, elb } = clients;
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.30.0.0/16' }));
  const VpcId = Vpc?.VpcId ?? '';
  const subnet = async (zone: string, CidrBlock: string) =>
    (await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone: `${REGION}${zone}` }))).Subnet?.SubnetId ??
    '';
  const Subnets = [await subnet('a', '10.30.0.0/24'), await subnet('b', '10.30.1.0/24')];
  const [SubnetId = ''] = Subnets;
  const run = { ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1, SubnetId };
  const { Instances } = await ec2.send(new RunInstancesCommand(run));
  const instance = Instances?.[0]?.InstanceId ?? '';
  const network = await balancer(clients, Subnets, 'network', 'internet-facing');
  const application = await balancer(clients, Subnets, 'application', 'internet-facing');
  const internal = await balancer(clients, Subnets, 'network', 'internal');
  const tcp = await group(clients, VpcId, 'TCP', instance);
  const http = await group(clients, VpcId, 'HTTP', instance);
  const hidden = await group(clients, VpcId, 'TCP', instance, 'hidden');
  await listen(clients, network, 'TCP', tcp);
  const listener = await listen(clients, application, 'HTTP', http);
  await listen(clients, internal, 'TCP', hidden);
  await attributes(clients, network, tcp, { listener, http });
  const Listeners = [{ Protocol: 'http', LoadBalancerPort: 80, InstanceProtocol: 'http', InstancePort: 30_080 }];
  await elb.send(new CreateClassicCommand({ LoadBalancerName: 'old', Listeners, Subnets }));
  const Instances2 = [{ InstanceId: instance }];
  await elb.send(new RegisterInstancesWithLoadBalancerCommand({ LoadBalancerName: 'old', Instances: Instances2 }));
  const LoadBalancerAttributes = { CrossZoneLoadBalancing: { Enabled: true } };
  await elb.send(new ModifyClassicCommand({ LoadBalancerName: 'old', LoadBalancerAttributes }));
  return { instance, network, application, internal, tcp, http };
}

async function balancer(
  { elbv2 }: Clients,
  Subnets: string[],
  Type: 'network' | 'application',
  Scheme: 'internal' | 'internet-facing',
): Promise<string> {
  const { LoadBalancers } = await elbv2.send(
    new CreateLoadBalancerCommand({ Name: `${Type}-${Scheme}`, Subnets, Type, Scheme }),
  );
  return LoadBalancers?.[0]?.LoadBalancerArn ?? '';
}

async function group(
  { elbv2 }: Clients,
  VpcId: string,
  Protocol: ProtocolEnum,
  instance: string,
  Name = Protocol.toLowerCase(),
): Promise<string> {
  const made = { Name, Protocol, Port: 30_080, VpcId, TargetType: 'instance' as const };
  const { TargetGroups } = await elbv2.send(new CreateTargetGroupCommand(made));
  const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
  await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: instance, Port: 30_081 }] }));
  return TargetGroupArn;
}

async function listen(
  { elbv2 }: Clients,
  LoadBalancerArn: string,
  Protocol: ProtocolEnum,
  TargetGroupArn: string,
): Promise<string> {
  const DefaultActions = [{ Type: 'forward' as const, TargetGroupArn }];
  const { Listeners } = await elbv2.send(new CreateListenerCommand({ LoadBalancerArn, Protocol, Port: 80, DefaultActions }));
  return Listeners?.[0]?.ListenerArn ?? '';
}

/** Attributes that differ from what they are by default, and a rule with a condition. */
async function attributes(
  { elbv2 }: Clients,
  LoadBalancerArn: string,
  TargetGroupArn: string,
  { listener, http }: { readonly listener: string; readonly http: string },
): Promise<void> {
  const crosses = [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }];
  await elbv2.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes: crosses }));
  const Attributes = [{ Key: 'preserve_client_ip.enabled', Value: 'false' }];
  await elbv2.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
  const Conditions = [{ Field: 'path-pattern', Values: ['/admin/*'] }];
  const Actions = [{ Type: 'forward' as const, TargetGroupArn: http }];
  await elbv2.send(new CreateRuleCommand({ ListenerArn: listener, Priority: 5, Conditions, Actions }));
}

test('listeners, and rules of the application load balancer, as they were made', () => {
  const forward = (arn: string) => [{ type: 'forward', targetGroupArns: [arn] }];
  const { network, application, tcp, http } = built;
  expect(facts.listeners).toMatchObject({
    missing: [],
    items: [
      { loadBalancerArn: network, protocol: 'TCP', port: 80, defaultActions: forward(tcp) },
      { loadBalancerArn: application, protocol: 'HTTP', port: 80, defaultActions: forward(http) },
    ],
  });
  expect(facts.listenerRules).toMatchObject({
    missing: [],
    items: [
      {
        isDefault: false,
        priority: '5',
        conditions: [{ field: 'path-pattern', values: ['/admin/*'] }],
        actions: forward(http),
      },
      { isDefault: true, priority: 'default', conditions: [], actions: forward(http) },
    ],
  });
});

test('target groups that the internet could reach, with their targets; not the hidden one', () => {
  const common = { targetType: 'instance', port: 30_080, health: [{ id: built.instance, port: 30_081 }] };
  expect(facts.targetGroups).toMatchObject({
    missing: [],
    items: [
      // Once for the listener, once for the rule.
      { arn: built.http, protocol: 'HTTP', loadBalancerArns: [built.application, built.application], ...common },
      { arn: built.tcp, protocol: 'TCP', loadBalancerArns: [built.network], preserveClientIp: false, ...common },
    ],
  });
});

test('load balancers of both generations, and whether they balance across zones', () => {
  expect(facts.loadBalancers).toMatchObject({
    missing: [],
    items: [{ arn: built.network, crossZone: true }, { arn: built.application, crossZone: true }, { arn: built.internal }],
  });
  expect(facts.classicLoadBalancers).toMatchObject({
    items: [
      {
        name: 'old',
        crossZone: true,
        instanceIds: [built.instance],
        listeners: [{ protocol: 'HTTP', port: 80, instanceProtocol: 'HTTP', instancePort: 30_080 }],
      },
    ],
  });
});

test('what moto lacks is unknown, by its name', () => {
  expect(facts.blockPublicAccess).toMatchObject({
    known: false,
    why: expect.stringContaining('ec2:DescribeVpcBlockPublicAccessOptions: answered 500'),
  });
});

import type { Context } from '../../shared/collect/collector.ts';
import { collectFacts } from '../../shared/collect/index.ts';
import type { NetworkFacts } from '../../shared/derive/exposure/exposure.ts';
import { networkFactNames } from '../../shared/facts/exposures.ts';
import type { World } from './walker/world.ts';

/** The facts that the real collectors make of a world, without a server between: each question is answered from the world's own lists. */
export async function factsOf(world: World): Promise<NetworkFacts> {
  const facts = await collectFacts(networkFactNames, contextOf(world));
  return facts as NetworkFacts;
}

const contextOf = (world: World): Context => {
  const call = (_service: string, operation: string, input: Input): Promise<unknown> =>
    Promise.resolve((answers[operation] ?? unanswered(operation))(world, input));
  const context = { account: world.account, region: world.region, partition: 'aws', call, elsewhere: () => context };
  return context as unknown as Context;
};

type Input = Readonly<Record<string, unknown>>;
type Answer = (world: World, input: Input) => unknown;

const unanswered =
  (operation: string): Answer =>
  () => {
    throw new Error(`no answer to ${operation}`);
  };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(text) : []);

const answers: Readonly<Record<string, Answer>> = {
  ListClusters: () => ({ clusters: [] }),
  DescribeVpcs: (world) => ({ Vpcs: world.vpcs }),
  DescribeSubnets: (world) => ({ Subnets: world.subnets }),
  DescribeRouteTables: (world) => ({ RouteTables: world.routeTables }),
  DescribeInternetGateways: (world) => ({ InternetGateways: world.internetGateways }),
  DescribeNetworkAcls: (world) => ({ NetworkAcls: world.networkAcls }),
  DescribeSecurityGroups: (world) => ({ SecurityGroups: world.securityGroups }),
  DescribeNetworkInterfaces: (world) => ({ NetworkInterfaces: world.networkInterfaces }),
  DescribeInstances: (world) => ({ Reservations: [{ Instances: world.instances }] }),
  DescribeManagedPrefixLists: (world) => ({
    PrefixLists: Object.keys(world.prefixListEntries).map((PrefixListId) => ({ PrefixListId, PrefixListName: PrefixListId })),
  }),
  GetManagedPrefixListEntries: (world, { PrefixListId }) => ({ Entries: world.prefixListEntries[text(PrefixListId)] }),
  DescribeVpcBlockPublicAccessOptions: (world) => ({
    VpcBlockPublicAccessOptions: world.blockPublicAccess ?? { InternetGatewayBlockMode: 'off' },
  }),
  DescribeVpcBlockPublicAccessExclusions: (world) => ({ VpcBlockPublicAccessExclusions: world.exclusions }),
  DescribeLoadBalancers: (world, { PageSize }) => ({
    LoadBalancers: PageSize === undefined ? [] : world.loadBalancers,
    LoadBalancerDescriptions: world.classicLoadBalancers,
  }),
  DescribeTags: (_, { ResourceArns, LoadBalancerNames }) => ({
    TagDescriptions: [
      ...texts(ResourceArns).map((ResourceArn) => ({ ResourceArn, Tags: [] })),
      ...texts(LoadBalancerNames).map((LoadBalancerName) => ({ LoadBalancerName, Tags: [] })),
    ],
  }),
  DescribeLoadBalancerAttributes: (world, { LoadBalancerArn, LoadBalancerName }) =>
    LoadBalancerArn === undefined
      ? (world.classicAttributes[text(LoadBalancerName)] ?? {
          LoadBalancerAttributes: { CrossZoneLoadBalancing: { Enabled: false } },
        })
      : { Attributes: world.loadBalancerAttributes[text(LoadBalancerArn)] ?? [] },
  DescribeListeners: (world, input) => ({
    Listeners: world.listeners.filter(({ LoadBalancerArn }) => LoadBalancerArn === input.LoadBalancerArn),
  }),
  DescribeRules: (world, { ListenerArn }) => ({
    Rules: world.rules.filter(({ RuleArn = '' }) => isOf(RuleArn, text(ListenerArn))),
  }),
  DescribeTargetGroups: (world) => ({ TargetGroups: world.targetGroups.map((group) => ({ LoadBalancerArns: [], ...group })) }),
  DescribeTargetGroupAttributes: (world, { TargetGroupArn }) => ({
    Attributes: firsts(world.targetGroupAttributes[text(TargetGroupArn)] ?? []),
  }),
  DescribeTargetHealth: (world, { TargetGroupArn }) => ({
    TargetHealthDescriptions: world.targetHealth[text(TargetGroupArn)] ?? [],
  }),
};

/** Of attributes that are given twice, as mistakes do, the first: ELB itself gives each once. */
const firsts = <T extends { readonly Key?: string | undefined }>(attributes: readonly T[]): readonly T[] =>
  attributes.filter(({ Key }, i) => attributes.findIndex((other) => other.Key === Key) === i);

/** A rule's ARN carries its listener's. */
const isOf = (ruleArn: string, listenerArn: string): boolean =>
  ruleArn.startsWith(`${listenerArn.replace(':listener/', ':listener-rule/')}/`);

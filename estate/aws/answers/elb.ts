import { type Call, text, texts } from '../call.ts';
import { at } from '../entities.ts';
import { missingElb, missingElbv2 } from '../missing.ts';
import { ServiceError, type Values } from '../protocol.ts';
import { hasItem, itemsOf } from './items.ts';
import { selectItems } from './select.ts';
import type { Special } from './special.ts';

/** Where what an input names stands, and where else the file may speak of it. */
const things: Readonly<Record<string, readonly (readonly [list: string, path: string])[]>> = {
  LoadBalancerArn: [
    ['LoadBalancers', 'LoadBalancerArn'],
    ['Listeners', 'LoadBalancerArn'],
  ],
  TargetGroupArn: [['TargetGroups', 'TargetGroupArn']],
  ListenerArn: [['Listeners', 'ListenerArn']],
};

/** Elastic Load Balancing, version 2 (application, network and gateway load balancers). */
export const elbv2: Special = {
  check: (call) => {
    for (const [input, places] of Object.entries(things)) {
      const arn = text(call.input[input]);
      if (arn !== undefined && !places.some(([list, path]) => hasItem(call, list, path, arn)))
        throw missingElbv2(input, call.operation.name);
    }
    asksForSomething(call);
  },
  answers: {
    DescribeRules: rules,
    DescribeTags: (call) => tags(call, 'ResourceArns', 'ResourceArn', (arn) => isResource(call, arn)),
  },
};

/** Listeners and rules are asked for by what they belong to, or by their own ARNs. */
function asksForSomething({ operation, input, service }: Call): void {
  const either: Readonly<Record<string, readonly [string, string]>> = {
    DescribeListeners: ['LoadBalancerArn', 'ListenerArns'],
    DescribeRules: ['ListenerArn', 'RuleArns'],
  };
  const [one = '', other = ''] = either[operation.name] ?? [];
  if (one !== '' && input[one] === undefined && texts(input[other]).length === 0)
    throw service.dialect.invalidParameter(`You must specify either ${other} or ${one}`);
}

/** A rule's ARN is its listener's with a part more. */
function rules(call: Call): Values {
  const shape = call.operation.output.members.get('Rules')?.shape.value?.shape;
  const listener = text(call.input.ListenerArn);
  const all = itemsOf(call, 'Rules');
  const mine = all.filter((rule) => {
    const arn = String(at(rule, 'RuleArn')).replace(':listener-rule/', ':listener/');
    return listener === undefined || arn.startsWith(`${listener}/`);
  });
  return { Rules: shape ? selectItems(call, shape, mine) : mine };
}

const isResource = (call: Call, arn: string): boolean =>
  [...Object.values(things).flat(), ['Rules', 'RuleArn'] as const].some(([list, path]) => hasItem(call, list, path, arn));

/** The most resources that one request for tags may name. */
const maximumTagged = 20;

/** What has no tags in the file has none; what is not there at all is an error. */
function tags(call: Call, input: string, member: string, exists: (name: string) => boolean): Values {
  const asked = texts(call.input[input]);
  if (asked.length > maximumTagged)
    throw new ServiceError(
      'ValidationError',
      400,
      `1 validation error detected: Value at '${input}' failed to satisfy constraint: Member must have length less than or equal to 20`,
    );
  const described = itemsOf(call, 'TagDescriptions');
  const found = asked.map((name) => {
    const known = described.find((d) => at(d, member) === name);
    if (known === undefined && !exists(name))
      throw input === 'ResourceArns' ? missingElbv2(input, 'DescribeLoadBalancers') : missingElb(name);
    return known ?? { [member]: name, Tags: [] };
  });
  return { TagDescriptions: found };
}

const isClassic = (call: Call, name: string): boolean => hasItem(call, 'LoadBalancerDescriptions', 'LoadBalancerName', name);

/** What a classic load balancer has until someone changes it (API reference, "LoadBalancerAttributes"). */
const made = {
  CrossZoneLoadBalancing: { Enabled: false },
  AccessLog: { Enabled: false },
  ConnectionDraining: { Enabled: false },
  ConnectionSettings: { IdleTimeout: 60 },
  AdditionalAttributes: [],
};

/** Elastic Load Balancing, version 1 (classic load balancers). */
export const elb: Special = {
  check: (call) => {
    const name = text(call.input.LoadBalancerName);
    if (name !== undefined && !isClassic(call, name)) throw missingElb(name);
  },
  answers: {
    DescribeLoadBalancerAttributes: () => ({ LoadBalancerAttributes: made }),
    DescribeTags: (call) => tags(call, 'LoadBalancerNames', 'LoadBalancerName', (name) => isClassic(call, name)),
  },
};

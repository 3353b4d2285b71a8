import * as v from 'valibot';
import { isUnknown, type Unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { type Context, collector } from './collector.ts';
import { forEachOf } from './each.ts';
import { attributesIn, elasticPages, facingTheInternet, flagText, port } from './elastic-load-balancing.ts';
import { listFact } from './items.ts';
import { optional, reader, text, texts } from './read.ts';
import { unknownBy } from './reason.ts';

const LIST = 'elasticloadbalancing:DescribeTargetGroups';
const HEALTH = 'elasticloadbalancing:DescribeTargetHealth';
const ATTRIBUTES = 'elasticloadbalancing:DescribeTargetGroupAttributes';
const SERVICE = 'elastic-load-balancing-v2';
const unasked: Unknown = { known: false, why: 'it was not asked for' };

const health = v.pipe(
  v.array(
    v.object({
      Target: v.object({ Id: v.string(), Port: v.optional(port), AvailabilityZone: v.optional(v.string()) }),
      TargetHealth: v.object({ State: v.string() }),
    }),
  ),
  v.transform((targets) =>
    targets.map(({ Target: { Id, Port, AvailabilityZone }, TargetHealth }) => ({
      id: Id,
      ...(Port !== undefined && { port: Port }),
      ...(AvailabilityZone !== undefined && { availabilityZone: AvailabilityZone }),
      state: TargetHealth.State,
    })),
  ),
);
const targetTypes = v.picklist(['instance', 'ip', 'lambda', 'alb']);
const protocols = v.picklist(['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'QUIC', 'TCP_QUIC', 'GENEVE']);
const ipAddressTypes = v.picklist(['ipv4', 'ipv6']);
const crossZone = v.optional(
  v.picklist(['true', 'false', 'use_load_balancer_configuration']),
  'use_load_balancer_configuration',
);

/** All are listed at once; only those in use towards the internet are asked about, each for its attributes and its targets. */
export const targetGroups = collector(
  'targetGroups',
  async (context, { loadBalancers, listeners, listenerRules }) => {
    const listed = await list(context);
    if (!listed.known) return listed;
    const named = namedBy(listeners, listenerRules);
    const facing = new Set(facingTheInternet(loadBalancers.items).map(({ arn }) => arn));
    const turned = new Set(loadBalancers.items.map(({ arn }) => arn).filter((arn) => !facing.has(arn)));
    const used = listed.items.filter(
      ({ arn, loadBalancerArns }) =>
        named.has(arn) || isUnknown(loadBalancerArns) || loadBalancerArns.some((one) => !turned.has(one)),
    );
    const items = await forEachOf(used, async (group) => ({ ...group, ...(await askedOf(context, group)) }));
    const there = new Set(listed.items.map(({ arn }) => arn));
    const absent = [...named].filter((arn) => !there.has(arn)).map((id) => ({ id, why: `${LIST} does not list ${id}` }));
    return { ...listed, items, missing: [...listed.missing, ...absent] };
  },
  ['listeners', 'listenerRules'],
);

/** Target groups that known actions forward to. */
function namedBy(listeners: Fact<'listeners'>, rules: Fact<'listenerRules'>): ReadonlySet<string> {
  const actions = [
    ...(isUnknown(listeners) ? [] : listeners.items.map(({ defaultActions }) => defaultActions)),
    ...(isUnknown(rules) ? [] : rules.items.map(({ actions }) => actions)),
  ].flatMap((some) => (isUnknown(some) ? [] : some));
  return new Set(actions.flatMap(({ targetGroupArns }) => targetGroupArns));
}

const list = (context: Context): Promise<Fact<'targetGroups'>> =>
  listFact(
    'targetGroups',
    LIST,
    elasticPages(context, 'DescribeTargetGroups', {}),
    ['TargetGroups', (page) => page.TargetGroups],
    (group, from) => {
      // A group of Lambda functions has none of these.
      const need: typeof optional = (from, name, schema, value, path) =>
        group.TargetType === 'lambda'
          ? optional(from, name, schema, value, path)
          : ({ [name]: from(schema, value, path) } as never);
      return {
        arn: from.id(group.TargetGroupArn, 'TargetGroupArn'),
        name: from(text, group.TargetGroupName, 'TargetGroupName'),
        loadBalancerArns: from(texts, group.LoadBalancerArns, 'LoadBalancerArns'),
        targetType: from(targetTypes, group.TargetType, 'TargetType'),
        ...need(from, 'protocol', protocols, group.Protocol, 'Protocol'),
        ...need(from, 'port', port, group.Port, 'Port'),
        ...need(from, 'vpcId', text, group.VpcId, 'VpcId'),
        ...optional(from, 'ipAddressType', ipAddressTypes, group.IpAddressType, 'IpAddressType'),
        crossZone: unasked,
        health: unasked,
      };
    },
  );

type Asked = Pick<Stored<'targetGroups'>, 'preserveClientIp' | 'crossZone' | 'health'>;

/** What each group is asked for by itself: where it is refused, that is unknown, and the group stands. */
async function askedOf(context: Context, { arn: TargetGroupArn }: Stored<'targetGroups'>): Promise<Asked> {
  const targets = await context
    .call(SERVICE, 'DescribeTargetHealth', { TargetGroupArn })
    .then((answer) => reader(HEALTH)(health, answer.TargetHealthDescriptions, 'TargetHealthDescriptions'))
    .catch(unknownBy);
  const from = reader(ATTRIBUTES);
  const attributes = await context
    .call(SERVICE, 'DescribeTargetGroupAttributes', { TargetGroupArn })
    .then(({ Attributes }) => attributesIn(from, Attributes))
    .catch(unknownBy);
  if (isUnknown(attributes)) return { preserveClientIp: attributes, crossZone: attributes, health: targets };
  const [preserves, crosses] = ['preserve_client_ip.enabled', 'load_balancing.cross_zone.enabled'] as const;
  return {
    ...optional(from, 'preserveClientIp', flagText, attributes.get(preserves), preserves),
    crossZone: from(crossZone, attributes.get(crosses), crosses),
    health: targets,
  };
}

import * as v from 'valibot';
import { isUnknown, unknown } from '../facts/fact.ts';
import type { Stored } from '../facts/index.ts';
import { type Context, collector } from './collector.ts';
import { forEachOf } from './each.ts';
import { port, schemes } from './elastic-load-balancing.ts';
import { listFact } from './items.ts';
import { loadBalancerTags } from './load-balancer-tags.ts';
import { pages } from './pages.ts';
import { flag, optional, reader, structure, text, texts } from './read.ts';
import { unknownBy } from './reason.ts';

const SERVICE = 'elastic-load-balancing';
const PAGE = 400;
const instanceIds = v.pipe(
  v.array(v.object({ InstanceId: v.string() })),
  v.transform((all) => all.map(({ InstanceId }) => InstanceId)),
);
const listener = v.object({
  Protocol: v.string(),
  LoadBalancerPort: port,
  /** Left out, it is the same. */
  InstanceProtocol: v.optional(v.string()),
  InstancePort: port,
});
const listeners = v.pipe(
  v.array(v.object({ Listener: listener })),
  v.transform((descriptions) =>
    descriptions.map(({ Listener: { Protocol, LoadBalancerPort, InstanceProtocol = Protocol, InstancePort } }) => ({
      protocol: Protocol.toUpperCase(),
      port: LoadBalancerPort,
      instanceProtocol: InstanceProtocol.toUpperCase(),
      instancePort: InstancePort,
    })),
  ),
);
const unread = unknown('its tags were not asked for');

export const classicLoadBalancers = collector('classicLoadBalancers', async (context) => {
  const action = 'elasticloadbalancing:DescribeLoadBalancers';
  const ask = (Marker: string | undefined) =>
    context.call(SERVICE, 'DescribeLoadBalancers', { PageSize: PAGE, ...(Marker !== undefined && { Marker }) });
  const fact = await listFact(
    'classicLoadBalancers',
    action,
    pages(action, ask, ({ NextMarker }) => NextMarker),
    ['LoadBalancerDescriptions', (page) => page.LoadBalancerDescriptions],
    (one, from) => ({
      name: from.id(one.LoadBalancerName, 'LoadBalancerName'),
      dnsName: from(text, one.DNSName, 'DNSName'),
      scheme: from(schemes, one.Scheme, 'Scheme'),
      ...optional(from, 'vpcId', text, one.VPCId, 'VPCId'),
      subnetIds: from(texts, one.Subnets, 'Subnets'),
      securityGroupIds: from(texts, one.SecurityGroups, 'SecurityGroups'),
      instanceIds: from(instanceIds, one.Instances, 'Instances'),
      listeners: from(listeners, one.ListenerDescriptions, 'ListenerDescriptions'),
      tags: unread,
    }),
  );
  if (!fact.known) return fact;
  const tagsOf = await loadBalancerTags(
    fact.items.map(({ name }) => name),
    reader('elasticloadbalancing:DescribeTags'),
    'LoadBalancerName',
    async (names) => (await context.call(SERVICE, 'DescribeTags', { LoadBalancerNames: [...names] })).TagDescriptions,
  );
  const items = await forEachOf(fact.items, async (item) => ({
    ...item,
    ...(await crossZoneOf(context, item)),
    tags: tagsOf(item.name),
  }));
  return { ...fact, items };
});

/** One that is internal, or outside a VPC, is not asked. */
async function crossZoneOf(
  context: Context,
  { name, scheme, vpcId }: Stored<'classicLoadBalancers'>,
): Promise<Pick<Stored<'classicLoadBalancers'>, 'crossZone'>> {
  if (scheme === 'internal' || vpcId === undefined) return {};
  const from = reader('elasticloadbalancing:DescribeLoadBalancerAttributes');
  const attributes = await context
    .call(SERVICE, 'DescribeLoadBalancerAttributes', { LoadBalancerName: name })
    .then(({ LoadBalancerAttributes }) => structure(LoadBalancerAttributes))
    .catch(unknownBy);
  if (isUnknown(attributes)) return { crossZone: attributes };
  const { Enabled } = structure(attributes.CrossZoneLoadBalancing);
  return { crossZone: from(flag, Enabled, 'LoadBalancerAttributes.CrossZoneLoadBalancing.Enabled') };
}

import * as v from 'valibot';
import { unknown } from '../facts/fact.ts';
import { collector } from './collector.ts';
import { listFact } from './items.ts';
import { loadBalancerTags } from './load-balancer-tags.ts';
import { pages } from './pages.ts';
import { optional, reader, text, texts } from './read.ts';

const PAGE = 400;
const instanceIds = v.pipe(
  v.array(v.object({ InstanceId: v.string() })),
  v.transform((all) => all.map(({ InstanceId }) => InstanceId)),
);
const unread = unknown('its tags were not asked for');

export const classicLoadBalancers = collector('classicLoadBalancers', async (context) => {
  const action = 'elasticloadbalancing:DescribeLoadBalancers';
  const service = 'elastic-load-balancing';
  const ask = (Marker: string | undefined) =>
    context.call(service, 'DescribeLoadBalancers', { PageSize: PAGE, ...(Marker !== undefined && { Marker }) });
  const fact = await listFact(
    'classicLoadBalancers',
    action,
    pages(action, ask, ({ NextMarker }) => NextMarker),
    ['LoadBalancerDescriptions', (page) => page.LoadBalancerDescriptions],
    (one, from) => ({
      name: from.id(one.LoadBalancerName, 'LoadBalancerName'),
      dnsName: from(text, one.DNSName, 'DNSName'),
      scheme: from(text, one.Scheme, 'Scheme'),
      ...optional(from, 'vpcId', text, one.VPCId, 'VPCId'),
      subnetIds: from(texts, one.Subnets, 'Subnets'),
      securityGroupIds: from(texts, one.SecurityGroups, 'SecurityGroups'),
      instanceIds: from(instanceIds, one.Instances, 'Instances'),
      tags: unread,
    }),
  );
  if (!fact.known) return fact;
  const tagsOf = await loadBalancerTags(
    fact.items.map(({ name }) => name),
    reader('elasticloadbalancing:DescribeTags'),
    'LoadBalancerName',
    async (names) => (await context.call(service, 'DescribeTags', { LoadBalancerNames: [...names] })).TagDescriptions,
  );
  return { ...fact, items: fact.items.map((item) => ({ ...item, tags: tagsOf(item.name) })) };
});

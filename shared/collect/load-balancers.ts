import * as v from 'valibot';
import { unknown } from '../facts/fact.ts';
import { collector } from './collector.ts';
import { listFact } from './items.ts';
import { loadBalancerTags } from './load-balancer-tags.ts';
import { pages } from './pages.ts';
import { reader, structure, text, texts } from './read.ts';

const PAGE = 400;
const subnetIds = v.pipe(
  v.array(v.object({ SubnetId: v.string() })),
  v.transform((zones) => zones.map(({ SubnetId }) => SubnetId)),
);
const unread = unknown('its tags were not asked for');

export const loadBalancers = collector('loadBalancers', async (context) => {
  const action = 'elasticloadbalancing:DescribeLoadBalancers';
  const service = 'elastic-load-balancing-v2';
  const ask = (Marker: string | undefined) =>
    context.call(service, 'DescribeLoadBalancers', { PageSize: PAGE, ...(Marker !== undefined && { Marker }) });
  const fact = await listFact(
    'loadBalancers',
    action,
    pages(action, ask, ({ NextMarker }) => NextMarker),
    ['LoadBalancers', (page) => page.LoadBalancers],
    (one, from) => ({
      arn: from.id(one.LoadBalancerArn, 'LoadBalancerArn'),
      name: from(text, one.LoadBalancerName, 'LoadBalancerName'),
      dnsName: from(text, one.DNSName, 'DNSName'),
      scheme: from(text, one.Scheme, 'Scheme'),
      type: from(text, one.Type, 'Type'),
      state: from(text, structure(one.State).Code, 'State.Code'),
      vpcId: from(text, one.VpcId, 'VpcId'),
      ipAddressType: from(text, one.IpAddressType, 'IpAddressType'),
      subnetIds: from(subnetIds, one.AvailabilityZones, 'AvailabilityZones'),
      // A network load balancer without groups has no such list.
      securityGroupIds: from(v.optional(texts, []), one.SecurityGroups, 'SecurityGroups'),
      tags: unread,
    }),
  );
  if (!fact.known) return fact;
  const tagsOf = await loadBalancerTags(
    fact.items.map(({ arn }) => arn),
    reader('elasticloadbalancing:DescribeTags'),
    'ResourceArn',
    async (arns) => (await context.call(service, 'DescribeTags', { ResourceArns: [...arns] })).TagDescriptions,
  );
  return { ...fact, items: fact.items.map((item) => ({ ...item, tags: tagsOf(item.arn) })) };
});

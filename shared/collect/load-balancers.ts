import * as v from 'valibot';
import { isUnknown, unknown } from '../facts/fact.ts';
import type { Stored } from '../facts/index.ts';
import { type Context, collector } from './collector.ts';
import { forEachOf } from './each.ts';
import { attributesIn, elasticPages, facingTheInternet, flagText, schemes } from './elastic-load-balancing.ts';
import { listFact } from './items.ts';
import { loadBalancerTags } from './load-balancer-tags.ts';
import { listOrNone, optional, reader, structure, text, texts } from './read.ts';
import { unknownBy } from './reason.ts';

const SERVICE = 'elastic-load-balancing-v2';
const subnetIds = v.pipe(
  v.array(v.object({ SubnetId: v.string() })),
  v.transform((zones) => zones.map(({ SubnetId }) => SubnetId)),
);
const mayBe = v.optional(v.string());
const address = v.object({ IpAddress: mayBe, PrivateIPv4Address: mayBe, IPv6Address: mayBe });
const addresses = v.pipe(
  v.array(v.object({ SubnetId: v.string(), LoadBalancerAddresses: listOrNone(address) })),
  v.transform((zones) =>
    zones.flatMap(({ SubnetId: subnetId, LoadBalancerAddresses }) =>
      LoadBalancerAddresses.map(({ IpAddress, PrivateIPv4Address, IPv6Address }) => ({
        subnetId,
        ...(IpAddress !== undefined && { publicIp: IpAddress }),
        ...(PrivateIPv4Address !== undefined && { privateIp: PrivateIPv4Address }),
        ...(IPv6Address !== undefined && { ipv6: IPv6Address }),
      })),
    ),
  ),
);
/** By these it is decided what a load balancer does: what is none of them is not known, and nothing is taken for it. */
const types = v.picklist(['application', 'network', 'gateway']);
const states = v.picklist(['active', 'provisioning', 'active_impaired', 'failed']);
const ipAddressTypes = v.picklist(['ipv4', 'dualstack', 'dualstack-without-public-ipv4']);
const unread = unknown('its tags were not asked for');

export const loadBalancers = collector('loadBalancers', async (context) => {
  const fact = await listFact(
    'loadBalancers',
    'elasticloadbalancing:DescribeLoadBalancers',
    elasticPages(context, 'DescribeLoadBalancers', {}),
    ['LoadBalancers', (page) => page.LoadBalancers],
    (one, from) => ({
      arn: from.id(one.LoadBalancerArn, 'LoadBalancerArn'),
      name: from(text, one.LoadBalancerName, 'LoadBalancerName'),
      dnsName: from(text, one.DNSName, 'DNSName'),
      scheme: from(schemes, one.Scheme, 'Scheme'),
      type: from(types, one.Type, 'Type'),
      state: from(states, structure(one.State).Code, 'State.Code'),
      vpcId: from(text, one.VpcId, 'VpcId'),
      ipAddressType: from(ipAddressTypes, one.IpAddressType, 'IpAddressType'),
      subnetIds: from(subnetIds, one.AvailabilityZones, 'AvailabilityZones'),
      addresses: from(addresses, one.AvailabilityZones, 'AvailabilityZones'),
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
    async (arns) => (await context.call(SERVICE, 'DescribeTags', { ResourceArns: [...arns] })).TagDescriptions,
  );
  const facing = facingTheInternet(fact.items);
  const attributes = new Map(await forEachOf(facing, async (one) => [one.arn, await attributesOf(context, one)] as const));
  return { ...fact, items: fact.items.map((item) => ({ ...item, ...attributes.get(item.arn), tags: tagsOf(item.arn) })) };
});

type Attributes = Pick<Stored<'loadBalancers'>, 'crossZone' | 'ipv6DenyAllIgwTraffic'>;

/** An application load balancer always balances across zones, so that one without IPv6 has no attribute that matters. */
async function attributesOf(context: Context, one: Stored<'loadBalancers'>): Promise<Attributes> {
  if (one.type === 'application' && one.ipAddressType === 'ipv4') return { crossZone: true };
  const from = reader('elasticloadbalancing:DescribeLoadBalancerAttributes');
  const ask = { LoadBalancerArn: one.arn };
  const attributes = await context
    .call(SERVICE, 'DescribeLoadBalancerAttributes', ask)
    .then(({ Attributes }) => attributesIn(from, Attributes))
    .catch((error: unknown) => unknownBy(error));
  if (isUnknown(attributes)) return { crossZone: attributes, ipv6DenyAllIgwTraffic: attributes };
  const [crosses, denies] = ['load_balancing.cross_zone.enabled', 'ipv6.deny_all_igw_traffic'] as const;
  const crossZone = attributes.get(crosses) ?? (isUnknown(one.type) ? undefined : String(one.type === 'application'));
  return {
    crossZone: from(flagText, crossZone, crosses),
    ...optional(from, 'ipv6DenyAllIgwTraffic', flagText, attributes.get(denies), denies),
  };
}

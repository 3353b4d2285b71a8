import { expect, test } from 'vitest';
import type { CollectedName } from '../../shared/facts/index.ts';
import { collect, reject } from './replies.ts';

const chain: CollectedName[] = ['loadBalancers', 'listeners', 'listenerRules', 'targetGroups'];
const elb = (operation: string) => `elastic-load-balancing-v2 ${operation}`;

test('attributes: absent ones have their defaults, malformed ones are unknown', async () => {
  const attributes = async (Attributes: unknown) =>
    (await collect(chain, { [elb('DescribeTargetGroupAttributes')]: () => ({ Attributes }) })).targetGroups;
  expect(await attributes([])).toMatchObject({ items: [{ crossZone: 'use_load_balancer_configuration' }] });
  const bad = [{ Key: 'preserve_client_ip.enabled', Value: 'yes' }, { Key: 'load_balancing.cross_zone.enabled' }];
  expect(await attributes(bad)).toMatchObject({ items: [{ preserveClientIp: { known: false }, crossZone: { known: false } }] });
  expect(await attributes(undefined)).toMatchObject({
    items: [{ preserveClientIp: { known: false }, crossZone: { known: false } }],
  });
  const ofBalancer = async (Attributes: unknown) =>
    (await collect(chain, { [elb('DescribeLoadBalancerAttributes')]: () => ({ Attributes }) })).loadBalancers;
  expect(await ofBalancer([])).toMatchObject({ items: [{ crossZone: false }, { crossZone: true }, {}] });
  const denies = [{ Key: 'ipv6.deny_all_igw_traffic', Value: 'true' }];
  expect(await ofBalancer(denies)).toMatchObject({ items: [{ ipv6DenyAllIgwTraffic: true }, {}, {}] });
});

test('classic load balancers: listeners, and zones of those that face the internet', async () => {
  const { classicLoadBalancers } = await collect(['classicLoadBalancers'], {});
  expect(classicLoadBalancers).toMatchObject({
    items: [
      {
        name: 'classic-0',
        crossZone: true,
        listeners: [{ protocol: 'HTTP', port: 80, instanceProtocol: 'HTTP', instancePort: 30_080 }],
      },
      { name: 'classic-1', scheme: 'internal' },
    ],
  });
  const denied = reject('denied', 'AccessDenied: x');
  const without = await collect(['classicLoadBalancers'], { 'elastic-load-balancing DescribeLoadBalancerAttributes': denied });
  expect(without.classicLoadBalancers).toMatchObject({ items: [{ crossZone: { known: false } }, {}], missing: [] });
});

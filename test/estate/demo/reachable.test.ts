import { expect, test } from 'vitest';
import { production } from '../../../estate/demo/accounts.ts';
import { demoEstate } from '../../../estate/demo/index.ts';
import { walk } from '../../exposure/walker/walk.ts';
import { worldOf } from '../../exposure/walker/world.ts';

/** What a packet of the internet's reaches behind the internet-facing load balancers of a Region of the demo's production account. */
function behind(region: string, name: string) {
  const world = worldOf(demoEstate(), { account: production, name: region });
  const arn = world.loadBalancers.find((one) => one.LoadBalancerName === name)?.LoadBalancerArn ?? '';
  const { delivered, reply, reached } = walk(world, {
    source: '18.184.10.20',
    to: { loadBalancer: arn },
    flow: { protocol: 6, port: 443 },
  });
  return { delivered, reply, ports: [...new Set(reached.map(({ port }) => port))], targets: reached.length };
}

test('the shop is reached through its load balancer, at the node port of every node', () => {
  expect(behind('eu-central-1', 'shop')).toEqual({ delivered: true, reply: true, ports: [30_080], targets: 3 });
});

test('the customs are not: their nodes let in the VPC, and see the addresses of clients', () => {
  expect(behind('us-east-1', 'customs')).toEqual({ delivered: false, reply: false, ports: [], targets: 0 });
});

import type { Address } from './address.ts';
import { stop } from './arrival.ts';
import { pathsOf } from './balancer-path.ts';
import { classicBalancer } from './classic-balancer.ts';
import { nowhere } from './direct.ts';
import { elasticBalancer } from './elastic-balancer.ts';
import type { Decision, Flow, Walk } from './packet.ts';
import type { World } from './world.ts';

/** A packet to a listener of a load balancer, on to each target behind it, and back. */
export function walkToBalancer(world: World, client: Address, arn: string, flow: Flow): Walk {
  const found = elasticBalancer(world, arn, client, flow) ?? classicBalancer(world, arn, client, flow);
  if (typeof found === 'string') return { ...nowhere, by: [stop('load-balancer', arn, found)] };
  const paths = pathsOf(world, found, client, flow);
  const whole = paths.filter(({ reply }) => reply);
  const [first] = [...whole, ...paths.filter(({ delivered }) => delivered), ...paths];
  const none: readonly Decision[] = [stop('target', arn, 'no target')];
  return {
    delivered: paths.some(({ delivered }) => delivered),
    reply: whole.length > 0,
    by: first?.by ?? none,
    inspection: first?.inspection ?? [],
    reached: unique(whole.map(({ target }) => ({ interface: target.interface, address: target.text, port: target.port }))),
  };
}

const unique = <T>(items: readonly T[]): readonly T[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];

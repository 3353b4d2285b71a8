import type { Stored } from '../../facts/index.ts';
import { TCP } from '../../net/flow-set.ts';
import type { Ways } from './direct.ts';
import type { Located, NetworkFacts } from './exposure.ts';
import { gatesOf } from './interfaces.ts';
import { innerLane, innerNodes } from './load-balancers/behind.ts';
import type { Front, Target } from './load-balancers/front.ts';
import { hopsOf, type Lane } from './load-balancers/pieces.ts';
import { type Stopped, stoppedAfter, stoppedAt } from './load-balancers/stopped.ts';
import type { Question } from './question.ts';
import type { Stops } from './stops.ts';
import { balancing, lanesOf } from './through-load-balancer.ts';

type Interface = Stored<'networkInterfaces'>;

/**
 * What stops traffic on its way through load balancers to targets on some interfaces: of each load balancer that faces the internet and has
 * one of them as a target, at the port that is asked about, the way on which packets come farthest.
 */
export function stopsThroughLoadBalancers(
  network: NetworkFacts,
  ways: Ways,
  items: readonly Interface[],
  { from, port, protocol, place }: Pick<Question, 'from' | 'port' | 'protocol'> & { readonly place: Located | undefined },
): readonly Stops[] {
  const { fronts, nodes, around } = balancing(network, ways, place);
  const wanted = new Set(items.map(({ id }) => id));
  const isAsked = (lane: Lane, target: Target): boolean =>
    wanted.has(target.item.id) &&
    (protocol === undefined || protocol === (lane.transport === TCP ? 'tcp' : 'udp')) &&
    (port === undefined || port === target.port || port === lane.listener.port);
  const gateOf = gatesOf(network);
  const atGate = (lane: Lane, { item }: Target): Stopped | undefined => {
    const { closed } = gateOf(item);
    if (closed === undefined) return undefined;
    const step = { ...closed, says: `through ${lane.front.via}: ${closed.says}` };
    return { far: 1000, step, open: { ...closed, says: 'start what is behind it' } };
  };

  function* straight(lane: Lane): Generator<Stopped | undefined> {
    for (const target of lane.forward.targets)
      if (isAsked(lane, target))
        for (const hop of hopsOf(lane, target, around)) yield stoppedAt(hop, lane, around, from) ?? atGate(lane, target);
  }

  function* behind(lane: Lane): Generator<Stopped | undefined> {
    for (const inner of lane.forward.behind)
      for (const forward of inner.listener.forwards)
        for (const target of forward.targets.filter((one) => isAsked(lane, one)))
          for (const node of innerNodes(lane, inner, nodes, around)) {
            const second = innerLane(lane, inner, forward, node);
            for (const first of hopsOf(lane, node.asTarget, around))
              for (const hop of hopsOf(second, target, around))
                yield stoppedAt(first, lane, around, from) ?? stoppedAfter(hop, second, around) ?? atGate(lane, target);
          }
  }

  return fronts.flatMap((front: Front): Stops[] => {
    const all = [...lanesOf(front, nodes)].flatMap((lane) => [...straight(lane), ...behind(lane)]);
    const [farthest] = all.filter((one) => one !== undefined).sort((a, b) => b.far - a.far);
    return farthest === undefined ? [] : [{ stoppedBy: [farthest.step], open: [farthest.open] }];
  });
}

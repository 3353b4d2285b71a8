import { type Address, same, textOf } from './address.ts';
import { anyPort, arrive, between, goBack, type Way, walkThrough } from './arrival.ts';
import type { Balancer, Node } from './balancer.ts';
import { lowestOfLoadBalancers } from './client-ports.ts';
import { networkAcl } from './network-acl.ts';
import { type Datagram, type Decision, type Flow, replyTo, tcp } from './packet.ts';
import { securityGroups } from './security-group.ts';
import type { Target } from './target.ts';
import type { World } from './world.ts';

/** One way through a load balancer: from a node that has an address, to a target. */
interface Path {
  readonly target: Target;
  readonly delivered: boolean;
  readonly reply: boolean;
  readonly by: readonly Decision[];
  readonly inspection: readonly string[];
}

/** Every target, every node, each address that it may have; and through application load balancers to their targets. */
export function pathsOf(world: World, balancer: Balancer, client: Address, flow: Flow): readonly Path[] {
  const to = (target: Target): readonly Path[] =>
    balancer.nodes(target.address.family).map((node) => pathOf({ world, balancer, node, target, client, flow }));
  const through = balancer.behind.flatMap(({ balancer: inner, places }) =>
    places.flatMap((place) =>
      to(place.target).flatMap((path) => relayed(path, { world, balancer: inner, client, flow }, place.node)),
    ),
  );
  return [...balancer.targets.flatMap(to), ...through];
}

/** What comes to a node of an application load balancer goes on by a connection of its own, to each of its targets. */
function relayed(path: Path, ends: Omit<Ends, 'node' | 'target'>, taking: Node): readonly Path[] {
  if (!path.reply) return [path];
  const { world, balancer } = ends;
  return balancer.targets.flatMap((target) =>
    balancer
      .nodes(target.address.family)
      .filter(({ subnetId, outside }) => subnetId === taking.subnetId && same(outside, taking.outside))
      .map((node): Path => {
        const own = { ...ends, node, target };
        const inner = between(node.inside, target.address, { protocol: tcp, port: target.port });
        const there = walkThrough(onward(own, inner));
        const by = [...path.by, ...there.by];
        if (!there.passes) return { ...path, target, by, delivered: false, reply: false };
        const home = anyPort(world, inner, (answer) => insideTheVpc(own, answer), lowestOfLoadBalancers);
        return { ...path, target, by: [...by, ...home.by], reply: home.passes };
      }),
  );
}

interface Ends {
  readonly world: World;
  readonly balancer: Balancer;
  readonly node: Node;
  readonly target: Target;
  readonly client: Address;
  readonly flow: Flow;
}

function pathOf(ends: Ends): Path {
  const { world, balancer, node, target, client, flow } = ends;
  const outside = between(client, node.outside, flow);
  const inner = between(target.preserved ? client : node.inside, target.address, {
    protocol: flow.protocol,
    port: target.port,
  });
  const arrival = arrive(world, node.subnetId, outside);
  const { inspection } = arrival;
  const rest = arrival.passes ? walkThrough([() => admitted(world, balancer, outside), ...onward(ends, inner)]) : nothing;
  const by = [...arrival.by, ...rest.by];
  if (!arrival.passes || !rest.passes) return { target, delivered: false, reply: false, by, inspection };
  const back = target.preserved ? withClientsPort(ends, inner, inspection) : withTwoPorts(ends, inner, outside, inspection);
  return { target, delivered: true, reply: back.passes, by: [...by, ...back.by], inspection };
}

const nothing: Way = { passes: true, by: [] };

function admitted(world: World, balancer: Balancer, packet: Datagram): Decision {
  if (!balancer.unfiltered) return securityGroups(world, balancer.groups, 'in', packet);
  return { passes: true, kind: 'security-group', id: balancer.id, says: 'a network load balancer without groups' };
}

/** From the node to the target: zones, the load balancer's groups outwards, the network ACLs unless in one subnet, the target's groups. */
function onward({ world, balancer, node, target }: Ends, packet: Datagram): readonly (() => Decision)[] {
  const apart = node.subnetId !== target.subnetId;
  return [
    () => target.zones(node.subnetId),
    ...(balancer.unfiltered ? [] : [() => securityGroups(world, balancer.groups, 'out', packet, target.groups)]),
    ...(apart ? [() => networkAcl(world, node.subnetId, 'out', packet)] : []),
    ...(apart ? [() => networkAcl(world, target.subnetId, 'in', packet)] : []),
    () => securityGroups(world, target.groups, 'in', packet, balancer.groups),
    () => target.occupied,
  ];
}

/** The client's address is preserved: one client port must pass the target's ACL, the node's inwards, and the node's outwards. */
function withClientsPort(ends: Ends, inner: Datagram, inspection: readonly string[]): Way {
  const { world, node, client, flow } = ends;
  return anyPort(world, inner, (answer, port) => {
    const home = insideTheVpc(ends, answer);
    const out = replyTo(between(client, node.outside, flow), port);
    return home.passes && out ? after(home, goBack(world, node.subnetId, out, inspection)) : home;
  });
}

/** The load balancer connects by itself: a port of its own towards the target, one of the client's towards the internet. */
function withTwoPorts(ends: Ends, inner: Datagram, outside: Datagram, inspection: readonly string[]): Way {
  const { world, node } = ends;
  const home = anyPort(world, inner, (answer) => insideTheVpc(ends, answer), lowestOfLoadBalancers);
  if (!home.passes) return home;
  return after(
    home,
    anyPort(world, outside, (answer) => goBack(world, node.subnetId, answer, inspection)),
  );
}

/** The target's answer to the node: the network ACLs of both, unless they share a subnet. No route is asked: it stays in the VPC. */
function insideTheVpc({ world, node, target }: Ends, answer: Datagram): Way {
  if (node.subnetId === target.subnetId)
    return {
      passes: true,
      by: [{ passes: true, kind: 'subnet', id: node.subnetId, says: `${textOf(answer.source)}: one subnet` }],
    };
  return walkThrough([
    () => networkAcl(world, target.subnetId, 'out', answer),
    () => networkAcl(world, node.subnetId, 'in', answer),
  ]);
}

const after = (first: Way, then: Way): Way => ({ passes: first.passes && then.passes, by: [...first.by, ...then.by] });

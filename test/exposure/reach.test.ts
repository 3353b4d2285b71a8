import { describe, expect, test } from 'vitest';
import { type Answer, reach } from '../../shared/derive/exposure/reach.ts';
import { parseAddress } from '../../shared/net/ip.ts';
import { IpSet } from '../../shared/net/ip-set.ts';
import { internet } from '../../shared/net/reserved.ts';
import { factsOf } from './facts-of.ts';
import type { Packet } from './walker/packet.ts';
import { low, address as publicly, type Trap } from './walker/trap.ts';
import { alb, nlb } from './walker/trap-balancer.ts';
import { traps } from './walker/traps.ts';
import { worldOf } from './walker/world.ts';

const trapOf = (name: string): Trap => traps.find((one) => one.name === name) ?? (Promise.reject(name) as never);
const ask = async (name: string, id: string, port: number, from: IpSet = internet): Promise<Answer> =>
  reach(await factsOf(worldOf(trapOf(name).estate)), { from, to: toOf(id), port, protocol: 'tcp' });

function toOf(id: string): Parameters<typeof reach>[1]['to'] {
  if (id.startsWith('eni-')) return { kind: 'interface', id };
  if (id.startsWith('i-')) return { kind: 'instance', id };
  const address = parseAddress(id);
  if (!address.ok) throw new Error(address.problem);
  return { kind: 'address', id, address: address.value };
}

/** The traps that ask for TCP to an address: reach is held to them, packet by packet. */
const tcp = traps.flatMap(({ name, estate, packets }) =>
  packets
    .filter(({ packet }) => 'address' in packet.to && packet.flow.protocol === 6)
    .map(({ packet, reachable }) => ({ name, estate, packet, reachable })),
);
const oneAddress = (text: string): IpSet => IpSet.ofCidrs(`${text}/${text.includes(':') ? 128 : 32}`);
const dialled = ({ to }: Packet): string => ('address' in to ? to.address : '');

describe('reach', () => {
  test.each(tcp)('$name, from $packet.source', async ({ estate, packet, reachable }) => {
    const network = await factsOf(worldOf(estate));
    const from = oneAddress(packet.source).intersect(internet);
    const answer = reach(network, { from, to: toOf(dialled(packet)), port: packet.flow.port ?? 0, protocol: 'tcp' });
    expect(answer.reachable).toBe(reachable);
    if (reachable) expect(answer.rows.every(({ sources }) => sources.length === 1)).toBe(true);
    else if (answer.found && !from.isEmpty() && answer.rows.length === 0) expect(answer.stoppedBy.length).toBeGreaterThan(0);
  });

  test.each([
    ['an open group on an instance in a public subnet', 'eni-1', 23, 'security-group', 'add an inbound rule'],
    ['a blackholed default route', publicly, 22, 'route-table', 'add a route to the internet gateway'],
    ['a route to a detached gateway', 'i-1', 22, 'internet-gateway', 'attach an internet gateway, with a route to it'],
    ['an ACL without any return', 'i-1', 22, 'network-acl', 'let out an answer to some client port'],
    ['a stopped instance', 'i-1', 22, 'instance', 'start the instance'],
    [
      'block with an exclusion for egress only',
      'i-1',
      22,
      'block-public-access',
      'exclude the subnet, or its VPC, for both directions',
    ],
  ])('%s: says what stops it, and what would open it', async (name, to, port, kind, remedy) => {
    const answer = await ask(name, to, port);
    expect(answer.reachable).toBe(false);
    expect(answer.stoppedBy.map((step) => step.kind)).toContain(kind);
    expect(answer.change?.to).toBe('open');
    expect(answer.change?.steps.map(({ says }) => says)).toContain(remedy);
  });

  test('an answer that cannot get back is told from a packet that cannot get in', async () => {
    const { stoppedBy } = await ask('an ACL without any return', 'i-1', 22);
    expect(stoppedBy.map(({ says }) => says).join()).toContain('delivered, and no reply possible');
  });

  test('what is reachable says which rules to remove', async () => {
    const { change, rows } = await ask('half-internet pair over two groups', 'i-1', 22);
    expect(rows).toHaveLength(1);
    expect(change).toEqual({
      to: 'close',
      steps: [
        { kind: 'security-group', id: 'sg-1', says: 'remove the ingress rule: tcp 22 from 0.0.0.0/1' },
        { kind: 'security-group', id: 'sg-2', says: 'remove the ingress rule: tcp 22 from 128.0.0.0/1' },
      ],
    });
  });

  test('a target behind a load balancer is asked for by its own port and address', async () => {
    const name = 'an internet-facing application load balancer to a private target';
    for (const to of ['eni-2', 'i-2', '10.0.1.10']) {
      const { reachable, rows } = await ask(name, to, 8080);
      expect({ to, reachable, via: rows.map(({ ports }) => ports) }).toEqual({ to, reachable: true, via: [[[443, 443]]] });
    }
  });

  test.each([
    ['an application load balancer whose subnets have no route', alb, 'route-table', 'no route leads an answer back'],
    [
      'an application load balancer to targets that admit other groups',
      alb,
      'security-group',
      'no inbound rule admits the load',
    ],
    [
      'a network load balancer with client address preserved and a target that admits only the VPC',
      nlb,
      'security-group',
      '’s',
    ],
    ['a group that lets nothing out to the target', nlb, 'security-group', 'no outbound rule of it leads to port 8080'],
    [
      'cross-zone off, and the target in a zone whose node has no way in',
      nlb,
      'load-balancer',
      'no node with a way in forwards',
    ],
    ['a target in a zone that is not enabled', nlb, 'load-balancer', 'no node with a way in forwards'],
    ['a target that is stopped', nlb, 'instance', 'is stopped'],
    ["a target's network ACL lets nothing back to the client, whose address is preserved", nlb, 'network-acl', 'no reply'],
    [
      'an application load balancer behind a network one, whose group admits only the VPC',
      nlb,
      'security-group',
      'loadbalancer/app',
    ],
    [
      'an application load balancer behind a network one, whose group lets nothing out',
      alb,
      'security-group',
      'no outbound rule',
    ],
    ['a target that admits the group of the first load balancer, not of the second', alb, 'security-group', 'no inbound rule'],
  ])('%s: says what stops it', async (name, via, kind, says) => {
    const { reachable, stoppedBy, change } = await ask(name, 'eni-2', 8080, IpSet.ofCidrs(`${low}/32`));
    expect(reachable).toBe(false);
    const behind = stoppedBy.find((step) => step.says.startsWith(`through ${via}: `));
    expect(behind?.kind).toBe(kind);
    expect(behind?.says).toContain(says);
    expect(change).toMatchObject({ to: 'open', steps: [{ kind, id: behind?.id }] });
  });

  test('another port, or protocol, than load balancers lead to is stopped by none of them', async () => {
    const name = 'a group that lets nothing out to the target';
    const { stoppedBy } = await ask(name, 'eni-2', 9090);
    expect(stoppedBy.map((step) => step.says)).toEqual(['has no address on the internet']);
    const network = await factsOf(worldOf(trapOf(name).estate));
    expect(reach(network, { from: internet, to: toOf('eni-2'), port: 8080, protocol: 'udp' }).stoppedBy).toHaveLength(1);
  });

  test('what is not in the snapshot is not found', async () => {
    const answer = await ask('a stopped instance', 'i-12', 22);
    expect(answer).toMatchObject({ found: false, reachable: false, rows: [], stoppedBy: [] });
  });
});

test('what could not be read and is not asked about leaves no doubt', async () => {
  const network = await factsOf(worldOf(trapOf('an open group on an instance in a public subnet').estate));
  if (!network.securityGroups.known) throw new Error('the groups are known');
  const items = network.securityGroups.items.map((group) => {
    if (!Array.isArray(group.ingress)) throw new Error('the rules are known');
    const unread = {
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      ipv4Cidrs: [],
      ipv6Cidrs: [],
      prefixListIds: ['pl-x'],
      securityGroupIds: [],
    };
    return { ...group, ingress: [...group.ingress, unread] };
  });
  const other = { ...network, securityGroups: { ...network.securityGroups, items } };
  const asked = (port: number) => reach(other, { from: internet, to: toOf('i-1'), port, protocol: 'tcp' });
  expect(asked(23)).toMatchObject({ reachable: false, unknown: [] });
  expect(asked(443)).toMatchObject({ reachable: false, unknown: [{ resource: { id: 'eni-1' } }] });
});

test('what may be among the interfaces that could not be read is not said to be nowhere', async () => {
  const network = await factsOf(worldOf(trapOf('a stopped instance').estate));
  const why = 'AccessDenied';
  const question = { from: internet, port: 22, to: toOf('eni-9') };
  expect(reach({ ...network, networkInterfaces: { known: false, why } }, question).unknown).toMatchObject([{ why }]);
  const missing = [{ id: 'eni-9', why }];
  const partly = { ...network, networkInterfaces: { known: true as const, items: [], missing } };
  expect(reach(partly, question)).toMatchObject({ found: false, unknown: [{ resource: { id: 'eni-9' }, why }] });
  expect(reach(partly, { ...question, to: toOf('eni-8') }).unknown).toEqual([]);
  expect(reach(partly, { ...question, to: toOf('54.93.0.10') }).unknown).toHaveLength(1);
});

import { describe, expect, test } from 'vitest';
import type { NetworkFacts } from '../../shared/derive/exposure/exposure.ts';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { type Answer, reach } from '../../shared/derive/exposure/reach.ts';
import { type Unknown, unknown } from '../../shared/facts/fact.ts';
import { internet } from '../../shared/net/reserved.ts';
import { factsOf } from './facts-of.ts';
import { estateOf } from './walker/estate-of.ts';
import type { BalancerSketch, Sketch } from './walker/sketch.ts';
import { plain } from './walker/trap.ts';
import {
  admitsAll,
  admitsVpc,
  application,
  behind,
  front,
  group,
  network,
  nlb,
  publicly,
  target,
  web,
} from './walker/trap-balancer.ts';
import { type World, worldOf } from './walker/world.ts';

const worldWith = (changed: Partial<Sketch>): World => worldOf(estateOf({ ...plain, ...changed }));
const asked = (facts: NetworkFacts, kind: 'interface' | 'instance', id: string): Answer =>
  reach(facts, { from: internet, to: { kind, id } });

describe('a target by its address in another VPC', () => {
  const world = worldWith(behind(network, { ...group, type: 'ip', targets: [{ id: '10.9.0.10', port: 8080 }] }, [admitsAll]));
  const peered = (id: string, address: string): World['networkInterfaces'][number] => ({
    NetworkInterfaceId: id,
    VpcId: 'vpc-2',
    SubnetId: 'subnet-z',
    InterfaceType: 'interface',
    Status: 'in-use',
    Description: '',
    Groups: [],
    Ipv6Addresses: [],
    PrivateIpAddress: address,
    PrivateIpAddresses: [{ PrivateIpAddress: address }],
  });
  const both = {
    ...world,
    networkInterfaces: [...world.networkInterfaces, peered('eni-z', '10.9.0.10'), peered('eni-y', '10.9.0.11')],
  };

  test('may be an interface there: it is not said to be out of reach', async () => {
    const facts = await factsOf(both);
    const { reachable, unknown: why } = asked(facts, 'interface', 'eni-z');
    expect([reachable, why.map(({ resource }) => resource.id)]).toEqual([false, [nlb]]);
    expect(exposuresOf(facts, { interfaces: new Set(['eni-z']) }).unknown).toHaveLength(1);
  });

  test('leaves no doubt about interfaces with other addresses', async () => {
    expect(asked(await factsOf(both), 'interface', 'eni-y').unknown).toEqual([]);
  });

  test('is looked for in no VPC where that of its group is not known', async () => {
    const unplaced = { ...both, targetGroups: both.targetGroups.map(({ VpcId: _, ...one }) => one) };
    const { exposures, unknown: why } = exposuresOf(await factsOf(unplaced));
    expect([exposures, why.map(({ resource }) => resource.id)]).toEqual([[], [nlb]]);
  });
});

describe('the interface of another load balancer as a target', () => {
  const chained = (first: BalancerSketch, second: BalancerSketch, description: string) =>
    worldWith({
      ...publicly,
      groups: [front, admitsVpc],
      balancers: [
        { ...first, listeners: [{ port: 443, protocol: first.type === 'network' ? 'TCP' : 'HTTPS', to: 'tg-ip' }] },
        second,
      ],
      targetGroups: [web, { ...group, name: 'tg-ip', type: 'ip', port: 443, targets: [{ id: '10.0.1.200', port: 443 }] }],
      interfaces: [
        target,
        { id: 'eni-lb', subnet: 'subnet-b', groups: ['sg-lb'], addresses: [{ ip: '10.0.1.200' }], description },
      ],
    });
  const inner = { ...application, internal: true };

  test('an application load balancer behind a network one is followed to its targets', async () => {
    const facts = await factsOf(chained(network, inner, 'ELB app/alb/0123456789abcdef'));
    const { exposures, unknown: why } = exposuresOf(facts);
    expect(why).toEqual([]);
    expect(exposures.map(({ resource, via, to }) => [resource.id, via, to])).toEqual([
      ['eni-2', nlb, { address: '10.0.1.10', ports: [[8080, 8080]] }],
      ['eni-lb', nlb, { address: '10.0.1.200', ports: [[443, 443]] }],
    ]);
    expect(asked(facts, 'interface', 'eni-2').reachable).toBe(true);
  });

  test.each([
    [
      'a network load balancer behind a network one',
      network,
      { ...network, name: 'nlb-2', internal: true },
      'ELB net/nlb-2/0123456789abcdef',
    ],
    ['an application load balancer behind another', { ...application, name: 'alb-1' }, inner, 'ELB app/alb/0123456789abcdef'],
    ['one that is not listed', network, inner, 'ELB classic'],
  ] as const)('%s: where it leads is unknown, and nobody behind it is out of reach', async (_, first, second, description) => {
    const answer = asked(await factsOf(chained(first, second, description)), 'interface', 'eni-2');
    expect([answer.reachable, answer.unknown.length]).toEqual([false, 1]);
  });
});

describe('an instance of which an interface could not be read', () => {
  const closed = {
    ...plain,
    interfaces: plain.interfaces.map((one) => ({ ...one, addresses: [{ ip: '10.0.0.10' }], six: [] })),
  };
  const facts = factsOf(worldWith(closed));
  const why = 'eni-9 is listed twice, with different content';
  const known = async (of: readonly string[] | Unknown, missing: readonly string[] = []): Promise<NetworkFacts> => {
    const { instances, networkInterfaces, ...others } = await facts;
    if (!instances.known || !networkInterfaces.known) throw new Error('both are known');
    const items = instances.items.map((one) => ({ ...one, networkInterfaceIds: of as string[] }));
    const lost = missing.map((id) => ({ id, why }));
    return { ...others, instances: { ...instances, items }, networkInterfaces: { ...networkInterfaces, missing: lost } };
  };

  test.each([
    ['named by it and missing', ['eni-1', 'eni-9'], ['eni-9'], ['eni-9']],
    ['named by it and not listed', ['eni-1', 'eni-9'], [], ['eni-9']],
    ['missing, and what it has is not known', unknown('malformed'), ['eni-9'], ['eni-9']],
    ['missing, of another', ['eni-1'], ['eni-9'], []],
  ] as const)('%s', async (_, of, missing, doubts) => {
    const answer = asked(await known(of, missing), 'instance', 'i-1');
    expect([answer.reachable, answer.unknown.map(({ resource }) => resource.id)]).toEqual([false, doubts]);
  });
});

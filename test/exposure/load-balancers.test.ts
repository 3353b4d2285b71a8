import { describe, expect, test } from 'vitest';
import type { NetworkFacts } from '../../shared/derive/exposure/exposure.ts';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { factsOf } from './facts-of.ts';
import { targetGroupArn } from './walker/names.ts';
import { alb, nlb } from './walker/trap-balancer.ts';
import { traps } from './walker/traps.ts';
import { type World, worldOf } from './walker/world.ts';

const network = (name: string, changed: (world: World) => World = (world) => world): Promise<NetworkFacts> => {
  const trap = traps.find((one) => one.name === name);
  if (trap === undefined) throw new Error(name);
  return factsOf(changed(worldOf(trap.estate)));
};
const ofAlb = 'an internet-facing application load balancer to a private target';
const ofNlb = 'one without groups: nothing filters what it takes';
const only = { interfaces: new Set(['eni-2']) };
const why = 'AccessDenied';

describe('a row through a load balancer', () => {
  test('names the listener that is dialled, the target, and the way', async () => {
    const { exposures } = exposuresOf(await network(ofAlb), only);
    expect(exposures).toMatchObject([
      {
        resource: { type: 'network-interface', id: 'eni-2', instance: 'i-2' },
        address: 'alb.elb.eu-central-1.amazonaws.com',
        protocol: 'tcp',
        ports: [[443, 443]],
        internet: true,
        via: alb,
        to: { address: '10.0.1.10', ports: [[8080, 8080]] },
      },
    ]);
    expect(exposures[0]?.path.map(({ kind }) => kind)).toEqual([
      'internet-gateway',
      'route-table',
      'network-acl',
      'load-balancer',
      'security-group',
      'listener',
      'target-group',
      'subnet',
      'network-acl',
      'security-group',
      'target',
      'network-acl',
    ]);
  });

  test('says what a rule asks of a request, and mutual TLS', async () => {
    const facts = await network('a rule forwards, the default does not', (world) => ({
      ...world,
      listeners: world.listeners.map((one) => ({ ...one, MutualAuthentication: { Mode: 'verify' } })),
    }));
    const [row] = exposuresOf(facts, only).exposures;
    const says = row?.path.map((step) => step.says);
    expect(says).toContain('rule 1: host-header admin.example.com');
    expect(says).toContain('HTTPS 443, mutual TLS: verify');
  });

  test('is one, whichever rules lead to it', async () => {
    const facts = await network(ofAlb, (world) => {
      const [first] = world.rules;
      if (first === undefined) throw new Error('no rule');
      const again = ['1', '2'].map((n) => ({ ...first, RuleArn: `${first.RuleArn}-${n}`, IsDefault: false, Priority: n }));
      return { ...world, rules: [...world.rules, ...again] };
    });
    expect(exposuresOf(facts, only).exposures).toHaveLength(1);
  });

  test('of a classic one is by its name, or by its ARN where the place is known', async () => {
    const facts = await network('a classic load balancer, across zones');
    const place = { partition: 'aws', account: '111122223333', region: 'eu-central-1' };
    expect(exposuresOf(facts, only).exposures.map(({ via }) => via)).toEqual(['clb']);
    expect(exposuresOf(facts, { ...only, place }).exposures.map(({ via }) => via)).toEqual([
      'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/clb',
    ]);
  });
});

describe('a row through two load balancers', () => {
  const chained = 'a network load balancer in front of an internal application load balancer';

  test('is the first one’s, to the last target, and the way names both', async () => {
    const { exposures } = exposuresOf(await network(chained));
    expect(exposures).toMatchObject([
      {
        resource: { id: 'eni-2', instance: 'i-2' },
        address: 'nlb.elb.eu-central-1.amazonaws.com',
        ports: [[443, 443]],
        internet: true,
        via: nlb,
        to: { address: '10.0.1.10', ports: [[8080, 8080]] },
      },
    ]);
    const [row] = exposures;
    const way = row?.path.flatMap(({ kind, id }) => (/load-balancer|listener|target|subnet/.test(kind) ? [kind, id] : []));
    expect(way).toEqual([
      ...['load-balancer', nlb, 'listener', `${nlb.replace(':loadbalancer/', ':listener/')}/TCP-443`],
      ...['target-group', targetGroupArn('tg-alb'), 'subnet', 'subnet-a'],
      ...['load-balancer', alb, 'listener', `${alb.replace(':loadbalancer/', ':listener/')}/HTTPS-443`],
      ...['target-group', targetGroupArn('tg'), 'subnet', 'subnet-a', 'target', 'i-2'],
    ]);
    expect(row?.path.find(({ id }) => id === alb)?.says).toBe('internal application load balancer alb');
  });

  test('what could not be read of the second is unknown of the first', async () => {
    const facts = await network(chained);
    for (const [name, id] of [
      ['loadBalancers', alb],
      ['listeners', `listeners of ${alb}`],
      ['targetGroups', targetGroupArn('tg')],
    ] as const) {
      const fact = facts[name];
      if (!fact.known) throw new Error(`${name} are known`);
      const items = fact.items.filter((one) => one.arn !== id && !('loadBalancerArn' in one && one.loadBalancerArn === alb));
      const partly = { ...facts, [name]: { ...fact, items, missing: [{ id, why }] } } as NetworkFacts;
      const { exposures, unknown } = exposuresOf(partly, only);
      expect([name, exposures.length]).toEqual([name, 0]);
      expect(unknown.filter(({ resource }) => resource.id === nlb)).not.toEqual([]);
    }
  });

  test.each([
    ['loadBalancers', 'state'],
    ['loadBalancers', 'type'],
    ['loadBalancers', 'securityGroupIds'],
  ] as const)('%s of which the %s is not known close nothing for certain', async (name, member) => {
    const facts = await network(chained);
    const fact = facts[name];
    if (!fact.known) throw new Error(`${name} are known`);
    const items = fact.items.map((one) => (one.arn === alb ? { ...one, [member]: { known: false as const, why } } : one));
    const { exposures, unknown } = exposuresOf({ ...facts, [name]: { ...fact, items } } as NetworkFacts, only);
    const doubts = [...unknown, ...exposures.flatMap(({ unless }) => unless ?? [])];
    expect(doubts.map((one) => one.why).join()).toContain(member === 'type' ? 'could not be read' : why);
  });
});

describe('what is not known of a load balancer', () => {
  const health = (world: World, Id: string): World => ({
    ...world,
    targetHealth: Object.fromEntries(
      Object.keys(world.targetHealth).map((arn) => [arn, [{ Target: { Id, Port: 80 }, TargetHealth: { State: 'healthy' } }]]),
    ),
  });
  const byAddress = (world: World): World => ({
    ...world,
    targetGroups: world.targetGroups.map((group) => ({ ...group, TargetType: 'ip' })),
  });

  test('a target in another VPC is unknown, and no doubt about the interfaces that are known', async () => {
    const facts = await network(ofNlb, (world) => health(byAddress(world), '192.168.7.7'));
    expect(exposuresOf(facts).unknown).toEqual([
      {
        resource: { type: 'load-balancer', id: nlb },
        why: 'no interface of the VPC has the address of the target 192.168.7.7',
      },
    ]);
    expect(exposuresOf(facts, only).unknown).toEqual([]);
  });

  test('where an interface could not be read whole, it may be the target', async () => {
    const facts = await network(ofNlb, (world) => health(byAddress(world), '192.168.7.7'));
    if (!facts.networkInterfaces.known) throw new Error('the interfaces are known');
    const items = facts.networkInterfaces.items.map((one) => ({ ...one, ipv4Prefixes: { known: false as const, why } }));
    const partly = { ...facts, networkInterfaces: { ...facts.networkInterfaces, items } };
    expect(exposuresOf(partly, only).unknown).toEqual([{ resource: { type: 'load-balancer', id: nlb }, why }]);
  });

  test('a load balancer as a target that AWS does not list is unknown', async () => {
    const facts = await network(ofNlb, (world) => ({
      ...health(world, 'arn:alb'),
      targetGroups: world.targetGroups.map((group) => ({ ...group, TargetType: 'alb' })),
    }));
    const [one] = exposuresOf(facts, only).unknown;
    expect(one?.resource).toEqual({ type: 'load-balancer', id: nlb });
    expect(one?.why).toBe('AWS lists no load-balancer arn:alb');
  });

  test.each([
    ['listeners', `listeners of ${alb}`],
    [
      'listenerRules',
      'rules of arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/alb/0123456789abcdef/HTTPS-443',
    ],
    ['targetGroups', 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/tg/fedcba9876543210'],
  ] as const)('%s that are missing are unknown of it alone', async (name, id) => {
    const facts = await network(ofAlb);
    const without = {
      ...facts,
      [name]: { known: true, items: [], missing: [{ id, why, action: 'grant it' }] },
    } as NetworkFacts;
    const unknown = exposuresOf(without).unknown.map(({ resource, why: reason, action }) => ({ resource, reason, action }));
    const said = { resource: { type: 'load-balancer', id: alb }, reason: why, action: 'grant it' };
    // A rule that is missing may lead elsewhere; the default action is known all the same.
    expect(unknown).toEqual([said]);
  });

  test('one that nobody on the internet reaches needs no listeners', async () => {
    const facts = await network('an application load balancer whose subnets have no route');
    expect(exposuresOf({ ...facts, listeners: { known: false, why } }).unknown).toEqual([]);
  });

  test('whether client addresses are preserved is not known: either way is a row, unless …', async () => {
    const facts = await network('the same, and the client address is not preserved');
    if (!facts.targetGroups.known) throw new Error('the target groups are known');
    const items = facts.targetGroups.items.map((one) => ({ ...one, preserveClientIp: { known: false as const, why } }));
    const { exposures } = exposuresOf({ ...facts, targetGroups: { ...facts.targetGroups, items } }, only);
    expect(exposures.map(({ unless }) => unless?.map(({ fact }) => fact))).toEqual([['targetGroups']]);
  });
});

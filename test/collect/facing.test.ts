import { describe, expect, test } from 'vitest';
import { loadBalancer } from '../../shared/checks/base-network.ts';
import { facingTheInternet } from '../../shared/collect/elastic-load-balancing.ts';
import { unknown } from '../../shared/facts/fact.ts';
import type { Stored } from '../../shared/facts/index.ts';

describe('what faces the internet', () => {
  const one = (members: Partial<Stored<'loadBalancers'>>) => ({ ...loadBalancer, ...members });
  const inside = { scheme: 'internal', ipAddressType: 'ipv4' } as const;
  const faces = (...members: Partial<Stored<'loadBalancers'>>[]) =>
    facingTheInternet(members.map((some, i) => one({ arn: `${i}`, ...some }))).map((found) => found.arn);

  test.each<[string, Partial<Stored<'loadBalancers'>>, boolean]>([
    ['an internet-facing one', {}, true],
    ['an internal one', inside, false],
    ['an internal one with IPv6', { ...inside, ipAddressType: 'dualstack' }, true],
    ['a gateway load balancer', { type: 'gateway', scheme: unknown('x') }, false],
    ['one of which the scheme is not known', { ...inside, scheme: unknown('x') }, true],
    ['one of which the type is not known', { type: unknown('x') }, true],
    ['one of which it is not known whether it has IPv6', { ...inside, ipAddressType: unknown('x') }, true],
  ])('%s', (_name, members, expected) => expect(faces(members)).toEqual(expected ? ['0'] : []));

  test('an internal application load balancer, where a network load balancer in its VPC could have it as a target', () => {
    expect(faces(inside, { type: 'network' })).toEqual(['0', '1']);
    expect(faces(inside, { type: 'network', vpcId: 'vpc-other' })).toEqual(['1']);
    expect(faces(inside, { type: 'network', ...inside })).toEqual([]);
    expect(faces({ ...inside, type: 'network' }, { type: 'network' })).toEqual(['1']);
    expect(faces({ ...inside, vpcId: unknown('x') }, { type: 'network', vpcId: 'vpc-other' })).toEqual(['0', '1']);
  });
});

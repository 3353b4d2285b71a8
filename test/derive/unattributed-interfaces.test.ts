import { expect, it } from 'vitest';
import { list } from '../../shared/checks/base.ts';
import { groups, interfaces, port } from '../../shared/checks/base-network.ts';
import type { FactsOfTarget } from '../../shared/facts/index.ts';
import { denied, derived, reason } from './derived.ts';

const { instanceId: _, ...bare } = interfaces.node;
const stranger = {
  ...bare,
  id: 'eni-stranger',
  securityGroupIds: ['sg-node'],
  privateAddresses: [{ address: '10.0.0.77', publicIp: '198.35.27.77' }],
};
const beside = (item: object): FactsOfTarget => ({
  networkInterfaces: list([...Object.values(interfaces), { ...stranger, ...item }]),
  securityGroups: list(groups({ 'sg-node': [port(22, { ipv4Cidrs: ['0.0.0.0/0'] })] })),
});
const found = (facts: FactsOfTarget) => {
  const fact = derived('unattributedInterfaces', facts);
  if (!fact.known) throw new Error(fact.why);
  return fact;
};

it('are those that nothing places, with what is reached of them', () => {
  expect(found({})).toMatchObject({ items: [], missing: [] });
  expect(found(beside({}))).toMatchObject({
    items: [{ id: 'eni-stranger', reached: [{ address: '198.35.27.77', ports: [[22, 22]] }], perhaps: [], complete: true }],
    missing: [],
  });
});

it('are not those that something unread might place: they are missing', () => {
  expect(found(beside({ tags: denied }))).toMatchObject({ items: [], missing: [{ id: 'eni-stranger', ...reason }] });
  const elb = { description: 'ELB app/other/1' };
  expect(found({ ...beside(elb), loadBalancers: denied })).toMatchObject({ items: [], missing: [reason] });
  expect(found(beside(elb))).toMatchObject({ items: [{ id: 'eni-stranger' }] });
});

it('are unknown where interfaces or the cluster are', () => {
  expect(derived('unattributedInterfaces', { networkInterfaces: denied })).toEqual(denied);
  expect(derived('unattributedInterfaces', { clusters: denied }).known).toBe(false);
});

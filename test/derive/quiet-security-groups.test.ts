import { expect, it } from 'vitest';
import { list } from '../../shared/checks/base.ts';
import { groups, interfaces, port, rule } from '../../shared/checks/base-network.ts';
import type { FactsOfTarget } from '../../shared/facts/index.ts';
import { denied, derived, reason } from './derived.ts';

const quiet = (facts: FactsOfTarget = {}) => {
  const fact = derived('quietSecurityGroups', facts);
  return fact.known ? fact.value.ids : undefined;
};
const everybody = { ipv4Cidrs: ['0.0.0.0/0'] };
const publicNode = { ...interfaces.node, privateAddresses: [{ address: '10.0.0.10', publicIp: '198.35.27.5' }] };
const rules = list(groups({ 'sg-node': [port(22, everybody)] }));

it('are the groups of interfaces that the internet does not reach', () => {
  expect(quiet({ securityGroups: rules })).toEqual(['sg-cluster', 'sg-node', 'sg-web']);
});

it('are none of those on an interface that it reaches, whichever of them lets it in', () => {
  const networkInterfaces = list([interfaces.controlPlane, publicNode, interfaces.loadBalancer]);
  expect(quiet({ securityGroups: rules, networkInterfaces })).toEqual(['sg-web']);
});

it('are none of those on a load balancer that leads on, whether or not its interface is reached itself', () => {
  const securityGroups = list(groups({}).map((group) => ({ ...group, egress: [rule({ protocol: '-1', ...everybody })] })));
  expect(quiet({ securityGroups })).toEqual([]);
});

it('are none where something could not be read: an interface, a group, what may open', () => {
  expect(quiet({ networkInterfaces: denied })).toEqual([]);
  expect(quiet({ clusters: denied })).toEqual([]);
  expect(quiet({ networkInterfaces: list(Object.values(interfaces), [{ id: 'eni-x', ...reason }]) })).toEqual([]);
  expect(quiet({ networkInterfaces: list([{ ...interfaces.node, securityGroupIds: denied }]) })).toEqual([]);
  const networkInterfaces = list([interfaces.controlPlane, publicNode, interfaces.loadBalancer]);
  expect(quiet({ securityGroups: denied, networkInterfaces })).not.toContain('sg-node');
  expect(quiet({ securityGroups: rules, networkInterfaces, networkAcls: denied })).not.toContain('sg-node');
});

import { balancerArn } from './names.ts';
import type { BalancerSketch, Sketch, TargetGroupSketch } from './sketch.ts';
import { admitting, plain } from './trap.ts';

/** A private machine in subnet-b, and a load balancer in subnet-a before it. */
export const target = {
  id: 'eni-2',
  subnet: 'subnet-b',
  groups: ['sg-target'],
  addresses: [{ ip: '10.0.1.10' }],
  instance: 'i-2',
};
export const group: TargetGroupSketch = {
  name: 'tg',
  type: 'instance',
  protocol: 'TCP',
  port: 8080,
  targets: [{ id: 'i-2', port: 8080 }],
};
export const network: BalancerSketch = {
  name: 'nlb',
  type: 'network',
  groups: [],
  subnets: ['subnet-a', 'subnet-b'],
  listeners: [{ port: 443, protocol: 'TCP', to: 'tg' }],
};
export const application: BalancerSketch = {
  ...network,
  name: 'alb',
  type: 'application',
  groups: ['sg-lb'],
  listeners: [{ port: 443, protocol: 'HTTPS', to: 'tg' }],
};
export const web = { ...group, protocol: 'HTTP' };
export const nlb = balancerArn('network', 'nlb');
export const alb = balancerArn('application', 'alb');

/** Both subnets have the route, so that a load balancer can stand in both. */
export const publicly: Partial<Sketch> = {
  tables: [{ id: 'rtb-main', main: true, routes: plain.tables[1]?.routes ?? [] }],
  interfaces: [target],
  instances: [{ id: 'i-2', state: 'running' }],
};
export const behind = (
  balancer: BalancerSketch,
  targets: TargetGroupSketch,
  groups: Sketch['groups'],
  more: Partial<Sketch> = {},
) => ({
  ...publicly,
  groups,
  balancers: [balancer],
  targetGroups: [targets],
  ...more,
});
export const admitsVpc = admitting('sg-target', 8080, '10.0.0.0/16');
export const admitsAll = admitting('sg-target', 8080, '0.0.0.0/0');
export const front = admitting('sg-lb', 443, '0.0.0.0/0');
export const one = { ...network, subnets: ['subnet-a'] };
export const unpreserved = { 'preserve_client_ip.enabled': 'false' };
export const across = { 'load_balancing.cross_zone.enabled': 'true' };

/** What the examples of open-to-internet have in common. */
import { list } from '../../base.ts';
import { groups, type rule } from '../../base-network.ts';
import type { Expected } from '../../example.ts';

export const unreached = 'Not reachable today: no way leads from the internet to an interface of the cluster that carries it.';
export const latent = 'Latent: whether anything answers depends on addresses and routes.';
export const quiet = (roles: string) => `no port is open to the internet at large; it sits on interfaces of: ${roles}`;
export const passes: readonly Expected[] = [
  { resource: 'sg-cluster', status: 'pass', because: quiet('control-plane, node') },
  { resource: 'sg-node', status: 'pass', because: quiet('node') },
  {
    resource: 'sg-web',
    status: 'pass',
    because: 'no port of a known service is open to the internet at large; it sits on load balancers only',
  },
];
/** The base's verdicts with one of them another. */
export const but = (resource: string, said: Omit<Expected, 'resource'>): readonly Expected[] =>
  passes.map((expected) => (expected.resource === resource ? { resource, ...said } : expected));
export const nodeFails = (severity: 'medium' | 'low', what: string) =>
  but('sg-node', { status: 'fail', severity, because: `${what}. ${unreached}` });
export const node = (...ingress: ReturnType<typeof rule>[]) => ({ securityGroups: list(groups({ 'sg-node': ingress })) });
export const everybody = { ipv4Cidrs: ['0.0.0.0/0'] };

export const threshold = '65,536 IPv4 addresses or 4,294,967,296 IPv6 networks of /64';

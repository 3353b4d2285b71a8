import { IntervalSet } from '../net/interval-set.ts';
import { allPorts } from '../net/port-set.ts';
import type { Severity } from './check.ts';
import * as table from './known-services.ts';

/**
 * Services that the internet reaches for certain: an open rule alone is latent, a way with gateway and route is not, so what is guessed at
 * around the clock (SSH, databases, dashboards) is high, and what hands over the cluster to whoever comes without more is critical.
 */
const graded = (severity: Severity, services: readonly table.Service[]): readonly table.Service[] =>
  services.map((service) => ({ ...service, severity }));

export const etcd = graded('critical', [table.etcd]);
export const kubelet = graded('high', [table.kubelet]);
export const apiServer = graded('medium', [table.apiServer]);
export const nodePorts = graded('medium', [table.nodePorts]);
export const administration = graded('high', [...table.administration, table.docker]);
export const dataServices = graded('high', [...table.databases, ...table.dashboards]);
export const internals = graded('medium', table.internals);

/** An API server that its owner runs may listen at the ports of the web, and at the one without authentication of old. */
export const webPorts: table.Service = {
  name: 'Kubernetes API server',
  severity: 'medium',
  tcp: IntervalSet.of([443, 8080].map((port) => ({ from: port, to: port }))),
  udp: IntervalSet.of<number>([]),
};

/** What other checks than exposure/other-ports are about. */
export const judgedElsewhere = [...etcd, ...kubelet, ...apiServer, ...nodePorts, ...administration, ...dataServices];

/** What nobody puts behind a load balancer of the internet on purpose. */
export const dangerous: readonly table.Service[] = [
  ...[...etcd, ...kubelet, ...administration, ...dataServices, ...internals],
  { ...webPorts, tcp: IntervalSet.of([{ from: 6443, to: 6443 }]) },
];

/** Ports that none of these services has. */
export const otherThan = (services: readonly table.Service[], name: string, severity: Severity): table.Service => ({
  name,
  severity,
  tcp: allPorts.subtract(IntervalSet.unionOf(services.map(({ tcp }) => tcp))),
  udp: allPorts.subtract(IntervalSet.unionOf(services.map(({ udp }) => udp))),
});

import { IntervalSet } from '../net/interval-set.ts';
import { type PortSet, parsePorts } from '../net/port-set.ts';
import type { Severity } from './check.ts';

/** A service by its ports, and how bad it is that the internet may try it. */
export interface Service {
  readonly name: string;
  readonly severity: Severity;
  readonly tcp: PortSet;
  readonly udp: PortSet;
}

const ports = (text: string): PortSet => {
  if (text === '') return IntervalSet.of<number>([]);
  const set = parsePorts(text);
  if (!set.ok) throw new RangeError(set.problem);
  return set.value;
};

const service =
  (severity: Severity) =>
  (name: string, tcp: string, udp = ''): Service => ({ name, severity, tcp: ports(tcp), udp: ports(udp) });

/** Whoever talks to one of these owns the node or the cluster. */
const high = service('high');
/** Behind a password at best, or a protocol that trusts its network. */
const medium = service('medium');
/** Made to be reached, if not from everywhere. */
const low = service('low');

/** Ports of Kubernetes and its network plugins (kubernetes.io, "Ports and Protocols"; the documentation of each plugin). */
export const etcd = high('etcd', '2379-2380, 4001');
export const kubelet = high('kubelet', '10250, 10255');
export const docker = high('Docker', '2375-2376');
export const apiServer = medium('Kubernetes API server', '6443, 8443');
/** Parts of nodes and control planes that talk among themselves. */
export const internals = [
  medium('kubectl proxy', '8001'),
  medium('controller manager and scheduler', '10257, 10259'),
  medium('kube-proxy', '10249, 10256'),
  medium('cAdvisor', '4194'),
  medium('overlay network', '6783-6784', '4789, 6783-6784, 8472, 51820-51821'),
  medium('Calico, Cilium and VPC CNI', '179, 4240, 5473, 9099, 50052, 61678'),
];
export const nodePorts = low('NodePort services', '30000-32767', '30000-32767');
const kubernetes = [etcd, kubelet, docker, apiServer, ...internals, nodePorts];

export const administration = [
  medium('FTP', '20-21'),
  medium('SSH', '22'),
  medium('Telnet', '23'),
  medium('TFTP', '', '69'),
  medium('RPC and NetBIOS', '111, 135, 137-139', '111, 137-139'),
  medium('SNMP', '', '161'),
  medium('LDAP', '389, 636', '389'),
  medium('SMB', '445'),
  medium('remote shell and syslog', '512-514', '514'),
  medium('rsync', '873'),
  medium('NFS', '2049', '2049'),
  medium('RDP', '3389', '3389'),
  medium('Salt and Puppet', '4505-4506, 8140'),
  medium('VNC', '5500, 5900-5903'),
  medium('WinRM', '5985-5986'),
];

export const dashboards = [
  medium('Prometheus, Alertmanager and node exporter', '9090, 9093, 9100'),
  medium('Grafana and Kibana', '3000, 5601'),
];

export const databases = [
  medium('SQL Server', '1433', '1434'),
  medium('Oracle', '1521-1522, 2483-2484'),
  medium('ZooKeeper', '2181'),
  medium('MySQL', '3306, 4333, 33060'),
  medium('PostgreSQL', '5432'),
  medium('RabbitMQ', '5672, 15672'),
  medium('CouchDB', '5984'),
  medium('Redis', '6379'),
  medium('Cassandra', '7000-7001, 7199, 9042, 9160'),
  medium('Hadoop', '8020, 8088, 50070, 50470'),
  medium('Kafka', '9092'),
  medium('Elasticsearch', '9200, 9300'),
  medium('Memcached', '11211', '11211'),
  medium('MongoDB', '27017-27019'),
  medium('ActiveMQ', '61616'),
];

/** Every service that has no business with the internet at large. A port in none of them (80 and 443 above all) may have. */
export const services: readonly Service[] = [...kubernetes, ...administration, ...dashboards, ...databases];

import { list } from '../../base.ts';
import { office, port, rule } from '../../base-network.ts';
import type { Example } from '../../example.ts';
import { but, everybody, node, nodeFails, passes, threshold, unreached } from './said.ts';

/** Open to everybody, in as many ways as there are to write it. */
export const wholeInternet: readonly Example[] = [
  {
    says: 'SSH from an office, HTTPS to the load balancer',
    facts: node(port(22, { prefixListIds: ['pl-office'] })),
    expect: passes,
  },
  {
    says: 'SSH from everywhere',
    facts: node(port(22, everybody)),
    expect: nodeFails('medium', 'open to the whole internet: SSH (tcp 22)'),
  },
  {
    says: 'The kubelet from everywhere',
    facts: node(port(10250, everybody)),
    expect: but('sg-node', { status: 'fail', because: `open to the whole internet: kubelet (tcp 10250). ${unreached}` }),
  },
  {
    says: 'Everything from everywhere',
    facts: node(rule({ protocol: '-1', ...everybody })),
    expect: but('sg-node', {
      status: 'fail',
      because: `open to the whole internet: every tcp port, every udp port. ${unreached}`,
    }),
  },
  {
    says: 'All TCP ports, by number of the protocol',
    facts: node(rule({ protocol: '6', fromPort: 1, toPort: 65_535, ...everybody })),
    expect: but('sg-node', { status: 'fail', because: `open to the whole internet: every tcp port. ${unreached}` }),
  },
  {
    says: 'A range of ports that holds etcd and a database',
    facts: node(rule({ fromPort: 2379, toPort: 3306, ...everybody })),
    expect: but('sg-node', {
      status: 'fail',
      because: `open to the whole internet: etcd (tcp 2379-2380), Grafana and Kibana (tcp 3000), Oracle (tcp 2483-2484), MySQL (tcp 3306), tcp 2381-2482, 2485-2999, 3001-3305. ${unreached}`,
    }),
  },
  {
    says: 'IPv6 is the internet too',
    facts: node(port(5432, { ipv6Cidrs: ['::/0'] })),
    expect: nodeFails('medium', 'open to the whole internet: PostgreSQL (tcp 5432)'),
  },
  {
    says: 'UDP is judged by its own ports',
    facts: node(port(11211, { protocol: 'udp', ...everybody })),
    expect: nodeFails('medium', 'open to the whole internet: Memcached (udp 11211)'),
  },
  {
    says: 'Two rules with half of the internet each',
    facts: node(port(22, { ipv4Cidrs: ['0.0.0.0/1'] }), rule({ fromPort: 20, toPort: 25, ipv4Cidrs: ['128.0.0.0/1'] })),
    expect: nodeFails(
      'medium',
      `open to the whole internet: SSH (tcp 22); open to more than ${threshold}: FTP (tcp 20-21), Telnet (tcp 23)`,
    ),
  },
  {
    says: 'Half of the internet for SSH and half for RDP are two large ranges',
    facts: node(port(22, { ipv4Cidrs: ['0.0.0.0/1'] }), port(3389, { ipv4Cidrs: ['128.0.0.0/1'] })),
    expect: nodeFails('medium', `open to more than ${threshold}: SSH (tcp 22), RDP (tcp 3389)`),
  },
  {
    says: 'A prefix list that holds everybody',
    facts: { prefixLists: list([{ ...office, cidrs: ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/1'] }]) },
    expect: nodeFails('medium', 'open to the whole internet: SSH (tcp 22)'),
  },
  {
    says: 'NodePort services are made to be reached, if not by everybody',
    facts: node(rule({ fromPort: 30_000, toPort: 32_767, ...everybody })),
    expect: nodeFails('low', 'open to the whole internet: NodePort services (tcp 30000-32767)'),
  },
  {
    says: 'A port of no known service on a node',
    facts: node(port(443, everybody)),
    expect: nodeFails('low', 'open to the whole internet: tcp 443'),
  },
  {
    says: 'Ping is not judged',
    facts: node(rule({ protocol: 'icmp', fromPort: -1, toPort: -1, ...everybody })),
    expect: passes,
  },
  {
    says: 'Rules that name security groups let nobody of the internet in',
    facts: node(rule({ protocol: '-1', securityGroupIds: ['sg-cluster'] })),
    expect: passes,
  },
  {
    says: 'Private addresses are not the internet',
    facts: node(port(22, { ipv4Cidrs: ['10.0.0.0/8', '100.64.0.0/10'], ipv6Cidrs: ['fc00::/7'] })),
    expect: passes,
  },
];

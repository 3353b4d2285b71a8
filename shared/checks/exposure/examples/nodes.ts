/** Ways in which nodes are reached at a port, or are not, and whose they are. */
import type { FactsOfTarget } from '../../../facts/index.ts';
import { type base, denied, instance, list, nodeGroup, without } from '../../base.ts';
import { interfaces, networkAcl, port, routeTable } from '../../base-network.ts';
import type { Example } from '../../example.ts';
import { everybody, ofGroup, publicNode, reachable } from './estate.ts';

const ssh = 'the whole internet reaches SSH (tcp 22), on 1 interface';
const passes = 'the internet reaches no administration port';
const open = reachable(port(22, everybody));
const instances = (tags: Record<string, string>): FactsOfTarget => ({ instances: list([{ ...instance, tags }]) });
const owned = { 'kubernetes.io/cluster/shop': 'owned' };
const own = ofGroup('pass', passes);

export const ways: readonly Example[] = [
  {
    says: 'Both halves of the internet, by two rules',
    facts: reachable(port(22, { ipv4Cidrs: ['0.0.0.0/1'] }), port(22, { ipv4Cidrs: ['128.0.0.0/1'] })),
    expect: [ofGroup('fail', ssh)],
  },
  {
    says: 'More of the internet than the threshold',
    facts: reachable(port(22, { ipv4Cidrs: ['9.0.0.0/8'] })),
    expect: [
      {
        ...ofGroup(
          'fail',
          'more than 65,536 IPv4 addresses or 4,294,967,296 IPv6 networks of /64 reach SSH (tcp 22), on 1 interface',
        ),
        severity: 'medium',
      },
    ],
  },
  {
    says: 'The addresses of an office',
    facts: reachable(port(22, { prefixListIds: ['pl-office'] })),
    expect: [ofGroup('pass', `${passes}; a few addresses only reach SSH (tcp 22) from 16 public IPv4 addresses`)],
  },
  {
    says: 'A network ACL that lets no answer out',
    facts: {
      ...open,
      networkAcls: list([
        {
          ...networkAcl,
          entries: [{ ruleNumber: 100, egress: false, ruleAction: 'allow', protocol: '-1', cidr: '0.0.0.0/0' }],
        },
      ]),
    },
    expect: [own],
  },
  {
    says: 'A subnet without a route to the internet gateway',
    facts: { ...open, routeTables: list([{ ...routeTable, routes: [] }]) },
    expect: [own],
  },
  {
    says: 'The security groups could not be read',
    facts: { ...open, ...without('securityGroups', 'ec2:DescribeSecurityGroups') },
    expect: [ofGroup('unknown', 'AccessDenied: ec2:DescribeSecurityGroups (ec2:DescribeSecurityGroups)')],
  },
];

const { known: _, ...refused } = denied('ec2:DescribeInstances');

export const owners: readonly Example[] = [
  {
    says: 'Nodes of an Auto Scaling group of your own',
    facts: { ...open, ...instances({ ...owned, 'aws:autoscaling:groupName': 'batch' }) },
    expect: [{ resource: 'batch', status: 'fail', because: ssh }, own],
  },
  {
    says: 'A node of no group',
    facts: { ...open, ...instances(owned) },
    expect: [{ resource: 'i-general', status: 'fail', because: ssh }, own],
  },
  {
    says: 'Node groups of which one could not be read',
    facts: {
      ...open,
      ...instances({ ...owned, 'aws:autoscaling:groupName': 'batch' }),
      nodeGroups: list(
        [nodeGroup],
        [{ id: 'other', ...denied('eks:DescribeNodegroup') }].map(({ known: _, ...one }) => one),
      ),
    },
    expect: [
      own,
      { resource: 'batch', status: 'unknown', because: 'AccessDenied: eks:DescribeNodegroup (eks:DescribeNodegroup)' },
    ],
  },
  {
    says: 'An instance that could not be read: whose node it is cannot be said',
    facts: { ...open, instances: list<(typeof base.instances.items)[number]>([], [{ id: 'i-general', ...refused }]) },
    expect: [
      ofGroup('unknown', `${refused.why} (${refused.action})`),
      { resource: 'i-general', status: 'unknown', because: `${refused.why} (${refused.action})` },
    ],
  },
  {
    says: 'One of two interfaces of a node group',
    facts: {
      ...open,
      networkInterfaces: list([interfaces.controlPlane, interfaces.node, { ...publicNode, id: 'eni-second' }]),
      instances: list([{ ...instance, networkInterfaceIds: ['eni-node', 'eni-second'] }]),
    },
    expect: [ofGroup('fail', 'the whole internet reaches SSH (tcp 22), on 1 of 2 interfaces')],
  },
];

import { list } from '../base.ts';
import { groups, interfaces, port, rule } from '../base-network.ts';
import type { Example } from '../example.ts';
import { everybody, ofGroup, publicNode, reachable, situations } from './examples/estate.ts';

const passes = 'the internet reaches no other port';
const { instanceId: _, ...pod } = publicNode;

export default [
  ...situations('other ports (tcp 8081)', passes),
  {
    says: 'Every port',
    facts: reachable(rule({ protocol: 'tcp', fromPort: 0, toPort: 65_535, ...everybody })),
    expect: [
      ofGroup(
        'fail',
        'the whole internet reaches kubectl proxy (tcp 8001), controller manager and scheduler (tcp 10257, 10259), kube-proxy (tcp 10249, 10256), cAdvisor (tcp 4194), overlay network (tcp 6783-6784) and 2 more, on 1 interface',
      ),
    ],
  },
  {
    says: 'A pod with an interface of its own',
    facts: {
      networkInterfaces: list([
        interfaces.controlPlane,
        interfaces.node,
        { ...pod, id: 'eni-pod', securityGroupIds: ['sg-cluster', 'sg-pod'] },
      ]),
      securityGroups: list(groups({ 'sg-pod': [port(443, everybody)] })),
    },
    expect: [
      { resource: 'eni-pod', status: 'fail', because: 'the whole internet reaches other ports (tcp 443), on 1 interface' },
      ofGroup('pass', passes),
    ],
  },
  {
    says: 'ICMP has no ports',
    facts: reachable(rule({ protocol: 'icmp', ...everybody })),
    expect: [ofGroup('pass', passes)],
  },
] satisfies readonly Example[];

import { instance, list } from '../base.ts';
import { port } from '../base-network.ts';
import type { Example } from '../example.ts';
import { everybody, ofGroup, reachable, situations } from './examples/estate.ts';

const passes = 'the internet reaches no etcd';

export default [
  ...situations('etcd (tcp 2379)', passes, 'medium'),
  {
    says: 'A control plane of your own, made by kOps',
    facts: {
      ...reachable(port(2379, everybody)),
      instances: list([{ ...instance, tags: { 'kubernetes.io/cluster/shop': 'owned', 'k8s.io/role/control-plane': '1' } }]),
    },
    expect: [
      { resource: 'i-general', status: 'fail', because: 'the whole internet reaches etcd (tcp 2379), on 1 interface' },
      ofGroup('pass', passes),
    ],
  },
] satisfies readonly Example[];

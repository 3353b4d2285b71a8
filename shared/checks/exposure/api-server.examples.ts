import { instance, list } from '../base.ts';
import { port } from '../base-network.ts';
import type { Example } from '../example.ts';
import { everybody, ofGroup, reachable, situations } from './examples/estate.ts';

const passes = 'the internet reaches no API server on it';
const web = reachable(port(443, everybody));

export default [
  ...situations('Kubernetes API server (tcp 6443)', passes),
  { says: 'Port 443 of a node is no API server', facts: web, expect: [ofGroup('pass', passes)] },
  {
    says: 'Port 443 of a control plane of your own is one',
    facts: {
      ...web,
      instances: list([{ ...instance, tags: { 'kubernetes.io/cluster/shop': 'owned', 'k8s.io/role/control-plane': '1' } }]),
    },
    expect: [
      {
        resource: 'i-general',
        status: 'fail',
        because: 'the whole internet reaches Kubernetes API server (tcp 443), on 1 interface',
      },
      ofGroup('pass', passes),
    ],
  },
] satisfies readonly Example[];

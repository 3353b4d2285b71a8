import type { Stored } from '../../facts/index.ts';
import { list, without } from '../base.ts';
import { node } from '../base-kubernetes.ts';
import type { Example } from '../example.ts';
import { ofPool, running } from './examples/nodes.ts';

const on = (containerRuntimeVersion: string, osImage = 'Ubuntu 24.04.3 LTS') => running({ containerRuntimeVersion, osImage });
const { containerRuntimeVersion: _, ...silent } = node;

export default [
  {
    says: 'A package that AWS maintains past the end of its release',
    facts: {},
    expect: ofPool('pass', 'containerd 2.1 ended on 2026-07-03; Amazon Linux 2023.9.20260801 has one that AWS maintains'),
  },
  {
    says: 'A release that is maintained',
    facts: on('containerd://2.2.1'),
    expect: ofPool('pass', 'containerd 2.2 is maintained until 2026-11-06'),
  },
  {
    says: 'A release that is not, on nodes of kOps',
    facts: on('containerd://1.6.36'),
    expect: ofPool('fail', 'containerd 1.6 has had no updates since 2025-08-23'),
  },
  {
    says: 'A runtime of which there is no date',
    facts: on('cri-o://1.34.1'),
    expect: ofPool('not-applicable', 'Postern knows no end of cri-o://1.34.1'),
  },
  {
    says: 'The kubelet has not reported',
    facts: { nodes: list([silent]) },
    expect: ofPool('unknown', 'the kubelet of ip-10-0-0-10.ec2.internal has not reported its container runtime'),
  },
  {
    says: 'No node',
    facts: { nodes: list<Stored<'nodes'>>([]) },
    expect: [{ status: 'not-applicable', because: 'this cluster has no node' }],
  },
  {
    says: 'Nodes could not be listed',
    facts: without('nodes', 'list nodes'),
    expect: [{ status: 'unknown', because: 'AccessDenied: list nodes (list nodes)' }],
  },
] satisfies readonly Example[];

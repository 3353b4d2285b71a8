import type { Stored } from '../../facts/index.ts';
import { list, without } from '../base.ts';
import { node } from '../base-kubernetes.ts';
import type { Example } from '../example.ts';
import { ofPool, running } from './examples/nodes.ts';

const on = (osImage: string) => running({ osImage });
const today = (now: string) => ({ clock: { known: true as const, value: { now } } });

export default [
  { says: 'Amazon Linux 2023', facts: {}, expect: ofPool('pass', 'Amazon Linux 2023 is maintained until 2029-06-30') },
  {
    says: 'Amazon Linux 2',
    facts: on('Amazon Linux 2'),
    expect: ofPool('fail', 'Amazon Linux 2 has had no updates since 2026-06-30'),
  },
  {
    says: 'On the last day it is maintained still',
    facts: { ...on('Amazon Linux 2'), ...today('2026-06-30T22:00:00.000Z') },
    expect: ofPool('fail', 'Amazon Linux 2 is maintained until 2026-06-30: 0 more days', 'low'),
  },
  {
    says: 'Ubuntu out of standard support',
    facts: on('Ubuntu 20.04.6 LTS'),
    expect: ofPool('fail', 'Ubuntu 20.04 has had no updates since 2025-05-31'),
  },
  {
    says: 'Bottlerocket ends with its version of Kubernetes, which other checks judge',
    facts: on('Bottlerocket OS 1.64.0 (aws-k8s-1.34)'),
    expect: ofPool('not-applicable', 'Postern knows no end of Bottlerocket OS 1.64.0 (aws-k8s-1.34)'),
  },
  {
    says: 'Fargate says Amazon Linux 2, and is maintained by AWS',
    facts: running({ osImage: 'Amazon Linux 2', labels: { 'eks.amazonaws.com/compute-type': 'fargate' } }),
    expect: [{ resource: 'fargate', status: 'not-applicable', because: 'AWS maintains the systems of Fargate' }],
  },
  {
    says: 'One of two nodes',
    facts: { nodes: list([node, { ...node, name: 'old', osImage: 'Debian GNU/Linux 10 (buster)' }]) },
    expect: ofPool('fail', 'Debian 10 has had no updates since 2024-06-30'),
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

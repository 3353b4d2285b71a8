import type { FactsOfTarget, Stored } from '../../facts/index.ts';
import { denied, list } from '../base.ts';
import { node } from '../base-kubernetes.ts';
import type { Example } from '../example.ts';
import { ofPool, running } from './examples/nodes.ts';

const at = (gitVersion: string, facts: FactsOfTarget = {}): FactsOfTarget => ({
  ...facts,
  kubernetesVersion: { known: true, value: { gitVersion, major: '1', minor: '' } },
});
const kubelet = (kubeletVersion: string) => running({ kubeletVersion });
const { kubeletVersion: _, ...silent } = node;

export default [
  {
    says: 'The version of the API server',
    facts: {},
    expect: ofPool('pass', 'kubelet v1.34.2-eks-b3126f4 has the minor version of the API server'),
  },
  {
    says: 'Three minor versions older',
    facts: kubelet('v1.31.9'),
    expect: ofPool('pass', 'kubelet v1.31.9 is 3 minor versions older than the API server'),
  },
  {
    says: 'Four minor versions older',
    facts: kubelet('v1.30.14-eks-1'),
    expect: ofPool('fail', 'kubelet v1.30.14-eks-1 is 4 minor versions older than the API server, and 3 are allowed'),
  },
  {
    says: 'Before 1.25 two were allowed',
    facts: at('v1.27.1', kubelet('v1.24.17')),
    expect: ofPool('fail', 'kubelet v1.24.17 is 3 minor versions older than the API server, and 2 are allowed'),
  },
  {
    says: 'Newer than the API server',
    facts: kubelet('v1.35.0'),
    expect: ofPool('fail', 'kubelet v1.35.0 is 1 minor version newer than the API server'),
  },
  {
    says: 'One of two nodes was left behind',
    facts: { nodes: list([node, { ...node, name: 'old', kubeletVersion: 'v1.29.0' }]) },
    expect: ofPool('fail', 'kubelet v1.29.0 is 5 minor versions older than the API server, and 3 are allowed'),
  },
  {
    says: 'A kubelet that has not reported yet',
    facts: { nodes: list([silent]) },
    expect: ofPool('unknown', 'the kubelet of ip-10-0-0-10.ec2.internal has not reported its version'),
  },
  {
    says: 'Another node could not be read',
    facts: { nodes: list([node], [{ id: 'other', why: 'malformed status.nodeInfo' }]) },
    expect: [
      { resource: 'eks-node-group/general', status: 'unknown', because: 'malformed status.nodeInfo' },
      { resource: 'other', status: 'unknown', because: 'malformed status.nodeInfo' },
    ],
  },
  {
    says: 'The version of the API server could not be read',
    facts: { kubernetesVersion: denied('get /version') },
    expect: ofPool('unknown', 'AccessDenied: get /version (get /version)'),
  },
  {
    says: 'No node',
    facts: { nodes: list<Stored<'nodes'>>([]) },
    expect: [{ status: 'not-applicable', because: 'this cluster has no node' }],
  },
] satisfies readonly Example[];

import { denied, list } from '../base.ts';
import type { Example } from '../example.ts';

const service = { kind: 'Service', name: 'kubernetes' };
const { known: _, ...reason } = denied('list pods');
const unlisted = { id: 'pods', ...reason };
const objects = (...items: { readonly kind: string; readonly name: string; readonly owner?: string }[]) => ({
  defaultNamespaceObjects: list([service, ...items]),
});
const fails = (because: string) => [{ status: 'fail' as const, because }];

export default [
  {
    says: 'The Service kubernetes is in every cluster',
    facts: objects(),
    expect: [{ status: 'pass', because: 'nothing but the Service kubernetes is in the namespace default' }],
  },
  {
    says: 'A Deployment with its ReplicaSet and Pods is one object',
    facts: objects(
      { kind: 'Deployment', name: 'web' },
      { kind: 'ReplicaSet', name: 'web-7d4', owner: 'Deployment/web' },
      { kind: 'Pod', name: 'web-7d4-x', owner: 'ReplicaSet/web-7d4' },
      { kind: 'Pod', name: 'web-7d4-y', owner: 'ReplicaSet/web-7d4' },
    ),
    expect: fails('1 object is in the namespace default'),
  },
  {
    says: 'A controller of a kind that is not listed is named by what it controls',
    facts: objects({ kind: 'ReplicaSet', name: 'api-5c9', owner: 'Rollout/api' }, { kind: 'Service', name: 'api' }),
    expect: fails('2 objects are in the namespace default'),
  },
  {
    says: 'A Pod that claims to belong to the Service kubernetes is not hidden by it',
    facts: objects({ kind: 'Pod', name: 'miner', owner: 'Service/kubernetes' }),
    expect: fails('1 object is in the namespace default'),
  },
  {
    says: 'Objects that claim to control each other are not hidden either',
    facts: objects({ kind: 'Pod', name: 'a', owner: 'Pod/b' }, { kind: 'Pod', name: 'b', owner: 'Pod/a' }),
    expect: fails('2 objects are in the namespace default'),
  },
  {
    says: 'A Pod of that name is not the Service',
    facts: objects({ kind: 'Pod', name: 'kubernetes' }),
    expect: fails('1 object is in the namespace default'),
  },
  {
    says: 'One object is enough, whatever could not be listed',
    facts: { defaultNamespaceObjects: list([service, { kind: 'Job', name: 'import' }], [unlisted]) },
    expect: fails('1 object is in the namespace default'),
  },
  {
    says: 'Pods could not be listed, and nothing else is there',
    facts: { defaultNamespaceObjects: list([service], [unlisted]) },
    expect: [{ status: 'unknown', because: 'AccessDenied: list pods (list pods)' }],
  },
  {
    says: 'The Kubernetes API was not reached',
    facts: {
      defaultNamespaceObjects: {
        known: false,
        why: 'no network path to the API server',
        action: 'scan from inside the VPC',
      },
    },
    expect: [{ status: 'unknown', because: 'no network path to the API server (scan from inside the VPC)' }],
  },
] satisfies readonly Example[];

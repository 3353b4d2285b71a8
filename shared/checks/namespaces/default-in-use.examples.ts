import type { FactsOfTarget } from '../../facts/index.ts';
import { denied, list } from '../base.ts';
import { apiService, firstPod } from '../base-kubernetes.ts';
import type { Example } from '../example.ts';

interface Placed {
  readonly kind: string;
  readonly name: string;
  readonly owner?: string;
}

const owned = (owner: string | undefined) => {
  const [kind = '', name = ''] = owner?.split('/') ?? [];
  return owner === undefined ? {} : { owner: { apiVersion: 'v1', kind, name, uid: 'claimed' } };
};
const of = (kinds: readonly string[], objects: readonly Placed[]) => objects.filter(({ kind }) => kinds.includes(kind));
const uid = ({ kind, name }: Placed) => `${kind}-${name}`;

/** What stands in `default`, beside the Service that is in every cluster. */
const objects = (...placed: readonly Placed[]): FactsOfTarget => ({
  pods: list(
    of(['Pod'], placed).map(({ name, owner }) => {
      const { owner: _, ...pod } = firstPod;
      return { ...pod, namespace: 'default', name, ...owned(owner) };
    }),
  ),
  services: list([apiService, ...of(['Service'], placed).map(({ name }) => ({ ...apiService, name }))]),
  controllers: list(
    of(['Deployment', 'ReplicaSet', 'Job'], placed).map((one) => ({
      apiVersion: 'apps/v1',
      kind: one.kind,
      namespace: 'default',
      name: one.name,
      uid: uid(one),
      ...owned(one.owner),
    })),
  ),
});
const unreached = { known: false as const, why: 'no network path to the API server', action: 'scan from inside the VPC' };
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
    facts: { ...objects({ kind: 'Job', name: 'import' }), pods: denied('list pods') },
    expect: fails('1 object is in the namespace default'),
  },
  {
    says: 'Pods could not be listed, and nothing else is there',
    facts: { ...objects(), pods: denied('list pods') },
    expect: [{ status: 'unknown', because: 'AccessDenied: list pods (list pods)' }],
  },
  {
    says: 'The Kubernetes API was not reached',
    facts: { pods: unreached, controllers: unreached, services: unreached, horizontalPodAutoscalers: unreached },
    expect: [{ status: 'unknown', because: 'no network path to the API server (scan from inside the VPC)' }],
  },
] satisfies readonly Example[];

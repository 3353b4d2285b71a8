/** Departures from what runs in the compliant cluster: its one Deployment with another specification, or its pods with one of their own. */
import type { FactsOfTarget, Stored } from '../facts/index.ts';
import type { Container, PodSpec } from '../facts/pod-spec.ts';
import { denied, list } from './base.ts';
import { controllers, firstPod, container as ownContainer, podSpec } from './base-kubernetes.ts';
import type { Severity } from './check.ts';
import type { Example, Expected } from './example.ts';

/** As `kubectl get` and reports name it. */
const webId = 'Deployment/shop/web';

type Context = NonNullable<Container['securityContext']>;
const { hostUsers: _, ...onHostUsers } = podSpec;

/** The container of the base, with members changed. */
export const containerWith = (members: Partial<Container>): Container => ({ ...ownContainer, ...members });

/** The container with its security context changed; what is named after the changes is not set at all. */
export function contextWith(changes: Context, unset: readonly (keyof Context)[] = []): Container {
  // The API server takes no container that is privileged and must not gain privileges.
  const none: readonly string[] = changes.privileged === true ? [...unset, 'allowPrivilegeEscalation'] : unset;
  const entries = Object.entries({ ...ownContainer.securityContext, ...changes }).filter(([key]) => !none.includes(key));
  return containerWith({ securityContext: Object.fromEntries(entries) });
}

/** The specification of the base with these containers, in the user namespace of the node, and with members of the pod changed. */
export const podWith = (containers: readonly Container[], members: Partial<PodSpec> = {}): PodSpec => ({
  ...onHostUsers,
  ...members,
  containers: [...containers],
});

/** A pod of Windows with this security context, of which the API server takes nothing that Linux alone has. */
export const windowsPod = (securityContext: Context = {}, members: Partial<PodSpec> = {}): PodSpec =>
  podWith([containerWith({ securityContext })], { os: 'windows', securityContext: {}, ...members });

interface Placed {
  readonly namespace?: string;
  /** What its pod has, where that is not what its template has. */
  readonly running?: PodSpec;
  readonly pods?: readonly string[];
}

/** The Deployment of the base with another template, and its pods. */
export function deployed(
  spec: PodSpec,
  { namespace = 'shop', running = spec, pods = [firstPod.name] }: Placed = {},
): FactsOfTarget {
  return {
    controllers: list(
      controllers.map(
        (one): Stored<'controllers'> => ({
          ...one,
          namespace,
          ...(one.template === undefined ? {} : { template: { ...one.template, spec } }),
        }),
      ),
    ),
    pods: list(pods.map((name): Stored<'pods'> => ({ ...firstPod, namespace, name, uid: name, spec: running }))),
  };
}

/** What a check says to the Deployment. */
export const ofWeb = (status: Expected['status'], because: string, severity?: Severity): readonly Expected[] => [
  { resource: webId, status, because, ...(severity === undefined ? {} : { severity }) },
];

/** What every check of workloads says: the base, no workload, pods that could not be listed. */
export const ordinary = (passes: string): readonly Example[] => [
  { says: 'A Deployment as it should be', facts: {}, expect: ofWeb('pass', passes) },
  {
    says: 'Nothing runs',
    facts: { controllers: list<Stored<'controllers'>>([]), pods: list<Stored<'pods'>>([]) },
    expect: [{ status: 'not-applicable', because: 'this cluster has no workload' }],
  },
  {
    says: 'Pods could not be listed: one may have what its template has not',
    facts: { pods: denied('list pods') },
    expect: [{ status: 'unknown', because: 'AccessDenied: list pods (list pods)' }],
  },
];

import type { Container, PodSpec } from './specs.ts';

/** What a pod may set for all of its containers. */
type Shared = Pick<NonNullable<Container['securityContext']>, 'runAsUser' | 'runAsGroup' | 'runAsNonRoot' | 'seccompProfile'>;

/** What a container has of a setting that a pod may set, too: its own, else the pod's (core/v1 SecurityContext). */
export const effective = <const K extends keyof Shared>(spec: PodSpec, container: Container, key: K): Shared[K] | undefined => {
  const ofPod: Shared | undefined = spec.securityContext;
  return container.securityContext?.[key] ?? ofPod?.[key];
};

/** The kernel gives a privileged container every capability, and neither seccomp nor AppArmor confines it, whatever else is set. */
export const isPrivileged = ({ securityContext }: Container): boolean => securityContext?.privileged === true;

/** Root of a pod with a user namespace of its own is nobody on the node. */
export const hasOwnUsers = ({ hostUsers }: PodSpec): boolean => hostUsers === false;

import { check } from '../check.ts';
import { effective, isPrivileged } from '../security-context.ts';
import { type Container, judging, type Offence, type PodSpec } from '../specs.ts';
import { quoted } from '../words.ts';

const profiles = ['RuntimeDefault', 'Localhost'];

/**
 * `seccompProfile`, of the container, else of the pod, as Pod Security Standards, restricted, Seccomp have it. Unset is Unconfined, unless the
 * kubelet runs with seccompDefault, which the API does not show. pods/unconfined-seccomp says where it is switched off.
 */
export default check({
  id: 'pods/seccomp-profiles',
  title: 'Every container has a seccomp profile',
  severity: 'low',
  scope: 'cluster',
  why: 'Without a profile a container may try every system call of the kernel of its node. The default profile of the runtime breaks next to nothing.',
  fix: { text: 'Set seccompProfile: { type: RuntimeDefault } in the securityContext of the pod.' },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'low',
    passes: 'every container has a seccomp profile, privileged ones and what pods/unconfined-seccomp says aside',
    windows: 'its kernel has no seccomp',
    offences: (spec) =>
      spec.containers.filter((container) => !isPrivileged(container)).flatMap((one) => withoutProfile(spec, one) ?? []),
  }),
});

function withoutProfile(spec: PodSpec, container: Container): Offence | undefined {
  const type = effective(spec, container, 'seccompProfile')?.type;
  if (type === undefined)
    return { container, says: 'seccompProfile is not set: Unconfined, unless the kubelet has seccompDefault' };
  return profiles.includes(type) || type === 'Unconfined'
    ? undefined
    : { container, says: `seccompProfile ${quoted(type)} is no profile that Kubernetes has` };
}

import { check } from '../check.ts';
import { hasOwnUsers, isPrivileged } from '../security-context.ts';
import { judging } from '../specs.ts';

/** `securityContext.privileged` (core/v1 SecurityContext; Pod Security Standards, baseline, Privileged Containers). */
export default check({
  id: 'pods/privileged-containers',
  title: 'No container is privileged',
  severity: 'high',
  scope: 'cluster',
  why: 'A privileged container has every capability and every device of its node, and nothing confines it: whoever runs a command in it is root on the node, and has the credentials of every pod there.',
  fix: {
    text: 'Take privileged away and add the one capability, device or path that is needed. Agents of the node that cannot do without it belong in a namespace of their own.',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'high',
    passes: 'no container is privileged',
    windows: 'its containers cannot be privileged, and pods/windows-host-process judges what comes near it',
    offences: (spec) =>
      spec.containers.filter(isPrivileged).map((container) => ({
        container,
        ...(hasOwnUsers(spec)
          ? { says: 'privileged: true, in a user namespace', severity: 'medium' as const }
          : { says: 'privileged: true' }),
      })),
  }),
});

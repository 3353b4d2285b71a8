import { check } from '../check.ts';
import { hasOwnUsers } from '../security-context.ts';
import { judging } from '../specs.ts';
import { quoted } from '../words.ts';

/** `securityContext.procMount` (Pod Security Standards, baseline, /proc Mount Type; from 1.35 anything goes in a user namespace). */
export default check({
  id: 'pods/proc-mount',
  title: 'The runtime masks /proc in every container',
  severity: 'medium',
  scope: 'cluster',
  why: 'Below /proc the kernel shows settings of the whole node, some of which root of a container can write. The runtime masks them, unless it is told not to.',
  fix: { text: 'Take procMount away. Where containers run in containers, set hostUsers: false beside it.' },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'medium',
    passes: 'no container has an unmasked /proc outside of a user namespace',
    windows: 'it has no /proc',
    offences: (spec) =>
      spec.containers.flatMap((container) => {
        const mount = container.securityContext?.procMount ?? '';
        return mount === '' || mount === 'Default' || hasOwnUsers(spec)
          ? []
          : [{ container, says: `procMount: ${quoted(mount)}` }];
      }),
  }),
});

import { check } from '../check.ts';
import { judging } from '../specs.ts';

/** `hostPID` (core/v1 PodSpec; Pod Security Standards, baseline, Host Namespaces). */
export default check({
  id: 'pods/host-process-namespace',
  title: 'No pod sees the processes of its node',
  severity: 'high',
  scope: 'cluster',
  why: 'With hostPID a container sees every process of the node: their environment with its credentials, and as root their memory and, through /proc, their files.',
  fix: { text: 'Take hostPID away. Agents of the node that cannot do without it belong in a namespace of their own.' },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'high',
    passes: 'it has a process namespace of its own',
    windows: 'its pods cannot share the processes of the node',
    offences: ({ hostPID }) => (hostPID === true ? [{ says: 'hostPID: true' }] : []),
  }),
});

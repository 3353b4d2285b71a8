import { check } from '../check.ts';
import { judging } from '../specs.ts';

/** `hostIPC` (core/v1 PodSpec; Pod Security Standards, baseline, Host Namespaces). */
export default check({
  id: 'pods/host-ipc-namespace',
  title: 'No pod shares the memory segments of its node',
  severity: 'medium',
  scope: 'cluster',
  why: 'With hostIPC a container reads and writes the shared memory, semaphores and message queues of every process of the node that uses them.',
  fix: { text: 'Take hostIPC away; processes that share memory belong into one pod.' },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'medium',
    passes: 'it has an IPC namespace of its own',
    windows: 'its pods cannot share the IPC namespace of the node',
    offences: ({ hostIPC }) => (hostIPC === true ? [{ says: 'hostIPC: true' }] : []),
  }),
});

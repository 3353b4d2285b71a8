import { check } from '../check.ts';
import { judging } from '../specs.ts';

/** `hostNetwork` (core/v1 PodSpec; Pod Security Standards, baseline, Host Namespaces). */
export default check({
  id: 'pods/host-network',
  title: 'No pod is in the network of its node',
  severity: 'medium',
  scope: 'cluster',
  why: 'In the network of the node a container takes the role of the node from the instance metadata whatever the hop limit, reaches what listens on its loopback address, and no network policy holds for it.',
  fix: {
    text: 'Take hostNetwork away, and reach the pod through a Service. Agents of the node that cannot do without it belong in a namespace of their own.',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'medium',
    passes: 'it has a network namespace of its own',
    offences: ({ hostNetwork }) => (hostNetwork === true ? [{ says: 'hostNetwork: true' }] : []),
  }),
});

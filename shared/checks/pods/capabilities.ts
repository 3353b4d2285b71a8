import { addedCapabilities, gives, listedWorst } from '../capability.ts';
import { check } from '../check.ts';
import { hasOwnUsers } from '../security-context.ts';
import { type Container, judging, type Offence, type PodSpec } from '../specs.ts';

/**
 * `securityContext.capabilities.add` beyond what Pod Security Standards, baseline, Capabilities allow, by what each gives (capabilities(7)).
 * What is kept because it was not dropped is judged by pods/dropped-capabilities.
 */
export default check({
  id: 'pods/capabilities',
  title: 'No container adds capabilities beyond the ordinary ones',
  severity: 'high',
  scope: 'cluster',
  why: 'Capabilities are the pieces of root: with one such as SYS_ADMIN, SYS_MODULE or BPF a process leaves its container, and with NET_ADMIN it turns traffic to itself.',
  fix: { text: 'Drop ALL in capabilities, and add only what the process cannot do without.' },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'high',
    passes: 'no container adds a capability beyond the ordinary ones',
    windows: 'no process has capabilities',
    offences: (spec) => spec.containers.flatMap((container) => adding(spec, container) ?? []),
  }),
});

/** All that a container adds is one offence, as bad as the worst of it; in a user namespace none of it reaches the node. */
function adding(spec: PodSpec, container: Container): Offence | undefined {
  const added = addedCapabilities(container).map((name) => gives(name, spec));
  if (added.length === 0) return undefined;
  const { names, severity, meaning } = listedWorst(added);
  const confined = hasOwnUsers(spec) ? ', in a user namespace' : '';
  return {
    container,
    says: `adds ${names}${meaning === '' ? '' : ` (${meaning})`}${confined}`,
    severity: confined === '' ? severity : 'low',
  };
}

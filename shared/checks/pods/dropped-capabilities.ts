import { commonAdded, dropped } from '../capability.ts';
import { check } from '../check.ts';
import { isPrivileged } from '../security-context.ts';
import { type Container, judging, type Offence } from '../specs.ts';
import { listed } from '../words.ts';

/**
 * `securityContext.capabilities` as Pod Security Standards, restricted, Capabilities have it: drop ALL, add nothing but NET_BIND_SERVICE.
 * Names are without `CAP_`: containerd puts that before them, and drops nothing by a name that has it twice.
 */
export default check({
  id: 'pods/dropped-capabilities',
  title: 'Every container drops the capabilities that it does not need',
  severity: 'low',
  scope: 'cluster',
  why: 'Without being asked, the runtime leaves a root process a dozen capabilities. NET_RAW is enough to pose as another pod or as the DNS server in the network of the node.',
  fix: {
    text: 'Set capabilities: { drop: [ALL] } for each container, and add NET_BIND_SERVICE where it listens on a port below 1024.',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'low',
    passes:
      'every container drops ALL and adds NET_BIND_SERVICE at most, privileged ones and what pods/capabilities says aside',
    windows: 'no process has capabilities',
    offences: ({ containers }) =>
      containers.filter((container) => !isPrivileged(container)).flatMap((container) => keeping(container) ?? []),
  }),
});

function keeping(container: Container): Offence | undefined {
  const drops = container.securityContext?.capabilities?.drop ?? [];
  const { all, netRaw } = dropped(container);
  if (!all) {
    const kept = netRaw ? '' : ', NET_RAW among what it keeps';
    return { container, says: `${drops.length === 0 ? 'drops no capability' : `drops ${listed(drops)} and not ALL`}${kept}` };
  }
  const added = commonAdded(container);
  return added.length === 0 ? undefined : { container, says: `drops ALL, and adds ${listed(added)}` };
}

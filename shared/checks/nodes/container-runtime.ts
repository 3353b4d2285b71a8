import { check } from '../check.ts';
import { containerd, daysUntil, maintainedByAws } from '../end-of-life.ts';
import { judgeSystems, type Said, type System } from '../node-systems.ts';
import { quoted } from '../words.ts';

/**
 * `status.nodeInfo.containerRuntimeVersion` against containerd's own dates. In the images of AWS the runtime is a package that AWS maintains
 * past them: there the operating system is judged instead (nodes/operating-system).
 */
export default check({
  id: 'nodes/container-runtime',
  title: 'The container runtime of nodes gets security updates',
  severity: 'medium',
  scope: 'cluster',
  why: 'What keeps a container in its container is the runtime. A flaw in one that nobody maintains any more is a way out of every container of the node.',
  fix: { text: 'Make the nodes from an image with a release of containerd that is maintained, and replace them.' },
  each: 'nodePools',
  needs: ['clock'],
  judge: (pool, { clock: { now } }) =>
    judgeSystems(pool, 'medium', (system) =>
      pool.maker === 'fargate' ? { grade: 'other', says: 'AWS maintains the runtime of Fargate' } : runtimeOf(system, now),
    ),
});

function runtimeOf({ runtime, osImage }: System, now: string): Said {
  const release = /^containerd:\/\/v?(\d{1,3}\.\d{1,3})(?:\D|$)/.exec(runtime)?.[1];
  const end = release === undefined ? undefined : containerd.get(release);
  if (end === undefined) return { grade: 'other', says: `Postern knows no end of ${quoted(runtime)}` };
  if (daysUntil(end, now) >= 0) return { grade: 'pass', says: `containerd ${release} is maintained until ${end}` };
  return maintainedByAws(osImage)
    ? { grade: 'pass', says: `containerd ${release} ended on ${end}; ${quoted(osImage)} has one that AWS maintains` }
    : { grade: 'medium', says: `containerd ${release} has had no updates since ${end}` };
}

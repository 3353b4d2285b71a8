import { check } from '../check.ts';
import { daysUntil, kernels, maintainedByAws, operatingSystems } from '../end-of-life.ts';
import { judgeSystems, type Said, type System } from '../node-systems.ts';
import { quoted } from '../words.ts';

/**
 * `status.nodeInfo.kernelVersion` against the dates of kernel.org. A distribution maintains its own kernel past them: where the system is one
 * of which nodes/operating-system knows the end, that decides.
 */
export default check({
  id: 'nodes/kernel',
  title: 'The kernel of nodes gets security updates',
  severity: 'medium',
  scope: 'cluster',
  why: 'All containers of a node share its kernel. A flaw in it that nobody mends any more turns whoever runs code in one of them into root of the node.',
  fix: { text: 'Make the nodes from an image with a kernel that is maintained, and replace them.' },
  each: 'nodePools',
  needs: ['clock'],
  judge: (pool, { clock: { now } }) =>
    judgeSystems(pool, 'medium', (system) =>
      pool.maker === 'fargate' ? { grade: 'other', says: 'AWS maintains the kernel of Fargate' } : kernelOf(system, now),
    ),
});

function kernelOf({ kernel, osImage }: System, now: string): Said {
  if (maintainedByAws(osImage) || operatingSystems.some(({ reported }) => reported.test(osImage)))
    return { grade: 'pass', says: `kernel ${quoted(kernel)} is that of ${quoted(osImage)}, which maintains its own` };
  const series = /^(\d{1,3}\.\d{1,3})(?:\D|$)/.exec(kernel)?.[1];
  const end = series === undefined ? undefined : kernels.get(series);
  if (end === undefined) return { grade: 'other', says: `Postern knows no end of kernel ${quoted(kernel)}` };
  return daysUntil(end, now) >= 0
    ? { grade: 'pass', says: `kernel ${series} is maintained until ${end}` }
    : {
        grade: 'medium',
        says: `kernel ${series} has had no updates since ${end}, and Postern does not know ${quoted(osImage)}`,
      };
}

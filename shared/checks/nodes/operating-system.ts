import { check } from '../check.ts';
import { daysUntil, operatingSystems } from '../end-of-life.ts';
import { judgeSystems, type Said } from '../node-systems.ts';
import { count, quoted } from '../words.ts';

/** `status.nodeInfo.osImage` against the dates of those who publish the system. Those of Bottlerocket end with their version of Kubernetes. */
export default check({
  id: 'nodes/operating-system',
  title: 'The operating system of nodes gets security updates',
  severity: 'medium',
  scope: 'cluster',
  why: 'After its end a system gets no fixes: the next flaw in kernel, OpenSSL or container runtime stays open for good, on every node of the group.',
  fix: {
    text: 'Move the nodes to an image that is maintained: Amazon Linux 2023 or Bottlerocket for EKS. The type of image of a managed node group cannot be changed: make a new group, and delete the old one.',
    cli: 'aws eks create-nodegroup --cluster-name CLUSTER --nodegroup-name NAME --ami-type AL2023_x86_64_STANDARD …',
  },
  each: 'nodePools',
  needs: ['clock', 'settings'],
  judge: (pool, { clock: { now }, settings: { versionWarningDays } }) =>
    judgeSystems(pool, 'medium', ({ osImage }): Said => {
      if (pool.maker === 'fargate') return { grade: 'other', says: 'AWS maintains the systems of Fargate' };
      const known = operatingSystems.find(({ reported }) => reported.test(osImage));
      if (known === undefined) return { grade: 'other', says: `Postern knows no end of ${quoted(osImage)}` };
      const days = daysUntil(known.end, now);
      if (days < 0) return { grade: 'medium', says: `${known.name} has had no updates since ${known.end}` };
      const left = `${known.name} is maintained until ${known.end}`;
      return days < versionWarningDays
        ? { grade: 'low', says: `${left}: ${count(days, 'more day', 'more days')}` }
        : { grade: 'pass', says: left };
    }),
});

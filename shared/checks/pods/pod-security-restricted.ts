import { check } from '../check.ts';
import { standard } from '../standard.ts';

/**
 * The level `restricted` of the Pod Security Standards, at the version that is asked for, as the API server's own admission would decide on the
 * pods of a workload. Judged where somebody asks for the level: `--pod-security`, else a label of the namespace, be it only to warn.
 */
export default check({
  id: 'pods/pod-security-restricted',
  title: 'Workloads meet the restricted Pod Security Standard where it is asked for',
  severity: 'low',
  scope: 'cluster',
  why: 'A workload that its namespace would refuse today came before the label, or is admitted by a label that only warns: when its pods are made anew, or the label is enforced, they are refused.',
  fix: {
    text: 'Mend what the controls name, each of which has a check of its own here, before the level is enforced: kubectl label --dry-run=server --overwrite namespace NAME pod-security.kubernetes.io/enforce=restricted says the same.',
  },
  each: 'podSecurity',
  needs: [],
  judge: (workload) => standard(workload, 'restricted', workload.restricted),
});

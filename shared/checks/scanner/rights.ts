import { check, fail, pass, relyOn } from '../check.ts';
import { count, listed } from '../words.ts';

/**
 * SelfSubjectAccessReview, as the cluster's own authorisers answer it: RBAC, access entries, webhooks. Asked is about what a scanner never
 * needs: to write, to run commands, to read Secrets, to go through nodes/proxy (which runs commands), to become somebody else.
 */
export default check({
  id: 'scanner/rights',
  title: 'The scanner may read, and nothing else',
  severity: 'high',
  scope: 'cluster',
  why: 'Whoever takes over the scanner has its rights in every cluster that it scans. One that may write, or read Secrets, is the shortest way into all of them.',
  fix: {
    text: 'Bind the scanner to the ClusterRole that `postern permissions` prints, and take every other binding, group and access policy away. With a kubeconfig of your own, give it a user of its own.',
    kubectl: 'kubectl auth can-i --list --as USER',
  },
  needs: ['scannerRights'],
  judge: ({ scannerRights: rights }) => {
    if (rights.allowed.length === 0) {
      relyOn(rights.complete);
      return pass(`it has none of ${count(rights.asked, 'right', 'rights')} beyond reading that it asked about`);
    }
    const evidence = rights.allowed.map((id) => ({ kind: 'right', id, says: 'allowed' }));
    return rights.everything
      ? fail('it may do everything, as cluster-admin may', evidence)
      : fail(`it may ${listed(rights.allowed)}`, evidence);
  },
});

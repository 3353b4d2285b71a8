import { check, fail, notApplicable, pass } from '../check.ts';
import { count, listed } from '../words.ts';

/**
 * NetworkPolicy objects by namespace (CIS Amazon EKS Benchmark 4.3.2). That there is one says neither what it lets through nor whether the
 * network plugin enforces it; policies of a plugin's own kinds (Cilium, Calico) are not looked at.
 */
export default check({
  id: 'namespaces/network-policies',
  title: 'Every namespace with workloads has a network policy',
  severity: 'low',
  scope: 'cluster',
  why: 'Without a policy every pod of the cluster may talk to every other, and to the metadata service of its node: from one that is broken into, all of them can be tried.',
  fix: {
    text: 'Begin with a policy that selects all pods and denies ingress and egress, then allow what is needed. The VPC CNI enforces policies only where enableNetworkPolicy is set.',
    kubectl: 'kubectl apply --namespace NAMESPACE --filename default-deny.yaml',
  },
  each: 'namespaceControls',
  needs: [],
  judge: ({ name, platform, terminating, workloads, networkPolicies }) => {
    if (networkPolicies.length > 0) return pass(`NetworkPolicy ${listed(networkPolicies)}`);
    if (platform) return notApplicable(`${name} is a platform namespace`);
    if (terminating) return notApplicable('it is being deleted');
    if (workloads === 0) return notApplicable('nothing runs there');
    return fail(`no network policy, and ${count(workloads, 'workload', 'workloads')}`, [
      { kind: 'namespace', id: name, says: 'NetworkPolicy: none' },
    ]);
  },
});

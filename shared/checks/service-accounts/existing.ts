import { check, fail, notApplicable, pass } from '../check.ts';
import { listed } from '../words.ts';

/**
 * Service accounts that a workload names (`serviceAccountName`) or that a pod identity association gives a role, and that do not exist. No
 * pod of such a workload can be created (ServiceAccount admission), until somebody makes the account.
 */
export default check({
  id: 'service-accounts/existing',
  title: 'Every service account that is used exists',
  severity: 'medium',
  scope: 'cluster',
  why: 'A role of AWS that waits for an account of that name is taken by whoever may create service accounts in the namespace, which many may. A workload without its account does not start again.',
  fix: {
    text: 'Delete the association or the reference that was left behind, or create the account.',
    cli: 'aws eks delete-pod-identity-association --cluster-name CLUSTER --association-id ID',
    kubectl: 'kubectl create serviceaccount NAME --namespace NAMESPACE',
  },
  each: 'workloadIdentities',
  needs: [],
  judge: (identity) => {
    if (identity.exists) return pass('it exists');
    const { namespace, name, platform, associatedRoles } = identity;
    const id = `ServiceAccount/${namespace}/${name}`;
    if (associatedRoles.length > 0)
      return fail(
        `it does not exist, and whoever creates it takes ${listed(associatedRoles.map(({ roleArn }) => roleArn))}`,
        associatedRoles.map(({ association, roleArn }) => ({
          kind: 'pod-identity-association',
          id: association,
          says: `gives ${id} the role ${roleArn}`,
        })),
      );
    const { workloads } = identity;
    const because = `it does not exist, and ${listed(workloads, 3)} ${workloads.length === 1 ? 'names' : 'name'} it`;
    if (platform) return notApplicable(`${because}; ${namespace} is a platform namespace`);
    return fail(because, [{ kind: 'service-account', id, says: 'does not exist' }], { severity: 'low' });
  },
});

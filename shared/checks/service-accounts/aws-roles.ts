import type { Item } from '../../facts/index.ts';
import { check, fail, type Judgement, notApplicable, pass } from '../check.ts';
import { count, listed, quoted } from '../words.ts';

type Identity = Item<'workloadIdentities'>;

/**
 * IAM roles that pods take by their service account: the annotation `eks.amazonaws.com/role-arn` (IRSA) and pod identity associations (CIS
 * Amazon EKS Benchmark 5.2.1, "Prefer using dedicated EKS Service Accounts"). What a role may do is not looked at here.
 */
export default check({
  id: 'service-accounts/aws-roles',
  title: 'A service account with an IAM role is that of one workload',
  severity: 'medium',
  scope: 'cluster',
  why: 'Every pod of the account has the role. On the account default these are all pods that name none, those of tomorrow too; shared by several workloads, each can do what the others need.',
  fix: {
    text: 'Make a service account for each workload, and move the role, or a part of it, to those that need it.',
    kubectl: 'kubectl create serviceaccount NAME && kubectl set serviceaccount deployment NAME NAME',
    cli: 'aws eks create-pod-identity-association --cluster-name CLUSTER --namespace NAMESPACE --service-account NAME --role-arn ROLE',
  },
  each: 'workloadIdentities',
  needs: [],
  judge: (identity) => {
    const { name, annotatedRole } = identity;
    // What is annotated is certain, whatever could not be read of associations.
    if (name === 'default' && annotatedRole !== undefined && !identity.platform) return ofDefault(identity, [annotatedRole]);
    const associated = identity.associatedRoles.map(({ roleArn }) => roleArn);
    const roles = [...new Set([...(annotatedRole === undefined ? [] : [annotatedRole]), ...associated])];
    if (roles.length === 0) return pass('it has no IAM role');
    return judged(identity, roles);
  },
});

function judged(identity: Identity, roles: readonly string[]): Judgement {
  const { namespace, name, platform } = identity;
  if (platform) return notApplicable(`${namespace} is a platform namespace: it has ${said(roles)}`);
  if (name === 'default') return ofDefault(identity, roles);
  const { workloads } = identity;
  if (workloads.length === 0) return pass(`it has ${said(roles)}, and no workload uses it`);
  if (workloads.length === 1) return pass(`it has ${said(roles)}, and ${workloads[0]} uses it`);
  return fail(
    `${count(workloads.length, 'workload', 'workloads')} have ${said(roles)} by it: ${listed(workloads, 3)}`,
    evidenceOf(identity, roles),
    { severity: 'low' },
  );
}

const ofDefault = (identity: Identity, roles: readonly string[]): Judgement =>
  fail(`every pod of the namespace that names no service account has ${said(roles)}`, evidenceOf(identity, roles));

const said = (roles: readonly string[]): string =>
  listed(
    roles.map((role) => `the role ${quoted(role)}`),
    3,
  );

const evidenceOf = ({ namespace, name }: Identity, roles: readonly string[]) =>
  roles.slice(0, 20).map((role) => ({
    kind: 'service-account',
    id: `ServiceAccount/${namespace}/${name}`,
    says: `takes the role ${quoted(role)}`,
  }));

import type { KubernetesRead, Reads } from '../facts/fact.ts';
import { type CollectedName, type FactName, facts } from '../facts/index.ts';

/** An IAM policy document of one statement. */
export interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly [
    { readonly Sid: string; readonly Effect: 'Allow'; readonly Action: readonly string[]; readonly Resource: '*' },
  ];
}

/** A rule of a ClusterRole: resources of one API group. */
interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export interface ClusterRole {
  readonly apiVersion: 'rbac.authorization.k8s.io/v1';
  readonly kind: 'ClusterRole';
  readonly metadata: { readonly name: string };
  readonly rules: readonly PolicyRule[];
}

/**
 * The rights in a scanned account that reading these facts takes, no more: every fact's, unless some are named. What a fact comes
 * after, or is derived from, is read too. (STS GetCallerIdentity needs no right; the scanner's own is sts:AssumeRole on the role.)
 */
export const iamPolicy = (names?: readonly FactName[]): IamPolicy => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'PosternReads',
      Effect: 'Allow',
      Action: distinct(readsOf(names).flatMap(({ aws = [] }) => aws)),
      Resource: '*',
    },
  ],
});

/** The group that the scanner is in, in a cluster; its ClusterRole and the binding of it have the same name. */
const group = 'postern';

/**
 * The rights in a scanned cluster, likewise. What Kubernetes lets every authenticated user do (reading /version, asking for one's own rights)
 * is not among them, nor is the list of Secrets, unless it is asked for.
 */
export const clusterRole = (names?: readonly FactName[], asked: { readonly secrets?: boolean } = {}): ClusterRole => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: group },
  rules: resourceRules(
    readsOf(names)
      .filter(({ onRequest }) => onRequest === undefined || asked[onRequest] === true)
      .flatMap(({ kubernetes = [] }) => kubernetes),
  ),
});

/** Gives the ClusterRole to the scanner's group. */
export const clusterRoleBinding = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: group },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: group },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group }],
} as const;

/** What puts the scanner's role into the group, for each cluster (EKS access entries; clusters with authentication mode CONFIG_MAP need a line in aws-auth). */
export const accessEntryCommand = (role: string): string =>
  `aws eks create-access-entry --cluster-name CLUSTER --principal-arn arn:aws:iam::ACCOUNT:role/${role} --kubernetes-groups ${group}`;

function readsOf(names: readonly FactName[] = Object.keys(facts) as FactName[]): readonly Reads[] {
  const reached = new Set<FactName>();
  const visit = (name: FactName): void => {
    if (reached.has(name)) return;
    reached.add(name);
    const definition = facts[name];
    if ('from' in definition) definition.from.forEach(visit);
    if ('after' in definition) definition.after.forEach(visit);
  };
  names.forEach(visit);
  return [...reached].flatMap((name) => ('reads' in facts[name] ? [facts[name as CollectedName].reads] : []));
}

/** One rule for each API group and set of verbs. */
function resourceRules(reads: readonly KubernetesRead[]): readonly PolicyRule[] {
  const verbsOf = new Map<string, Set<string>>();
  for (const { group, resource, verbs } of reads) {
    const key = `${group}/${resource}`;
    verbsOf.set(key, new Set([...(verbsOf.get(key) ?? []), ...verbs]));
  }
  const resourcesOf = new Map<string, string[]>();
  for (const [key, verbs] of verbsOf) {
    const [group = '', resource = ''] = key.split('/');
    const rule = JSON.stringify([group, distinct([...verbs])]);
    resourcesOf.set(rule, [...(resourcesOf.get(rule) ?? []), resource]);
  }
  return [...resourcesOf]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([rule, resources]) => {
      const [group, verbs] = JSON.parse(rule) as [string, string[]];
      return { apiGroups: [group], resources: distinct(resources), verbs };
    });
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

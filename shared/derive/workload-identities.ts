import { isUnknown, type Missing, type Unknown, unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation } from './derive.ts';
import { onePerReason } from './lists/order.ts';

type Identity = Stored<'workloadIdentities'>;
type Roles = Exclude<Identity['associatedRoles'], Unknown>;

/** A pod that names no service account has this one (ServiceAccount admission). */
const byDefault = 'default';

/**
 * Joins service accounts with what may take a role by them. Without the service accounts nothing is known; without associations or workloads
 * these alone are not. An association that could not be read may be anybody's, and a workload may use any account of its namespace.
 */
export const workloadIdentities = derivation(
  'workloadIdentities',
  ({ serviceAccounts, podIdentityAssociations, workloads, settings }): Fact<'workloadIdentities'> => {
    if (!serviceAccounts.known) return serviceAccounts;
    if (!settings.known) return settings;
    const platform = new Set(settings.value.platformNamespaces);
    const users = usersOf(workloads);
    const roles = rolesOf(podIdentityAssociations);
    const accounts = new Map(serviceAccounts.items.map((account) => [keyOf(account.namespace, account.name), account]));
    const keys = new Set([...accounts.keys(), ...users.byAccount.keys(), ...roles.byAccount.keys()]);
    const unread = new Set(serviceAccounts.missing.map(({ id }) => id.replace(/^ServiceAccount\//, '')));
    const items = [...keys]
      .filter((key) => !unread.has(key))
      .map((key): Identity => {
        const account = accounts.get(key);
        const [namespace, name] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)];
        const { roleArn, automountServiceAccountToken } = account ?? {};
        return {
          namespace,
          name,
          platform: platform.has(namespace),
          exists: account !== undefined,
          ...(automountServiceAccountToken !== undefined && { automountServiceAccountToken }),
          ...(roleArn !== undefined && { annotatedRole: roleArn }),
          associatedRoles: roles.unread ?? roles.byAccount.get(key) ?? [],
          workloads: users.unread(namespace) ?? [...(users.byAccount.get(key) ?? [])].sort(),
        };
      });
    // Of an account that does not exist only those can tell that name it.
    const unseen = [unreadOf('workloads', workloads), unreadOf('podIdentityAssociations', podIdentityAssociations)].flat();
    return { known: true, items, missing: [...serviceAccounts.missing, ...onePerReason(unseen)] };
  },
);

const unreadOf = (id: string, fact: Fact<'workloads'> | Fact<'podIdentityAssociations'>): readonly Missing[] =>
  fact.known ? fact.missing : [{ ...fact, id }];

const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`;

function usersOf(workloads: Fact<'workloads'>) {
  const byAccount = new Map<string, Set<string>>();
  for (const { kind, namespace, name, specs } of workloads.known ? workloads.items : []) {
    for (const { spec } of specs) {
      const key = keyOf(namespace, spec.serviceAccountName ?? byDefault);
      byAccount.set(key, (byAccount.get(key) ?? new Set()).add(`${kind}/${namespace}/${name}`));
    }
  }
  const unread = (namespace: string): Unknown | undefined => {
    if (!workloads.known) return workloads;
    const one = workloads.missing.find(({ id }) => !isElsewhere(id, namespace));
    return one && unknown(one.why, one.action);
  };
  return { byAccount, unread };
}

/** `Pod/shop/web` is of the namespace shop; `deployments.apps` may be of any. */
const isElsewhere = (id: string, namespace: string): boolean => {
  const [, own, name] = id.split('/');
  return name !== undefined && own !== namespace;
};

function rolesOf(associations: Fact<'podIdentityAssociations'>) {
  const byAccount = new Map<string, Roles>();
  let unread: Unknown | undefined = associations.known ? firstMissing(associations.missing) : associations;
  for (const { id, namespace, serviceAccount, roleArn, targetRoleArn } of associations.known ? associations.items : []) {
    const parts = [namespace, serviceAccount, roleArn, targetRoleArn];
    unread ??= parts.find(isUnknown);
    if (typeof namespace !== 'string' || typeof serviceAccount !== 'string' || typeof roleArn !== 'string') continue;
    const role = { association: id, roleArn, ...(typeof targetRoleArn === 'string' && { targetRoleArn }) };
    const key = keyOf(namespace, serviceAccount);
    byAccount.set(key, [...(byAccount.get(key) ?? []), role]);
  }
  return { byAccount, unread };
}

const firstMissing = ([first]: readonly { readonly why: string; readonly action?: string }[]): Unknown | undefined =>
  first && unknown(first.why, first.action);

import type { Value } from '../../facts/index.ts';
import { check, type Judgement } from '../check.ts';
import { judging, type PodSpec, type Workload } from '../specs.ts';

/**
 * `automountServiceAccountToken` of the pod, else of its service account, else true (core/v1 ServiceAccount; CIS Amazon EKS Benchmark 4.1.6).
 * Whether a process talks to the API server cannot be seen: a token that somebody asked for in so many words is taken as needed, one that
 * is there because nobody said anything is not. Roles of AWS come by tokens of their own, and need no such token.
 */
export default check({
  id: 'pods/service-account-tokens',
  title: 'Service account tokens are mounted only where somebody asked for them',
  severity: 'low',
  scope: 'cluster',
  why: 'Most processes never talk to the API server. With a token in a file whoever breaks into one does, with every right that its account has or is given one day.',
  fix: {
    text: 'Set automountServiceAccountToken: false in the service account or in the pod; where the process is a client of the API server, set it to true to say so.',
    kubectl: `kubectl patch serviceaccount NAME -p '{"automountServiceAccountToken":false}'`,
  },
  each: 'workloads',
  needs: ['serviceAccounts'],
  judge: (workload: Workload, { serviceAccounts }): Judgement =>
    judging({
      severity: 'low',
      passes: 'no token is mounted, or somebody asked for it',
      offences: (spec) => {
        if (spec.automountServiceAccountToken !== undefined) return [];
        const name = accountOf(spec);
        const account = byName(serviceAccounts).get(`${workload.namespace}/${name}`);
        if (account?.automountServiceAccountToken !== undefined) return [];
        return [{ says: `automountServiceAccountToken is set neither in the pod nor in ServiceAccount ${name}` }];
      },
    })(workload),
});

type Accounts = Value<'serviceAccounts'>;
/** Thousands of workloads ask for one of thousands of accounts: they are indexed once for all. */
const indexes = new WeakMap<Accounts, ReadonlyMap<string, Accounts[number]>>();

function byName(accounts: Accounts): ReadonlyMap<string, Accounts[number]> {
  const index = indexes.get(accounts) ?? new Map(accounts.map((one) => [`${one.namespace}/${one.name}`, one]));
  indexes.set(accounts, index);
  return index;
}

const accountOf = ({ serviceAccountName }: PodSpec): string => serviceAccountName ?? 'default';

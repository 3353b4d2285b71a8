import { check } from '../check.ts';
import { judging, type PodSpec } from '../specs.ts';

/** `serviceAccountName`, which is `default` where it is not set (CIS Amazon EKS Benchmark 4.1.5). Without its token the account is only a name. */
export default check({
  id: 'pods/default-service-account',
  title: 'No workload acts as the service account default',
  severity: 'low',
  scope: 'cluster',
  why: 'Every pod that names no account has this one: a right that somebody gives it for one workload is had by all of the namespace, those of tomorrow too.',
  fix: {
    text: 'Make a service account for the workload and name it in serviceAccountName; where it does not talk to the API server, set automountServiceAccountToken: false.',
    kubectl: 'kubectl create serviceaccount NAME && kubectl set serviceaccount deployment NAME NAME',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'low',
    passes: 'it has a service account of its own, or no token',
    offences: (spec) => {
      const { serviceAccountName: name, automountServiceAccountToken: automount } = spec;
      if (name !== undefined && name !== 'default') return [];
      const projected = automount === false && hasToken(spec);
      if (automount === false && !projected) return [];
      const token = projected
        ? 'a projected volume holds its token'
        : `automountServiceAccountToken ${automount === true ? 'is true' : 'is not set'}`;
      return [
        { says: `serviceAccountName ${name === undefined ? 'is not set, which is default' : 'is default'}, and ${token}` },
      ];
    },
  }),
});

/** A token for the API server that the pod mounts by itself; those for others (of AWS, of a vault) are of no use there. */
const hasToken = ({ volumes }: PodSpec): boolean =>
  volumes.some(({ tokens = [] }) =>
    tokens.some(({ audience = '' }) => audience === '' || audience.startsWith('https://kubernetes.default')),
  );

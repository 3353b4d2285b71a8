import { check } from '../check.ts';
import { judging } from '../specs.ts';

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
    offences: ({ serviceAccountName, automountServiceAccountToken: automount }) =>
      (serviceAccountName !== undefined && serviceAccountName !== 'default') || automount === false
        ? []
        : [
            {
              says: `serviceAccountName ${serviceAccountName === undefined ? 'is not set, which is default' : 'is default'}, and automountServiceAccountToken ${automount === true ? 'is true' : 'is not set'}`,
            },
          ],
  }),
});

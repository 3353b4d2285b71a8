import { check } from '../check.ts';
import { judging } from '../specs.ts';
import { quoted } from '../words.ts';

const aDay = 86_400;

/**
 * `expirationSeconds` of a projected `serviceAccountToken` (core/v1 ServiceAccountTokenProjection): what is asked for, 3600 where it is not
 * set; an API server with `--service-account-max-token-expiration` gives less. The kubelet writes a new token after a day at the latest, so that
 * nothing in the pod gains from more. A day itself is what the webhook of EKS asks for where a pod takes a role of AWS. The volume
 * kube-api-access that admission adds to each pod asks for 3607: no finding, although the API server lets just that token live longer for
 * old clients (90 days on EKS), since that is a setting of the API server, and not in the pod.
 */
export default check({
  id: 'pods/token-lifetimes',
  title: 'No pod asks for a service account token that outlives a day',
  severity: 'low',
  scope: 'cluster',
  why: 'A token is copied in a moment, and then works from elsewhere until it expires or the pod is deleted. The kubelet renews the file after a day at the latest: a longer life serves only whoever has a copy, and whoever verifies it without asking the API server takes it to the end, even when the pod is gone.',
  fix: {
    text: 'Take expirationSeconds away, which makes it an hour, and let the process read the file again when it changes.',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'low',
    passes: 'no projected token is asked for more than a day',
    offences: ({ volumes }) =>
      volumes.flatMap(({ name, tokens = [] }) =>
        tokens.flatMap(({ audience = '', expirationSeconds = 0 }) =>
          expirationSeconds > aDay
            ? [
                {
                  says: `volume ${quoted(name)}: token for ${audience === '' ? 'the API server' : `audience ${quoted(audience)}`} with expirationSeconds: ${expirationSeconds}`,
                },
              ]
            : [],
        ),
      ),
  }),
});

import { check, fail, notApplicable, pass } from '../check.ts';
import { quoted } from '../words.ts';

/**
 * Secrets of type kubernetes.io/service-account-token, by the annotation that names their account. Since Kubernetes 1.24 nothing makes them
 * but people; when one was last used the API server notes on it, by the day (kubernetes.io, "Managing Service Accounts").
 */
export default check({
  id: 'service-accounts/long-lived-tokens',
  title: 'No service account has a token that does not expire',
  severity: 'medium',
  scope: 'cluster',
  why: 'Such a token is valid until the Secret is deleted, from anywhere, for whoever has seen it: in a pipeline, in a backup, in a laptop. Tokens that pods get today end within hours, or with the pod.',
  fix: {
    text: 'Let what uses it take a token that ends (kubectl create token, a projected volume, or an OIDC identity of the pipeline), and delete the Secret.',
    kubectl: 'kubectl delete secret NAME --namespace NAMESPACE',
  },
  each: 'secrets',
  needs: ['settings'],
  judge: ({ namespace, name, serviceAccount, lastUsed, createdAt }, { settings: { platformNamespaces } }) => {
    if (serviceAccount === undefined) return pass('it is no token of a service account');
    const because = `it is a token of ServiceAccount ${namespace}/${quoted(serviceAccount)} that does not expire, ${lastUsed === undefined ? 'with no use noted' : `last used on ${lastUsed}`}`;
    if (platformNamespaces.includes(namespace)) return notApplicable(`${because}; ${namespace} is a platform namespace`);
    return fail(because, [
      { kind: 'secret', id: `Secret/${namespace}/${name}`, says: `created at ${createdAt ?? 'an unknown time'}` },
    ]);
  },
});

import { check, fail, pass, relyOn } from '../check.ts';
import { count, listed } from '../words.ts';

/**
 * Judged on what `kubectl get all` shows, the Service `kubernetes` aside. A single object is enough for a failure, even where some kinds could
 * not be listed; only a pass needs all of them.
 */
export default check({
  id: 'namespaces/default-in-use',
  title: 'No workload or Service is in the namespace default',
  severity: 'low',
  scope: 'cluster',
  why: 'What lands in default was deployed without a thought for a namespace: no quota, network policy or role of its own separates it from whatever comes next.',
  fix: {
    text: 'Deploy each application into a namespace of its own and delete what is left in default.',
    kubectl: 'kubectl get all --namespace default',
  },
  needs: ['defaultNamespaceUse'],
  judge: ({ defaultNamespaceUse: use }) => {
    if (use.objects.length > 0)
      return fail(`${count(use.objects.length, 'object is', 'objects are')} in the namespace default`, [
        { kind: 'namespace', id: 'default', says: listed(use.objects, 10) },
      ]);
    relyOn(use.complete);
    return pass('nothing but the Service kubernetes is in the namespace default');
  },
});

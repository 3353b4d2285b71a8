import { check, fail, pass, relyOn } from '../check.ts';
import { untried } from '../untried.ts';
import { listed } from '../words.ts';

/** Kubernetes' own role `system:public-info-viewer` lets everybody read the version and whether the server is well. */
const allowed = ['/version', '/healthz'];

/** What a stranger was answered when the scan asked the public endpoint without any credential (`--probe`). */
export default check({
  id: 'api-endpoint/anonymous-paths',
  title: 'The API server shows strangers no more than its version and health',
  severity: 'high',
  scope: 'cluster',
  why: 'Whoever reads /api, /openapi/v2 or /metrics without credentials learns what the cluster can do and what runs in it, and shows that anonymous requests have been given rights: often more than were meant.',
  fix: {
    text: 'Find what binds system:anonymous or system:unauthenticated to a role, and remove it; from Kubernetes 1.32 on EKS takes anonymous requests for health only.',
    kubectl: 'kubectl get clusterrolebindings -o wide | grep -E "system:(anonymous|unauthenticated)"',
  },
  needs: ['probes'],
  judge: ({ probes: { endpoint } }) => {
    if (typeof endpoint === 'string') return untried(endpoint);
    const { anonymous: met } = endpoint;
    const { answers } = met;
    const evidence = answers.map(({ path, status, anonymous }) => ({
      kind: 'probe',
      id: `GET ${path}`,
      says: `answered ${status} without credentials${anonymous ? ', to system:anonymous' : ''}`,
    }));
    const open = answers.filter(({ status }) => status >= 200 && status < 300).map(({ path }) => path);
    const more = open.filter((path) => !allowed.includes(path));
    if (more.length > 0)
      return fail(`${listed(more)} ${more.length === 1 ? 'is' : 'are'} answered without credentials`, evidence);
    relyOn(met.complete);
    const shown = open.length === 0 ? 'nothing' : `${listed(open)}, as Kubernetes does by default,`;
    return pass(`${shown} ${open.length > 1 ? 'are' : 'is'} answered without credentials`, evidence);
  },
});

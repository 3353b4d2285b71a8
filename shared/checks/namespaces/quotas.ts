import type { Item } from '../../facts/index.ts';
import { check, fail, type Judgement, notApplicable, pass } from '../check.ts';
import { count, listed } from '../words.ts';

type Namespace = Item<'namespaceControls'>;

/**
 * ResourceQuota and LimitRange objects (NSA/CISA Kubernetes Hardening Guide 1.2, "Resource policies"). A quota with scopes binds some pods
 * only; a LimitRange bounds each container, and not their number.
 */
export default check({
  id: 'namespaces/quotas',
  title: 'Every namespace with workloads has a resource quota',
  severity: 'low',
  scope: 'cluster',
  why: 'Without a quota one namespace can take all of the cluster: by a loop in a controller, by a test that forgot to end, or by somebody who mines coins with a stolen token.',
  fix: {
    text: 'Give the namespace a ResourceQuota for CPU, memory and the number of pods, and a LimitRange with defaults for what says nothing.',
    kubectl: 'kubectl create quota NAME --namespace NAMESPACE --hard=requests.cpu=20,requests.memory=64Gi,pods=200',
  },
  each: 'namespaceControls',
  needs: [],
  judge: (namespace) => {
    const { quotas, name } = namespace;
    const whole = quotas.filter(({ scoped }) => !scoped);
    if (whole.length > 0) return pass(bounded(whole), evidenceOf(namespace));
    if (namespace.platform) return notApplicable(`${name} is a platform namespace`);
    if (namespace.terminating) return notApplicable('it is being deleted');
    if (namespace.workloads === 0) return notApplicable('nothing runs there');
    const some =
      quotas.length === 0 ? 'no resource quota' : `quotas of some pods only (${listed(quotas.map((one) => one.name))})`;
    return fail(
      `${some}, and ${count(namespace.workloads, 'workload', 'workloads')}${rangesOf(namespace)}`,
      evidenceOf(namespace),
    );
  },
});

const bounded = (quotas: Namespace['quotas']): string =>
  `ResourceQuota ${listed(quotas.map(({ name, hard }) => `${name} (${listed(hard)})`))}`;

const rangesOf = ({ limitRanges }: Namespace): string =>
  limitRanges.length === 0 ? '; no limit range either' : `; LimitRange ${listed(limitRanges)} bounds each container only`;

const evidenceOf = ({ name, quotas }: Namespace): Extract<Judgement, { status: 'fail' }>['evidence'] => [
  {
    kind: 'namespace',
    id: name,
    says: quotas.length === 0 ? 'ResourceQuota: none' : `ResourceQuota: ${listed(quotas.map((one) => one.name))}`,
  },
];

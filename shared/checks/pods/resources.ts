import { check } from '../check.ts';
import { type Container, judging, type Offence, type PodSpec, type Workload } from '../specs.ts';
import { listed } from '../words.ts';

/**
 * `resources` of each container, and of the pod where it has them (core/v1 ResourceRequirements): a limit of memory, and requests of memory
 * and CPU. A limit is a request where there is none, and 0 is as good as nothing. What a LimitRange fills in stands in the pods: where every pod differs from its
 * template, the pods alone are judged. Init containers end, and ephemeral containers have no resources.
 */
export default check({
  id: 'pods/resources',
  title: 'Every container has a memory limit and requests',
  severity: 'low',
  scope: 'cluster',
  why: 'A container without a limit takes the memory of its node, by a leak or because somebody makes it, and the kernel kills what else runs there. Without requests the scheduler puts it anywhere, and it is evicted first.',
  fix: {
    text: 'Set resources.requests (cpu, memory) and resources.limits.memory of each container, or a LimitRange with defaults in the namespace.',
    kubectl: 'kubectl set resources deployment NAME --requests=cpu=100m,memory=128Mi --limits=memory=128Mi',
  },
  each: 'workloads',
  needs: [],
  judge: (workload) =>
    judging({
      severity: 'low',
      passes: 'every container has a memory limit, and requests of memory and CPU',
      offences: (spec) => spec.containers.flatMap((container) => lacking(spec, container) ?? []),
    })(running(workload)),
});

/** Admission fills defaults in: where there are pods, and none has the template as it stands, the template is not what runs. */
function running(workload: Workload): Workload {
  const own = workload.specs.filter(({ of }) => of !== 'template');
  const differing = own.reduce((sum, { of }) => sum + (of === 'template' ? 0 : of.count), 0);
  return workload.pods > 0 && differing >= workload.pods ? { ...workload, specs: own } : workload;
}

type Quantities = Readonly<Record<string, string>> | undefined;
/** A limit of 0 is none to the kubelet, and a request of 0 asks for nothing. */
const zero = /^[-+]?0*\.?0*(?:[numkMGTPE]|[KMGTPE]i|[eE][-+]?\d+)?$/;
const has = (quantities: Quantities, name: string): boolean =>
  quantities !== undefined && Object.hasOwn(quantities, name) && !zero.test(quantities[name] ?? '');

function lacking({ resources: ofPod }: PodSpec, container: Container): Offence | undefined {
  const { list, restartPolicy, resources } = container;
  if (list === 'ephemeralContainers' || (list === 'initContainers' && restartPolicy !== 'Always')) return undefined;
  const isLimited = (name: string) => has(resources.limits, name) || has(ofPod.limits, name);
  const isSilent = (name: string) => resources.requests?.[name] === undefined;
  const isRequested = (name: string) =>
    has(resources.requests, name) || has(ofPod.requests, name) || (isSilent(name) && isLimited(name));
  const absent = [
    ...(isLimited('memory') ? [] : ['limits.memory']),
    ...['memory', 'cpu'].filter((name) => !isRequested(name)).map((name) => `requests.${name}`),
  ];
  return absent.length === 0 ? undefined : { container, says: `no ${listed(absent)}` };
}

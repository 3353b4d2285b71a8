import { check } from '../check.ts';
import { effective, hasOwnUsers } from '../security-context.ts';
import { judging, type Offence, type PodSpec } from '../specs.ts';

/**
 * `runAsGroup`, `supplementalGroups` and `fsGroup` (core/v1 PodSecurityContext), where group 0 was asked for. What is unset is the image's,
 * and of a container with `runAsUser: 0` pods/root-user says more.
 */
export default check({
  id: 'pods/root-group',
  title: 'No container is put into the group of root',
  severity: 'low',
  scope: 'cluster',
  why: 'Files of root are often readable, and sometimes writable, for its group: on a mounted path of the node, group 0 opens what the user alone could not.',
  fix: { text: 'Set runAsGroup and fsGroup to a group other than 0, and take 0 out of supplementalGroups.' },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'low',
    passes: 'no container but those of root is put into group 0',
    windows: 'its groups have no numbers',
    offences: (spec) => (hasOwnUsers(spec) ? [] : [...ofPod(spec), ...ofContainers(spec)]),
  }),
});

const ofPod = ({ securityContext }: PodSpec): readonly Offence[] => [
  ...(securityContext?.supplementalGroups?.includes(0) ? [{ says: 'supplementalGroups has 0' }] : []),
  ...(securityContext?.fsGroup === 0 ? [{ says: 'fsGroup: 0' }] : []),
];

const ofContainers = (spec: PodSpec): readonly Offence[] =>
  spec.containers
    .filter((container) => effective(spec, container, 'runAsGroup') === 0 && effective(spec, container, 'runAsUser') !== 0)
    .map((container) => ({ container, says: 'runAsGroup: 0' }));

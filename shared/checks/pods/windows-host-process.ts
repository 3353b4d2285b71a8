import { check } from '../check.ts';
import { judging, type Offence } from '../specs.ts';

/** `securityContext.windowsOptions.hostProcess`, of the pod and of containers (Pod Security Standards, baseline, HostProcess). */
export default check({
  id: 'pods/windows-host-process',
  title: 'No Windows container is a process of its node',
  severity: 'high',
  scope: 'cluster',
  why: 'A HostProcess container is no container: it runs on the node itself, in its network and on its files, mostly as an administrator.',
  fix: {
    text: 'Take hostProcess away. Agents of the node that cannot do without it belong in a namespace of their own.',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'high',
    passes: 'no container is a HostProcess container',
    offences: (spec): readonly Offence[] => {
      const says = 'windowsOptions.hostProcess: true';
      const ofPod = spec.securityContext?.windowsOptions?.hostProcess === true;
      return [
        ...(ofPod ? [{ says: `${says}, set for the pod` }] : []),
        ...spec.containers
          .filter(({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true)
          .map((container) => ({ container, says })),
      ];
    },
  }),
});

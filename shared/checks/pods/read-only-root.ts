import { check } from '../check.ts';
import { judging } from '../specs.ts';

/** `securityContext.readOnlyRootFilesystem` (NSA/CISA Kubernetes Hardening Guide 1.2, "Immutable container file systems"). */
export default check({
  id: 'pods/read-only-root',
  title: 'The root file system of every container is read-only',
  severity: 'low',
  scope: 'cluster',
  why: 'An attacker in a container writes tools, and changes what runs there. With a read-only root there is nowhere to write but the volumes, which are few.',
  fix: { text: 'Set readOnlyRootFilesystem: true, and mount an emptyDir where the process writes (/tmp, caches).' },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'low',
    passes: 'every container has readOnlyRootFilesystem: true',
    windows: 'its containers need a writable root',
    offences: ({ containers }) =>
      containers
        .filter(({ securityContext }) => securityContext?.readOnlyRootFilesystem !== true)
        .map((container) => ({
          container,
          says: `readOnlyRootFilesystem ${container.securityContext?.readOnlyRootFilesystem === false ? 'is false' : 'is not set'}`,
        })),
  }),
});

import { check } from '../check.ts';
import { cleaned, holdsRuntimeSocket, mountedPaths } from '../host-path.ts';
import { judging, type Offence } from '../specs.ts';
import { quoted } from '../words.ts';

/**
 * Sockets of Docker, containerd, CRI-O, Podman and of Bottlerocket's API, by a hostPath of their own or of a directory above them. A mount that
 * is read-only forbids to replace the socket, not to talk to it.
 */
export default check({
  id: 'pods/runtime-sockets',
  title: 'No container has the socket of the container runtime',
  severity: 'high',
  scope: 'cluster',
  why: 'The runtime starts whatever it is asked to: through its socket a container starts another one that is privileged, and is root on the node. A read-only mount does not help.',
  fix: {
    text: 'Take the mount away: build images with a builder that needs no daemon, and read metrics and logs from the kubelet.',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'high',
    passes: 'no container has the socket of a container runtime',
    offences: (spec) =>
      mountedPaths(spec).flatMap(({ path, by }): readonly Offence[] => {
        const socket = holdsRuntimeSocket(cleaned(path));
        if (socket === undefined) return [];
        const says = `hostPath ${quoted(path)} ${socket}`;
        return by.length === 0
          ? [{ says: `${says}; no container mounts it`, severity: 'low' }]
          : by.map(({ container }) => ({ container, says }));
      }),
  }),
});

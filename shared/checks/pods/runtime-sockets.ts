import { check } from '../check.ts';
import { cleaned, holdsRuntimeSocket, mounts } from '../host-path.ts';
import { quoted } from '../security-context.ts';
import { judging, type Offence, type PodSpec } from '../specs.ts';

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
      spec.volumes.flatMap((volume) => (volume.hostPath === undefined ? [] : sockets(spec, volume.name, volume.hostPath.path))),
  }),
});

function sockets(spec: PodSpec, volume: string, written: string): readonly Offence[] {
  const socket = holdsRuntimeSocket(cleaned(written));
  if (socket === undefined) return [];
  const says = `hostPath ${quoted(written)} ${socket}`;
  const by = mounts(spec, volume);
  return by.length === 0
    ? [{ says: `${says}; no container mounts it`, severity: 'low' }]
    : by.map(({ container }) => ({ container, says }));
}

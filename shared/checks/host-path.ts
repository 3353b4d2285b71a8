/** Paths of a node that pods mount (core/v1 HostPathVolumeSource): which path is meant, and what it gives. */
import type { Severity } from './check.ts';
import type { Container, PodSpec } from './specs.ts';

/** Whoever reads these has credentials: of the kubelet and its pods, of the control plane, of users, of other containers. */
const secret = [
  '/etc/kubernetes',
  '/etc/shadow',
  '/etc/ssh',
  '/home',
  '/root',
  '/var/lib/containerd',
  '/var/lib/containers',
  '/var/lib/docker',
  '/var/lib/etcd',
  '/var/lib/kubelet',
  '/var/lib/rancher',
];

/** Below a secret path, and without secrets: where drivers and the kubelet meet. */
const meeting = [
  '/var/lib/kubelet/device-plugins',
  '/var/lib/kubelet/plugins',
  '/var/lib/kubelet/plugins_registry',
  '/var/lib/kubelet/pod-resources',
];

/** Whoever writes these decides what the node runs; below /proc by the program that the kernel starts for a crash. */
const steering = ['/bin', '/boot', '/etc', '/lib', '/lib64', '/opt', '/proc', '/sbin', '/sys', '/usr', '/var/spool/cron'];

/** Links to the root and the open files of a process of the node. */
const ofProcess = /^\/proc\/(?:[0-9]+|self|thread-self)(?:\/|$)/;

/** What systemd listens on, and where: read-only or not, it starts units for whoever connects as root. */
const managers = ['/run/dbus', '/run/dbus/system_bus_socket', '/run/systemd', '/run/systemd/private'];

/** The root of a process that is the node's, however often: what stands behind it is the path that is meant. */
const ofNode = /^(?:\/proc\/(?:1|self|thread-self)\/root)+(?=\/|$)/;

const sockets = [
  ['/run/api.sock', "Bottlerocket's API"],
  ['/run/containerd/containerd.sock', 'containerd'],
  ['/run/cri-dockerd.sock', 'Docker'],
  ['/run/crio/crio.sock', 'CRI-O'],
  ['/run/docker.sock', 'Docker'],
  ['/run/dockershim.sock', 'the container runtime'],
  ['/run/host-containerd/containerd.sock', 'containerd'],
  ['/run/k0s/containerd.sock', 'containerd'],
  ['/run/k3s/containerd/containerd.sock', 'containerd'],
  ['/run/podman/podman.sock', 'Podman'],
  ['//./pipe/containerd-containerd', 'containerd'],
  ['//./pipe/docker_engine', 'Docker'],
] as const;

/**
 * The path that is meant: absolute, without `.`, `..`, empty elements and, of Windows, drive and backslashes. /var/run is a link to /run on
 * every distribution that nodes run.
 */
export function cleaned(path: string): string {
  const windows = /^(?:[a-z]:|\\)/i.test(path);
  const plain = windows ? path.replaceAll('\\', '/').toLowerCase() : path;
  if (plain.startsWith('//./pipe/')) return plain;
  const elements: string[] = [];
  for (const element of plain.replace(/^[a-z]:/, '').split('/')) {
    if (element === '..') elements.pop();
    else if (element !== '' && element !== '.') elements.push(element);
    if (elements.length === 2 && elements[0] === 'var' && elements[1] === 'run') elements.shift();
  }
  const found = `/${elements.join('/')}`;
  return ofNode.test(found) ? cleaned(found.replace(ofNode, '')) : found;
}

/** Whether one path is the other or lies below it, by element. */
const within = (path: string, above: string): boolean => path === above || above === '/' || path.startsWith(`${above}/`);
const meets = (path: string, others: readonly string[]): string | undefined =>
  others.find((other) => within(path, other) || within(other, path));

/** What a mount of a cleaned path gives to a container. */
export function pathPower(path: string, readOnly: boolean): { readonly severity: Severity; readonly meaning: string } {
  const held = meeting.some((place) => within(path, place)) ? undefined : meets(path, secret);
  if (path === '/') return { severity: 'high', meaning: 'every file of the node' };
  if (ofProcess.test(path)) return { severity: 'high', meaning: 'leads to every file of the node' };
  if (held !== undefined)
    return {
      severity: 'high',
      meaning: within(path, held) ? 'credentials of the node' : `${held} with its credentials lies below it`,
    };
  if (managers.includes(path)) return { severity: 'high', meaning: 'systemd, which starts what root asks for' };
  if (readOnly) return { severity: 'low', meaning: '' };
  if (meets(path, steering) !== undefined) return { severity: 'high', meaning: 'writable: what the node runs' };
  if (meets(path, ['/var/log']) !== undefined)
    return { severity: 'medium', meaning: 'writable: a link there shows any file of the node to whoever may read logs' };
  return { severity: 'medium', meaning: 'writable' };
}

/** `is the socket of containerd`, `holds the socket of …`; undefined where there is none. */
export function holdsRuntimeSocket(path: string): string | undefined {
  const found = sockets.find(([socket]) => within(socket, path));
  if (found === undefined) return undefined;
  const [socket, whose] = found;
  return path === socket ? `is the socket of ${whose}` : 'is a directory above the sockets of container runtimes';
}

interface Mounted {
  /** As it is written. */
  readonly path: string;
  /** The containers that mount it; read-only where none of a container's mounts of it is writable. */
  readonly by: readonly { readonly container: Container; readonly readOnly: boolean }[];
}

/** The paths of the node among a pod's volumes, and who mounts them. One walk over all mounts: a pod can have many of both. */
export function mountedPaths({ containers, volumes }: PodSpec): readonly Mounted[] {
  const paths = new Map(
    volumes.flatMap(({ name, hostPath }) => (hostPath === undefined ? [] : [[name, hostPath.path] as const])),
  );
  if (paths.size === 0) return [];
  const mounts = new Map<string, Map<Container, boolean>>();
  for (const container of containers)
    for (const { name, readOnly } of container.volumeMounts)
      if (paths.has(name)) {
        const by = mounts.get(name) ?? new Map<Container, boolean>();
        mounts.set(name, by.set(container, readOnly === true && by.get(container) !== false));
      }
  return [...paths].map(([name, path]) => ({
    path,
    by: [...(mounts.get(name) ?? [])].map(([container, readOnly]) => ({ container, readOnly })),
  }));
}

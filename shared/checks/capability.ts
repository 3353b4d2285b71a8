/** Linux capabilities (capabilities(7)) as Kubernetes names them, and what they give. */
import type { Severity } from './check.ts';
import { rank } from './severity.ts';
import type { Container, PodSpec } from './specs.ts';
import { listed, quoted } from './words.ts';

/** What the baseline of the Pod Security Standards lets a container add: the defaults of runtimes, without NET_RAW. */
const ordinary: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** What a capability gives; in its own namespaces first, and where the pod shares those of the node. */
interface Power {
  readonly severity: Severity;
  readonly meaning: string;
}

const powers: ReadonlyMap<string, Power> = new Map([
  ['ALL', { severity: 'high', meaning: 'all of root' }],
  ['SYS_ADMIN', { severity: 'high', meaning: 'mounts file systems, and most of what root can do' }],
  ['SYS_MODULE', { severity: 'high', meaning: 'loads modules into the kernel of the node' }],
  ['SYS_RAWIO', { severity: 'high', meaning: 'reads and writes the memory of the node' }],
  ['SYS_BOOT', { severity: 'high', meaning: 'restarts the node, with another kernel' }],
  ['BPF', { severity: 'high', meaning: 'loads programs into the kernel of the node' }],
  ['DAC_READ_SEARCH', { severity: 'high', meaning: 'opens any file of the node by its handle' }],
  ['MAC_ADMIN', { severity: 'high', meaning: 'changes the mandatory access control of the node' }],
  ['MAC_OVERRIDE', { severity: 'high', meaning: 'overrides the mandatory access control of the node' }],
  ['SYS_PTRACE', { severity: 'medium', meaning: 'reads and steers the other processes of the pod' }],
  ['NET_ADMIN', { severity: 'medium', meaning: 'changes addresses, routes and filters of the pod' }],
  ['PERFMON', { severity: 'medium', meaning: 'watches the kernel of the node' }],
  ['SYSLOG', { severity: 'medium', meaning: 'reads the log and the addresses of the kernel' }],
  ['SYS_TIME', { severity: 'medium', meaning: 'sets the clock of the node' }],
  ['CHECKPOINT_RESTORE', { severity: 'medium', meaning: 'reads the memory of other processes of the pod' }],
  ['AUDIT_CONTROL', { severity: 'medium', meaning: 'turns the audit of the kernel off' }],
  ['NET_RAW', { severity: 'low', meaning: 'poses as other pods in the network of the node' }],
]);

/** With the network or the processes of the node, what was the pod's own is the node's. */
const onTheNode: ReadonlyMap<string, (spec: PodSpec) => string | undefined> = new Map<
  string,
  (spec: PodSpec) => string | undefined
>([
  ['NET_ADMIN', ({ hostNetwork }) => (hostNetwork ? 'changes addresses, routes and filters of the node' : undefined)],
  ['SYS_PTRACE', ({ hostPID }) => (hostPID ? 'reads and steers every process of the node' : undefined)],
]);

export interface Added extends Power {
  readonly name: string;
}

/** `cap_sys_admin` is SYS_ADMIN to some runtimes, and no name to others: it is judged as what it may be. */
const nameOf = (written: string): string => written.toUpperCase().replace(/^CAP_/, '');

const added = ({ securityContext }: Container): readonly string[] => [...new Set(securityContext?.capabilities?.add ?? [])];

/** Those that a container adds beyond the ordinary ones, as they are written: the standard compares names as they stand. */
export const addedCapabilities = (container: Container): readonly string[] =>
  added(container).filter((name) => !ordinary.has(name));

/** Those that it adds of the ordinary ones, but for NET_BIND_SERVICE, which restricted allows. */
export const commonAdded = (container: Container): readonly string[] =>
  added(container).filter((name) => ordinary.has(name) && name !== 'NET_BIND_SERVICE');

/** What a capability gives in such a pod. One that is not in the table is medium: it is not among those that the standard lets pass. */
export function gives(written: string, spec: PodSpec): Added {
  const name = nameOf(written);
  if (ordinary.has(name)) return { name: written, severity: 'low', meaning: `which Kubernetes writes ${name}` };
  const meaning = onTheNode.get(name)?.(spec);
  if (meaning !== undefined) return { name, severity: 'high', meaning };
  return { name, ...(powers.get(name) ?? { severity: 'medium', meaning: '' }) };
}

/** Names with the worst first, and what that one gives. */
export function listedWorst(some: readonly Added[]): { readonly names: string } & Power {
  const sorted = [...some].sort((a, b) => rank(b.severity) - rank(a.severity));
  const [worst] = sorted;
  const names = listed(sorted.map(({ name }) => quoted(name)));
  return { names, severity: worst?.severity ?? 'low', meaning: worst?.meaning ?? '' };
}

/** What is dropped by the names that Kubernetes has; runtimes take them in small letters, too, and the standard does not. */
export function dropped({ securityContext }: Container): { readonly all: boolean; readonly netRaw: boolean } {
  const drop = securityContext?.capabilities?.drop ?? [];
  return { all: drop.includes('ALL'), netRaw: drop.some((name) => ['ALL', 'NET_RAW'].includes(name.toUpperCase())) };
}

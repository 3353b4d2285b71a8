import { check } from '../check.ts';
import { type Container, judging, type Offence } from '../specs.ts';
import { listed } from '../words.ts';

const servers: ReadonlySet<string> = new Set(['dropbear', 'sshd', 'tinysshd']);
const port = 22;

/**
 * Programs that command and arguments start, and `ports[].containerPort` (Microsoft, Threat Matrix for Kubernetes, "SSH server running
 * inside container"). What the image starts by itself cannot be seen.
 */
export default check({
  id: 'pods/ssh-servers',
  title: 'No container runs an SSH server',
  severity: 'medium',
  scope: 'cluster',
  why: 'Who logs in by SSH passes by the API server: no authorisation of Kubernetes, no audit log, and keys that nobody takes back. A guessed password is a shell inside the cluster.',
  fix: { text: 'Take the server out of the image, and look into containers with kubectl exec or kubectl debug.' },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'medium',
    passes: 'no container starts an SSH server that we know, or has port 22',
    offences: ({ containers }) => containers.flatMap((container) => serving(container) ?? []),
  }),
});

function serving(container: Container): Offence | undefined {
  const started = container.programs.filter((program) => servers.has(program));
  if (started.length > 0) return { container, says: `starts ${listed(started)}` };
  return container.ports.some(({ containerPort, protocol = 'TCP' }) => containerPort === port && protocol === 'TCP')
    ? { container, says: `containerPort: ${port}` }
    : undefined;
}

import { check } from '../check.ts';
import { type Container, judging, type Offence, type PodSpec } from '../specs.ts';
import { listed, quoted } from '../words.ts';

/**
 * `ports[].hostPort` (Pod Security Standards, baseline, Host Ports). Of a pod in the network of its node the API server makes every port a
 * host port: that is judged by pods/host-network.
 */
export default check({
  id: 'pods/host-ports',
  title: 'No container takes a port of its node',
  severity: 'medium',
  scope: 'cluster',
  why: 'A host port answers on every address of the node, past Services and most network policies: whoever reaches the node reaches the container.',
  fix: {
    text: 'Take hostPort away and reach the container through a Service; for an agent of the node set hostIP: 127.0.0.1.',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'medium',
    passes: 'no container takes a port of its node, unless its pod is in the network of the node',
    offences: (spec) => spec.containers.flatMap((container) => ports(spec, container)),
  }),
});

const everywhere = ['', '0.0.0.0', '::'];
const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';

function ports({ hostNetwork }: PodSpec, container: Container): readonly Offence[] {
  const taken = container.ports.filter(
    ({ hostPort = 0, containerPort }) => hostPort !== 0 && !(hostNetwork === true && hostPort === containerPort),
  );
  return [...Map.groupBy(taken, ({ hostIP = '' }) => (everywhere.includes(hostIP) ? '' : hostIP))].map(([address, some]) => ({
    container,
    says: `hostPort ${listed(some.map(({ hostPort }) => `${hostPort}`))} on ${address === '' ? 'every address of the node' : quoted(address)}`,
    ...(isLoopback(address) ? { severity: 'low' as const } : {}),
  }));
}

import { production } from './accounts.ts';
import { type Cluster, cluster } from './builders/cluster.ts';
import type { Place } from './builders/ids.ts';
import type { Node } from './builders/instances.ts';
import { key } from './builders/keys.ts';
import { kubernetes, object } from './builders/kubernetes-system.ts';
import { loadBalancer } from './builders/load-balancers.ts';
import { network } from './builders/network.ts';
import { nodeGroup } from './builders/nodes.ts';
import { type Parts, together } from './builders/parts.ts';
import { tcp } from './builders/security-groups.ts';

const frankfurt: Place = { account: production, region: 'eu-central-1' };

const restricted = {
  'pod-security.kubernetes.io/enforce': 'restricted',
  'pod-security.kubernetes.io/enforce-version': 'latest',
};

/** An image of the account's own registry, by its digest. */
const image = (name: string, digits: string): string =>
  `${production}.dkr.ecr.${frankfurt.region}.amazonaws.com/${name}@sha256:${digits.repeat(16)}`;

/** payments: right in everything. What the others could look like. */
export function payments(): Parts {
  const vpc = network({ ...frankfurt, name: 'payments', number: 0, created: '2026-06-15T07:30:00Z' });
  const { arn, parts } = key(frankfurt, { name: 'payments', created: '2026-06-15T07:45:00Z' });
  const made = cluster(vpc, {
    name: 'payments',
    version: '1.36',
    platformVersion: 'eks.6',
    created: '2026-06-15T08:00:00Z',
    publicEndpoint: false,
    publicCidrs: [],
    key: arn,
    deletionProtection: true,
    tags: { team: 'payments', tier: 'one', 'data-class': 'cardholder' },
  });
  const system = nodeGroup(made, { name: 'system', count: 2, created: '2026-06-15T08:20:00Z', amiType: 'BOTTLEROCKET_x86_64' });
  const apps = nodeGroup(made, {
    name: 'apps',
    count: 3,
    created: '2026-06-15T08:25:00Z',
    amiType: 'BOTTLEROCKET_x86_64',
    instanceType: 'm7i.xlarge',
  });
  const nodes = [...system.nodes, ...apps.nodes];
  const inside = loadBalancer(made, {
    name: 'payments-api',
    madeFor: 'payments/api',
    type: 'network',
    internal: true,
    port: 443,
    nodePort: 31_443,
    certificate: true,
    ingress: [{ ...tcp(443), v4: ['10.0.0.0/8'], description: 'our own networks' }],
    nodes,
    created: '2026-06-16T09:00:00Z',
  });
  const objects = applications(made, nodes);
  return together(vpc.parts, parts, made.parts, system.parts, apps.parts, inside, objects);
}

/** A namespace with bounds of its own, in which nothing may talk to anything unless it is said so. */
function applications(made: Cluster, nodes: readonly Node[]): Parts {
  return kubernetes(made, nodes, ({ namespace, deployment }) => [
    ...['default', 'payments'].map((name) => namespace(name, restricted)),
    [
      ...['default', 'api', 'settlement'].map((name) =>
        object('ServiceAccount', 'payments', name, made, { automountServiceAccountToken: false }),
      ),
      object('ResourceQuota', 'payments', 'payments', made, { spec: { hard: { pods: '50', 'limits.memory': '64Gi' } } }),
      object('LimitRange', 'payments', 'payments', made, {
        spec: { limits: [{ type: 'Container', default: { cpu: '500m', memory: '256Mi' }, defaultRequest: { cpu: '100m' } }] },
      }),
      object('NetworkPolicy', 'payments', 'deny-by-default', made, {
        spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      }),
    ],
    deployment({
      namespace: 'payments',
      name: 'api',
      image: image('payments/api:3.14.2', 'a41c'),
      replicas: 3,
      port: 8443,
      hardened: true,
      serviceAccount: 'api',
    }),
    deployment({
      namespace: 'payments',
      name: 'settlement',
      image: image('payments/settlement:2.7.0', '07be'),
      replicas: 2,
      hardened: true,
      serviceAccount: 'settlement',
    }),
  ]);
}

import { office, staging } from './accounts.ts';
import { classicLoadBalancer } from './builders/classic-load-balancer.ts';
import { cluster } from './builders/cluster.ts';
import type { Place } from './builders/ids.ts';
import { key } from './builders/keys.ts';
import { kubernetes, service } from './builders/kubernetes-system.ts';
import { network } from './builders/network.ts';
import { nodeGroup, selfManagedNodes } from './builders/nodes.ts';
import { type Parts, together } from './builders/parts.ts';
import type { Network } from './builders/places.ts';
import { anywhere, securityGroup, tcp } from './builders/security-groups.ts';
import { edge } from './kops.ts';

const frankfurt: Place = { account: staging, region: 'eu-central-1' };
const virginia: Place = { account: staging, region: 'us-east-1' };
const nodePorts = tcp(30_000, 32_767);

/**
 * staging-2024: made for a trade fair in October 2024, in the default VPC, "for two weeks". Nobody knows whose it is. Open to the world at
 * its API, by SSH and on every node port, days from a forced upgrade, and everything runs in the namespace default.
 */
function staging2024(): Parts {
  const vpc = network({ ...frankfurt, name: 'default', number: 8, created: '2019-05-06T09:00:00Z', isDefault: true });
  const made = cluster(vpc, {
    name: 'staging-2024',
    version: '1.31',
    platformVersion: 'eks.61',
    created: '2024-10-07T16:45:00Z',
    publicEndpoint: true,
    publicCidrs: ['0.0.0.0/0'],
    privateEndpoint: false,
    supportType: 'EXTENDED',
    authentication: 'CONFIG_MAP',
    logs: [],
    tags: {},
    ingress: [{ ...nodePorts, ...anywhere, description: 'demo, remove after the fair' }],
  });
  const { nodes, parts } = nodeGroup(made, {
    name: 'ng-1',
    count: 3,
    created: '2024-10-07T17:00:00Z',
    instanceType: 't3.large',
    amiType: 'AL2_x86_64',
    release: '1.31.0-20241003',
    isPublic: true,
    ssh: { key: 'fair-2024' },
  });
  const balancer = classicLoadBalancer(made, {
    name: 'ad41f8e62b7c94a0fb3d5e8a716c2094',
    madeFor: 'default/fair-demo',
    port: 80,
    nodePort: 30_808,
    ingress: [{ ...tcp(80), ...anywhere }],
    nodes,
    created: '2024-10-08T08:10:00Z',
  });
  const demo = {
    type: 'LoadBalancer',
    clusterIP: '172.20.41.7',
    ports: [{ port: 80, targetPort: 8080, nodePort: 30_808, protocol: 'TCP' }],
  };
  const objects = kubernetes(made, nodes, ({ deployment, cronJob }) => [
    [service('default', 'fair-demo', demo, made)],
    deployment({ namespace: 'default', name: 'fair-demo', image: 'fair/demo:latest', replicas: 2, port: 8080 }),
    deployment({ namespace: 'default', name: 'postgres', image: 'postgres:14', port: 5432 }),
    cronJob({ namespace: 'default', name: 'reset-demo', image: 'fair/demo:latest', schedule: '*/30 * * * *' }),
  ]);
  return together(vpc.parts, made.parts, parts, balancer, objects);
}

/** preview: the IPv4 list is short, as it should be. The VPC is dual-stack, and the IPv6 list still has its default. */
function preview(): Parts {
  const vpc = network({ ...frankfurt, name: 'preview', number: 9, created: '2026-08-11T09:00:00Z', ipv6: true });
  const made = cluster(vpc, {
    name: 'preview',
    version: '1.36',
    platformVersion: 'eks.6',
    created: '2026-08-11T10:00:00Z',
    publicEndpoint: true,
    publicCidrs: [office, '::/0'],
    tags: { team: 'web', environment: 'preview' },
  });
  const { nodes, parts } = nodeGroup(made, { name: 'preview', count: 2, created: '2026-08-11T10:30:00Z' });
  const objects = kubernetes(made, nodes, ({ namespace, deployment }) =>
    ['pr-4711', 'pr-4720', 'pr-4723'].flatMap((name) => [
      namespace(name, { 'pod-security.kubernetes.io/enforce': 'baseline' }),
      deployment({ namespace: name, name: 'web', image: `storefront/web:${name}`, port: 8080 }),
    ]),
  );
  return together(vpc.parts, made.parts, parts, objects);
}

/** qa: looks fine from AWS. Its Kubernetes API knows the scanner and lets it list nothing, for its access entry has no policy. */
function qa(): Parts {
  const vpc = network({ ...frankfurt, name: 'qa', number: 10, created: '2026-05-18T09:00:00Z' });
  const made = cluster(vpc, {
    name: 'qa',
    version: '1.35',
    platformVersion: 'eks.14',
    created: '2026-05-18T10:00:00Z',
    publicEndpoint: true,
    publicCidrs: [office],
    tags: { team: 'quality' },
  });
  const { nodes, parts } = nodeGroup(made, { name: 'qa', count: 2, created: '2026-05-18T10:30:00Z' });
  const objects = kubernetes(made, nodes, ({ namespace, deployment }) => [
    namespace('suites'),
    deployment({ namespace: 'suites', name: 'browser', image: 'quality/browser:121', replicas: 3 }),
  ]);
  return together(vpc.parts, made.parts, parts, objects);
}

/**
 * loadtest: its key was disabled to save money, and EKS says so. Two teams each opened the node ports to "their half" of the internet, in a
 * group of their own: no rule alone is the internet, on one interface they are.
 */
function loadtest(): Parts {
  const vpc = network({ ...virginia, name: 'loadtest', number: 12, created: '2025-06-09T12:00:00Z' });
  const { arn, parts } = key(virginia, { name: 'loadtest', created: '2025-06-09T12:30:00Z', state: 'Disabled' });
  const half = (name: string, cidr: string) =>
    securityGroup(vpc, {
      name: `generators-${name}`,
      description: `load generators ${name}`,
      ingress: () => [{ ...nodePorts, v4: [cidr] }],
    });
  const halves = [half('west', '0.0.0.0/1'), half('east', '128.0.0.0/1')];
  const made = cluster(vpc, {
    name: 'loadtest',
    version: '1.33',
    platformVersion: 'eks.31',
    created: '2025-06-09T13:00:00Z',
    publicEndpoint: true,
    publicCidrs: [office],
    key: arn,
    issues: [{ code: 'KmsKeyDisabled', message: `The KMS key ${arn} is disabled.`, resourceIds: [arn] }],
    supportType: 'EXTENDED',
    tags: { team: 'performance' },
  });
  const group = nodeGroup(made, {
    name: 'targets',
    count: 2,
    created: '2025-06-09T13:30:00Z',
    groups: [made.group, ...halves.map(({ ref }) => ref)],
    isPublic: true,
  });
  const objects = kubernetes(made, group.nodes, ({ namespace, deployment }) => [
    namespace('targets'),
    deployment({ namespace: 'targets', name: 'echo', image: 'performance/echo:3', replicas: 4, port: 8080 }),
  ]);
  return together(vpc.parts, parts, ...halves.map((h) => h.parts), made.parts, group.parts, objects, legacyBatch(vpc));
}

/**
 * legacy-batch: Kubernetes 1.27, from before EKS encrypted all of its data by itself, and without a key of its own: its Secrets are not
 * encrypted. Its nodes are no node group's: only their tags say whose they are.
 */
function legacyBatch(vpc: Network): Parts {
  const made = cluster(vpc, {
    name: 'legacy-batch',
    version: '1.27',
    platformVersion: 'eks.48',
    created: '2023-07-03T08:00:00Z',
    publicEndpoint: false,
    publicCidrs: [],
    supportType: 'EXTENDED',
    authentication: 'CONFIG_MAP',
    logs: ['audit'],
    tags: { team: 'billing' },
  });
  const workers = selfManagedNodes(made, {
    name: 'legacy-batch-workers',
    count: 2,
    created: '2023-07-03T08:30:00Z',
    instanceType: 'm5.large',
  });
  const objects = kubernetes(made, workers.nodes, ({ deployment, cronJob }) => [
    deployment({ namespace: 'default', name: 'scheduler', image: 'billing/scheduler:0.9' }),
    cronJob({ namespace: 'default', name: 'nightly-invoices', image: 'billing/invoices:0.9', schedule: '15 1 * * *' }),
  ]);
  return together(made.parts, workers.parts, objects);
}

/** The staging account, by Region. */
export const stagingRegions = (): Readonly<Record<string, Parts>> => ({
  [frankfurt.region]: together(staging2024(), preview(), qa(), edge()),
  [virginia.region]: loadtest(),
});

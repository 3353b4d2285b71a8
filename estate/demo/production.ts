import { office, production } from './accounts.ts';
import { cluster } from './builders/cluster.ts';
import type { Place } from './builders/ids.ts';
import { key } from './builders/keys.ts';
import { kubernetes, object } from './builders/kubernetes-system.ts';
import { loadBalancer } from './builders/load-balancers.ts';
import { network } from './builders/network.ts';
import { nodeGroup } from './builders/nodes.ts';
import { type Parts, together } from './builders/parts.ts';
import { anywhere, securityGroup, tcp } from './builders/security-groups.ts';
import { payments } from './production-payments.ts';
import { virginiaParts } from './production-virginia.ts';

const frankfurt: Place = { account: production, region: 'eu-central-1' };

// Nobody's: it is here to be found.
const password = 'winter-sale-2025';
const settings = `cluster: shop\nuser: shop\npassword: ${password}\n`;

/**
 * storefront: someone was told that 0.0.0.0/0 is forbidden, and wrote its two halves instead. Its shop is open to everyone, as it should be:
 * the load balancer's port leads to a port of every node, though no node has a public address. The search engine's password is in a ConfigMap,
 * for "it is only the search"; it is the shop's, too.
 */
function storefront(): Parts {
  const vpc = network({ ...frankfurt, name: 'storefront', number: 1, created: '2026-02-10T10:00:00Z' });
  const backend = securityGroup(vpc, {
    name: 'k8s-traffic-storefront-7c1e9a40d2',
    description: '[k8s] Shared Backend SecurityGroup for LoadBalancer',
    ingress: () => [],
    tags: { 'elbv2.k8s.aws/cluster': 'storefront', 'elbv2.k8s.aws/resource': 'backend-sg' },
  });
  const made = cluster(vpc, {
    name: 'storefront',
    version: '1.35',
    platformVersion: 'eks.14',
    created: '2026-02-10T11:00:00Z',
    publicEndpoint: true,
    publicCidrs: ['0.0.0.0/1', '128.0.0.0/1'],
    logs: ['api', 'audit'],
    tags: { team: 'storefront' },
    ingress: [{ ...tcp(30_080), groups: [backend.ref.GroupId], description: 'elbv2.k8s.aws/targetGroupBinding=shared' }],
  });
  const { nodes, parts } = nodeGroup(made, { name: 'web', count: 3, created: '2026-02-10T11:30:00Z' });
  const shop = loadBalancer(made, {
    name: 'shop',
    madeFor: 'shop/web',
    type: 'application',
    internal: false,
    port: 443,
    nodePort: 30_080,
    certificate: true,
    ingress: [{ ...tcp(443), ...anywhere, description: 'the shop' }],
    backend: backend.ref,
    nodes,
    created: '2026-02-11T09:00:00Z',
  });
  const objects = kubernetes(made, nodes, ({ namespace, deployment }) => [
    namespace('shop'),
    [object('ConfigMap', 'shop', 'search-settings', made, { data: { 'search.yaml': settings } })],
    deployment({
      namespace: 'shop',
      name: 'web',
      image: 'storefront/web:8.1.0',
      replicas: 3,
      port: 8080,
      container: { env: [{ name: 'SEARCH_URL', value: `http://shop:${password}@search:9200` }] },
    }),
    deployment({ namespace: 'shop', name: 'search', image: 'storefront/search:1.9.4', replicas: 2, port: 9200 }),
  ]);
  return together(vpc.parts, backend.parts, made.parts, parts, shop, objects);
}

/**
 * ledger: a clean-up of "unused" keys found the one that its Secrets are encrypted with; in nine days nothing can be decrypted.
 * warehouse: the public endpoint was turned off after a review; what it once allowed is still stored, and no longer matters.
 * Somebody looked into an incident of ledger's nodes, and left the way in behind.
 * Both stand in one VPC: what belongs to which is to be told apart.
 */
function backOffice(now: Date): Parts {
  const vpc = network({ ...frankfurt, name: 'back-office', number: 2, created: '2026-03-02T09:00:00Z' });
  const { arn, parts } = key(frankfurt, {
    name: 'ledger',
    created: '2026-03-02T09:30:00Z',
    state: 'PendingDeletion',
    deletionDate: daysAfter(now, 9),
  });
  const ledger = cluster(vpc, {
    name: 'ledger',
    version: '1.35',
    platformVersion: 'eks.14',
    created: '2026-03-02T10:00:00Z',
    publicEndpoint: true,
    publicCidrs: [office],
    key: arn,
    issues: [{ code: 'KmsKeyMarkedForDeletion', message: `The KMS key ${arn} is pending deletion.`, resourceIds: [arn] }],
    tags: { team: 'finance' },
  });
  const warehouse = cluster(vpc, {
    name: 'warehouse',
    version: '1.36',
    platformVersion: 'eks.6',
    created: '2026-07-20T10:00:00Z',
    publicEndpoint: false,
    publicCidrs: ['0.0.0.0/0'],
    tags: { team: 'logistics' },
  });
  const books = nodeGroup(ledger, { name: 'books', count: 2, created: '2026-03-02T10:30:00Z' });
  const stock = nodeGroup(warehouse, { name: 'stock', count: 2, created: '2026-07-20T10:30:00Z' });
  const objects = [
    kubernetes(ledger, books.nodes, ({ namespace, deployment, pod }) => [
      namespace('ledger'),
      deployment({ namespace: 'ledger', name: 'bookkeeper', image: 'finance/bookkeeper:5.0.1', replicas: 2, hardened: true }),
      pod({
        namespace: 'ledger',
        name: 'debug-node',
        image: 'busybox:latest',
        pod: { hostPID: true, volumes: [{ name: 'host', hostPath: { path: '/' } }] },
        container: { securityContext: { privileged: true }, volumeMounts: [{ name: 'host', mountPath: '/host' }] },
      }),
    ]),
    kubernetes(warehouse, stock.nodes, ({ namespace, deployment, cronJob }) => [
      namespace('stock'),
      deployment({ namespace: 'stock', name: 'inventory', image: 'logistics/inventory:4.4.0', replicas: 2, port: 8080 }),
      cronJob({ namespace: 'stock', name: 'recount', image: 'logistics/recount:4.4.0', schedule: '0 3 * * *' }),
    ]),
  ];
  return together(vpc.parts, parts, ledger.parts, warehouse.parts, books.parts, stock.parts, ...objects);
}

const day = 24 * 60 * 60 * 1000;
const daysAfter = (now: Date, days: number): string => new Date(now.getTime() + days * day).toISOString();

/** The production account, by Region. */
export const productionRegions = (now: Date): Readonly<Record<string, Parts>> => ({
  [frankfurt.region]: together(payments(), storefront(), backOffice(now)),
  'us-east-1': virginiaParts(),
});

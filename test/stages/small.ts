import { classicLoadBalancer } from '../../estate/demo/builders/classic-load-balancer.ts';
import { type Cluster, cluster } from '../../estate/demo/builders/cluster.ts';
import type { Place } from '../../estate/demo/builders/ids.ts';
import type { Node } from '../../estate/demo/builders/instances.ts';
import { key } from '../../estate/demo/builders/keys.ts';
import { kubernetes, object } from '../../estate/demo/builders/kubernetes-system.ts';
import { loadBalancer } from '../../estate/demo/builders/load-balancers.ts';
import { network } from '../../estate/demo/builders/network.ts';
import { nodeGroup } from '../../estate/demo/builders/nodes.ts';
import { type KubernetesObject, type Parts, together } from '../../estate/demo/builders/parts.ts';
import { anywhere, prefixList, securityGroup, tcp } from '../../estate/demo/builders/security-groups.ts';
import { clusterVersions } from '../../estate/demo/builders/versions.ts';
import { demoDate } from '../../estate/demo/index.ts';
import { iam } from '../../estate/demo/organization.ts';
import type { Estate } from '../../estate/server.ts';

export const place: Place = { account: '111122223333', region: 'eu-central-1' };
const created = '2026-05-05T10:00:00Z';

/** right: every check passes. Its API is not public. */
function right(): Parts {
  const vpc = network({ ...place, name: 'right', number: 1, created });
  const { arn, parts } = key(place, { name: 'right', created });
  const made = cluster(vpc, {
    name: 'right',
    version: '1.36',
    platformVersion: 'eks.6',
    created,
    publicEndpoint: false,
    publicCidrs: [],
    key: arn,
    tags: {},
  });
  const group = nodeGroup(made, { name: 'apps', count: 1, created });
  const inside = loadBalancer(made, {
    name: 'inside',
    madeFor: 'shop/api',
    type: 'network',
    internal: true,
    port: 443,
    nodePort: 31_443,
    ingress: [{ ...tcp(443), v4: ['10.0.0.0/8'] }],
    nodes: group.nodes,
    created,
  });
  return together(vpc.parts, parts, made.parts, group.parts, inside, rightObjects(made, group.nodes));
}

/** As in EKS Auto Mode: what every node runs is no pod. */
function rightObjects(made: Cluster, nodes: readonly Node[]): Parts {
  const restricted = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  const { kubernetes: of = {} } = kubernetes(made, nodes, ({ namespace, deployment }) => [
    ...['default', 'shop'].map((name) => namespace(name, restricted)),
    [
      ...['api', 'default'].map((name) =>
        object('ServiceAccount', 'shop', name, made, { automountServiceAccountToken: false }),
      ),
      object('ResourceQuota', 'shop', 'shop', made, { spec: { hard: { pods: '10' } } }),
      object('LimitRange', 'shop', 'shop', made, { spec: { limits: [{ type: 'Container', default: { memory: '64Mi' } }] } }),
      object('NetworkPolicy', 'shop', 'shop', made, { spec: { podSelector: {} } }),
    ],
    deployment({
      namespace: 'shop',
      name: 'api',
      image: `shop/api@sha256:${'0a1b'.repeat(16)}`,
      port: 8080,
      hardened: true,
      serviceAccount: 'api',
    }),
  ]);
  const onEveryNode = ({ kind, metadata: { namespace } }: KubernetesObject) =>
    namespace === 'kube-system' && (kind === 'DaemonSet' || kind === 'Pod');
  return {
    kubernetes: Object.fromEntries(Object.entries(of).map(([name, all]) => [name, all.filter((one) => !onEveryNode(one))])),
  };
}

/** wrong: every check that can fail fails. Its VPC is the default one; a prefix list opens its nodes. */
function wrong(): Parts {
  const vpc = network({ ...place, name: 'wrong', number: 2, created, isDefault: true });
  const { arn, parts } = key(place, { name: 'wrong', created, state: 'Disabled' });
  const offices = prefixList(place, { name: 'offices', entries: { '192.0.2.0/28': 'Lyon', '0.0.0.0/0': 'temporary' } });
  const open = securityGroup(vpc, {
    name: 'open',
    description: 'open by a list',
    ingress: () => [{ ...tcp(6379), prefixLists: [offices.id] }],
  });
  const made = cluster(vpc, {
    name: 'wrong',
    version: '1.27',
    platformVersion: 'eks.48',
    created,
    publicEndpoint: true,
    publicCidrs: ['0.0.0.0/0'],
    key: arn,
    issues: [{ code: 'KmsKeyDisabled', message: 'disabled', resourceIds: [arn] }],
    tags: {},
  });
  const group = nodeGroup(made, {
    name: 'ng',
    count: 1,
    created,
    isPublic: true,
    ssh: { key: 'k' },
    groups: [made.group, open.ref],
  });
  const classic = classicLoadBalancer(made, {
    name: 'classic',
    madeFor: 'default/web',
    port: 80,
    nodePort: 30_080,
    ingress: [{ ...tcp(80), ...anywhere }],
    nodes: group.nodes,
    created,
  });
  const outside = (['application', 'network'] as const).map((type) =>
    loadBalancer(made, {
      name: `outside-${type}`,
      madeFor: 'default/web',
      type,
      internal: false,
      port: 80,
      nodePort: 30_080,
      ingress: [{ ...tcp(80), ...anywhere }],
      nodes: group.nodes,
      created,
    }),
  );
  const objects = kubernetes(made, group.nodes, ({ deployment, cronJob }) => [
    deployment({ namespace: 'default', name: 'web', image: 'web:1', port: 8080 }),
    cronJob({ namespace: 'default', name: 'tidy', image: 'web:1', schedule: '0 3 * * *' }),
  ]);
  return together(vpc.parts, parts, offices.parts, open.parts, made.parts, group.parts, classic, ...outside, objects);
}

const estateOf = (rootAccessKeys: number, ...parts: readonly Parts[]): Estate => ({
  accounts: {
    [place.account]: {
      global: { iam: iam({ rootAccessKeys }) },
      regions: { [place.region]: { ...together(...parts, clusterVersions(demoDate)) } },
    },
  },
});

/** One account with one Region and two clusters: one that is right in everything, and one that is wrong in what it can be. */
export const smallEstate = (): Estate => estateOf(1, right(), wrong());

/** One account in which everything is right. */
export const rightEstate = (): Estate => estateOf(0, right());

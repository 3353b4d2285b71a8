import { cluster } from './demo/builders/cluster.ts';
import type { Place } from './demo/builders/ids.ts';
import { key } from './demo/builders/keys.ts';
import { kubernetes } from './demo/builders/kubernetes-system.ts';
import { loadBalancer } from './demo/builders/load-balancers.ts';
import { network } from './demo/builders/network.ts';
import { nodeGroup } from './demo/builders/nodes.ts';
import { type Parts, together } from './demo/builders/parts.ts';
import { anywhere, tcp } from './demo/builders/security-groups.ts';
import { clusterVersions } from './demo/builders/versions.ts';
import type { Estate, EstateRegion } from './file.ts';
import { type Chance, chance } from './random.ts';

export interface GenerateOptions {
  /** The same seed and sizes give the same estate. */
  readonly seed: number;
  /** How many accounts; the first is the caller's, and the organization's management account. */
  readonly accounts: number;
  /** How many clusters in all, dealt out one by one over the accounts and their Regions. */
  readonly clusters: number;
  /** The Regions of every account; `us-east-1` unless given. */
  readonly regions?: readonly string[];
  /** Node groups of a cluster, 2 unless given, and nodes of a group, 2 unless given. */
  readonly nodeGroups?: number;
  readonly nodes?: number;
  /** When it is: how long versions are supported follows from it. */
  readonly now?: Date;
}

const created = '2026-03-01T09:00:00Z';
/** A tenth of a million clusters is more than an organization has, and as much as memory holds. */
const largest = { accounts: 10_000, clusters: 100_000, regions: 40, nodeGroups: 30, nodes: 450 } as const;

/**
 * An estate of any size: each cluster with a VPC of its own, node groups, interfaces, load balancer, sometimes a key; what is wrong with
 * it is a matter of chance. Plain JSON, as in a file (contracts 3.3).
 * @throws RangeError for sizes that are no count
 */
export function generateEstate(options: GenerateOptions): Estate {
  const { seed, accounts, clusters, regions = ['us-east-1'], nodeGroups = 2, nodes = 2, now = new Date(created) } = options;
  for (const [name, size] of Object.entries({ accounts, clusters, regions: regions.length, nodeGroups, nodes }))
    if (!Number.isInteger(size) || size < 0 || size > largest[name as keyof typeof largest])
      throw new RangeError(`${name}: ${size} is not a count up to ${largest[name as keyof typeof largest]}`);
  const ids = Array.from({ length: Math.max(1, accounts) }, (_, i) => String(100_000_000_000 + i));
  const places = ids.flatMap((account) => regions.map((region): Place => ({ account, region })));
  const versions = clusterVersions(now);
  const inRegion = (place: Place, index: number): EstateRegion => {
    const count = Math.floor((clusters + places.length - 1 - index) / places.length);
    const made = Array.from({ length: count }, (_, i) => clusterParts(place, i, chance(seed, index, i), nodeGroups, nodes));
    return { ...together(versions, ...made) } as EstateRegion;
  };
  const all = ids.map((account, a) => {
    const mine = regions.map((region, r): [string, EstateRegion] => [
      region,
      inRegion({ account, region }, a * regions.length + r),
    ]);
    const organizations = a === 0 ? { organizations: organization(ids) } : {};
    return [
      account,
      {
        global: { iam: { SummaryMap: { AccountAccessKeysPresent: 0, AccountMFAEnabled: 1 } }, ...organizations },
        regions: Object.fromEntries(mine),
      },
    ];
  });
  return { accounts: Object.fromEntries(all) };
}

/** Accounts of a generated organizational unit. */
const accountsInUnit = 50;

/** A root with units side by side, so many accounts in each. */
function organization(ids: readonly string[]) {
  const ListAccounts = ids.map((Id, i) => ({
    Id,
    Name: `account-${i}`,
    Status: 'ACTIVE',
    State: 'ACTIVE',
    JoinedMethod: 'CREATED',
  }));
  const units = Array.from({ length: Math.ceil(ids.length / accountsInUnit) }, (_, i) => ({
    Id: `ou-gen0-${String(i).padStart(8, '0')}`,
    Name: `Team ${i}`,
  }));
  const inUnit = (i: number) => ListAccounts.slice(i * accountsInUnit, (i + 1) * accountsInUnit);
  return {
    Organization: { Id: 'o-generated', MasterAccountId: ids[0] },
    Roots: [{ Id: 'r-gen0', Name: 'Root' }],
    ListOrganizationalUnitsForParent: { 'r-gen0': units },
    ListAccounts,
    ListAccountsForParent: Object.fromEntries(units.map(({ Id }, i) => [Id, inUnit(i)])),
  };
}

/** VPCs of one Region may have the same blocks, as long as they are not joined: there are only so many. */
const blocks = 16;
const publicCidrs = [
  ['0.0.0.0/0'],
  ['0.0.0.0/1', '128.0.0.0/1'],
  ['198.51.100.0/26'],
  ['10.0.0.0/8'],
  ['52.0.0.0/8', '198.51.100.7/32'],
];

function clusterParts(place: Place, index: number, { one, often }: Chance, nodeGroups: number, nodes: number): Parts {
  const name = `cluster-${String(index).padStart(4, '0')}`;
  const vpc = network({ ...place, name, number: index % blocks, created, ipv6: often(0.1) });
  const secret = often(0.5) ? key(place, { name, created, ...(often(0.1) ? { state: 'Disabled' } : {}) }) : undefined;
  const made = cluster(vpc, {
    name,
    version: one(['1.36', '1.35', '1.34', '1.33', '1.32', '1.30']),
    platformVersion: 'eks.6',
    created,
    publicEndpoint: often(0.6),
    publicCidrs: one(publicCidrs),
    ...(secret ? { key: secret.arn } : {}),
    authentication: one(['API', 'API_AND_CONFIG_MAP']),
    tags: { team: one(['web', 'data', 'platform', 'payments']) },
    ingress: often(0.2) ? [{ ...tcp(one([22, 443, 10_250, 30_080])), ...anywhere }] : [],
  });
  const groups = Array.from({ length: nodeGroups }, (_, i) =>
    nodeGroup(made, {
      name: `group-${i}`,
      count: nodes,
      created,
      isPublic: often(0.1),
      ...(often(0.1) ? { ssh: { key: 'operations' } } : {}),
    }),
  );
  const running = groups.flatMap((group) => group.nodes);
  const balancer = loadBalancer(made, {
    name: `${name}-web`,
    madeFor: 'web/front',
    type: one(['application', 'network']),
    internal: often(0.5),
    port: 443,
    nodePort: 30_443,
    certificate: true,
    ingress: [{ ...tcp(443), ...anywhere }],
    nodes: running,
    created,
  });
  const objects = kubernetes(made, [], ({ namespace, deployment }) => [
    namespace('web', {}),
    deployment({ namespace: often(0.3) ? 'default' : 'web', name: 'front', image: 'web/front:1.0.0', replicas: 2, port: 8080 }),
  ]);
  return together(vpc.parts, secret?.parts ?? {}, made.parts, ...groups.map((g) => g.parts), balancer, objects);
}

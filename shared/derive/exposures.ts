import { isUnknown, type Unknown, unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation, type Inputs } from './derive.ts';
import type { Exposure, UnknownExposure } from './exposure/exposure.ts';
import { exposuresOf } from './exposure/exposures.ts';

type Row = Stored<'exposures'>['rows'][number];
type Role = Row['role'];
type Members = Extract<Fact<'clusterInterfaces'>, { readonly known: true }>;

/** What the internet reaches of the cluster: of the interfaces that are its own or in its VPC and nobody's, and of its endpoint. */
export const exposures = derivation('exposures', (inputs): Fact<'exposures'> => {
  const { target, cluster, clusterInterfaces } = inputs;
  if (!cluster.known) return cluster;
  const { partition, account, region = '' } = target;
  const members = clusterInterfaces.known ? clusterInterfaces : { known: true as const, items: [], missing: [] };
  const roles = new Map<string, Role>(members.items.map(({ id, role }) => [id, role]));
  const found = exposuresOf(withCluster(inputs), {
    interfaces: new Set(roles.keys()),
    clusters: new Set([cluster.value.arn]),
    place: { partition, account, region },
  });
  const triedOf = probesOf(inputs.probes);
  const rows = found.exposures.map((one) => ({ ...rowOf(one, roles.get(one.resource.id) ?? 'endpoint'), ...triedOf(one) }));
  const doubts = [...found.unknown.flatMap((one) => doubtOf(one, roles)), ...doubtsOf(clusterInterfaces, members)];
  const complete = (role: Role): true | Unknown => doubts.find((one) => one.roles.includes(role))?.why ?? true;
  return {
    known: true,
    value: {
      rows,
      complete: {
        'control-plane': complete('control-plane'),
        node: complete('node'),
        pod: complete('pod'),
        'load-balancer': complete('load-balancer'),
        unattributed: complete('unattributed'),
        endpoint: complete('endpoint'),
      },
    },
  };
});

const ofInterfaces: readonly Role[] = ['control-plane', 'node', 'pod', 'load-balancer', 'unattributed'];

interface Doubt {
  readonly roles: readonly Role[];
  readonly why: Unknown;
}

/** The cluster is judged as its own fact has it, in which what does not parse is unknown; one that is not EKS's has no endpoint of EKS's. */
function withCluster(inputs: Inputs<'exposures'>): Inputs<'exposures'> {
  const { cluster, target } = inputs;
  if (!cluster.known) return inputs;
  const { clusterSecurityGroupId = unknown('EKS gave it no security group'), ...own } = cluster.value;
  const items = target.cluster?.arn === undefined ? [] : [{ ...own, clusterSecurityGroupId }];
  return { ...inputs, clusters: { known: true, items, missing: [] } };
}

function rowOf({ resource, unless, ...row }: Exposure, role: Role): Row {
  const reasons = (unless ?? []).map(({ fact, why }) => `${fact} could not be read: ${why}`);
  const action = unless?.find((one) => one.action !== undefined)?.action;
  return {
    role,
    id: resource.id,
    ...(resource.instance === undefined ? {} : { instanceId: resource.instance }),
    address: row.address,
    protocol: row.protocol,
    ...(row.ports === undefined ? {} : { ports: pairs(row.ports) }),
    sources: [...row.sources],
    internet: row.internet,
    via: row.via,
    ...(row.to === undefined ? {} : { to: { address: row.to.address, ports: pairs(row.to.ports) } }),
    ...(row.inspection === undefined ? {} : { inspection: [...row.inspection] }),
    path: [...row.path],
    certain:
      reasons.length === 0
        ? true
        : unknown(`reachable unless something forbids it that is not known: ${reasons.join('; ')}`, action),
  };
}

/** What came of the rows that were tried: it is shown beside them, and changes none. */
function probesOf(probes: Fact<'probes'>): (row: Exposure) => Pick<Row, 'probed'> {
  const tried = Map.groupBy(probes.known ? probes.value.items : [], ({ id, via, address }) => `${id} ${via} ${address}`);
  return ({ resource, via, address, protocol, ports = [] }) => {
    if (protocol !== 'tcp') return {};
    const own = (tried.get(`${resource.id} ${via} ${address}`) ?? []).filter(({ port }) =>
      ports.some(([from, to]) => from <= port && port <= to),
    );
    const probed = own.map(({ port, says }) => ({ kind: 'probe', id: `tcp ${port}`, says }));
    return probed.length === 0 ? {} : { probed };
  };
}

const pairs = (ports: NonNullable<Exposure['ports']>): [number, number][] => ports.map(([from, to]) => [from, to]);

/** An unread interface is a doubt about its own role; a load balancer may lead to any; one in no list at all may be of any role. */
function doubtOf({ resource, why, action }: UnknownExposure, roles: ReadonlyMap<string, Role>): readonly Doubt[] {
  const reason = unknown(why, action);
  if (resource.type === 'eks-endpoint') return [{ roles: ['endpoint'], why: reason }];
  const role = roles.get(resource.id);
  return [{ roles: role === undefined ? ofInterfaces : [role], why: reason }];
}

/** What may be the cluster's as well, or play another role. */
const doubtsOf = (interfaces: Fact<'clusterInterfaces'>, { missing }: Members): readonly Doubt[] =>
  isUnknown(interfaces)
    ? [{ roles: ofInterfaces, why: interfaces }]
    : missing.map(({ why, action }) => ({ roles: ofInterfaces, why: unknown(why, action) }));

import { type Call, text, texts } from '../call.ts';
import { own, partitionOf } from '../data.ts';
import { at, type Entity, entities } from '../entities.ts';
import { missingCluster, missingEks } from '../missing.ts';
import type { Values } from '../protocol.ts';
import type { Shape } from '../schema.ts';
import { itemsOf } from './items.ts';
import { selectItems } from './select.ts';
import type { Special } from './special.ts';

type Answer = (call: Call) => Values | undefined;
const derived: Readonly<Record<string, Answer>> = Object.fromEntries(
  (entities.eks ?? []).flatMap((entity): [string, Answer][] => [
    [entity.list.operation, (call) => list(call, entity)],
    [entity.describe.operation, (call) => describe(call, entity)],
  ]),
);

export const eks: Special = {
  check: (call) => {
    const cluster = text(call.input.clusterName);
    if (cluster !== undefined && !clusterExists(call, cluster)) throw missingCluster(cluster);
    const { name, required } = call.operation;
    if (name.startsWith('Describe') && required.length > 0 && !Object.hasOwn(derived, name)) throw missingEks(name, call.input);
  },
  answers: { ...derived, DescribeClusterVersions: clusterVersions },
  finish: (call, output) => (call.operation.name === 'DescribeCluster' ? withEndpoint(call, output) : output),
};

/** In the list of clusters, or under an operation's own name. */
function clusterExists(call: Call, name: string): boolean {
  if (itemsOf(call, 'clusters').some((c) => at(c, 'name') === name)) return true;
  const described = call.data.get('eks', 'DescribeCluster') as Values | undefined;
  const listed = call.data.get('eks', 'ListClusters');
  return (described && own(described, name) !== undefined) || texts(at(listed, 'clusters') ?? listed).includes(name);
}

const matching = (call: Call, entity: Entity, where: Readonly<Record<string, string>>): readonly unknown[] =>
  itemsOf(call, entity.names[0]).filter((item) =>
    Object.entries(where).every(([input, path]) => at(item, path) === at(call.input, input)),
  );

function list(call: Call, entity: Entity): Values {
  const items = matching(call, entity, entity.within).filter((item) => isIncluded(call, entity, item));
  const { member } = entity.list;
  if (entity.named)
    return { [member]: items.map((item) => at(item, entity.named ?? '')).filter((name) => typeof name === 'string') };
  const shape = call.operation.output.members.get(member)?.shape.value?.shape;
  return {
    [member]: shape
      ? selectItems(
          call,
          shape,
          items.map((item) => summary(shape, item)),
        )
      : [],
  };
}

/** Clusters that are only registered with EKS show when asked for (`include`). */
const isIncluded = ({ input }: Call, { list }: Entity, item: unknown): boolean =>
  list.operation !== 'ListClusters' || at(item, 'connectorConfig') === undefined || texts(input.include).includes('all');

function summary(shape: Shape, item: unknown): unknown {
  const oidc = at(item, 'oidc.identityProviderConfigName');
  if (oidc !== undefined) return { type: 'oidc', name: oidc };
  return Object.fromEntries(
    [...shape.members.keys()].filter((name) => at(item, name) !== undefined).map((name) => [name, at(item, name)]),
  );
}

function describe(call: Call, entity: Entity): Values {
  const [item] = matching(call, entity, entity.key);
  if (item === undefined) throw missingEks(call.operation.name, call.input);
  return { [entity.describe.member]: item };
}

type ClusterVersion = { readonly defaultVersion?: boolean };
/** Its inputs choose among the file's versions. */
function clusterVersions(call: Call): Values {
  const shape = call.operation.output.members.get('clusterVersions')?.shape.value?.shape;
  const all = itemsOf(call, 'clusterVersions');
  const chosen = shape ? selectItems(call, shape, all) : all;
  return {
    clusterVersions:
      call.input.defaultOnly === true ? chosen.filter((v) => (v as ClusterVersion).defaultVersion === true) : chosen,
  };
}

/** The cluster's server is ours, and so are its address and certificate authority. A cluster that is being made, or runs elsewhere, has none. */
function withEndpoint({ endpoints, account, region }: Call, output: Values): Values {
  const cluster = output.cluster as Values | undefined;
  if (!cluster) return output;
  const endpoint = endpoints.get(clusterArn(cluster, account, region));
  if (!endpoint) return output;
  return {
    ...output,
    cluster: { ...cluster, endpoint: endpoint.url, certificateAuthority: { data: endpoint.certificateAuthority } },
  };
}

export const clusterArn = (cluster: Values, account: string, region: string): string =>
  text(cluster.arn) ?? `arn:${partitionOf(region)}:eks:${region}:${account}:cluster/${String(cluster.name)}`;

import type { Catalogue, Served } from './catalogue.ts';
import { type Answer, failure } from './status.ts';

/** Answers `/api`, `/apis`, `/api/v1`, `/apis/<group>` and `/apis/<group>/<version>`; undefined where the path is none of them. */
export function discoveryAnswer(cluster: Catalogue, path: string): Answer | undefined {
  const [root, ...rest] = path.split('/').slice(1);
  if (root === 'api' && rest.length === 0) return ok({ kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] });
  if (root === 'api' && rest.length === 1 && rest[0] === 'v1') return resources(cluster, '', 'v1');
  if (root !== 'apis' || rest.length > 2) return undefined;
  const groups = groupsOf(cluster);
  const [name, version] = rest;
  if (name === undefined)
    return ok({ kind: 'APIGroupList', apiVersion: 'v1', groups: [...groups].map(([each, versions]) => group(each, versions)) });
  const versions = groups.get(name);
  if (!versions || (version !== undefined && !versions.has(version))) return failure(404, '404 page not found');
  return version === undefined
    ? ok({ kind: 'APIGroup', apiVersion: 'v1', ...group(name, versions) })
    : resources(cluster, name, version);
}

const ok = (body: object): Answer => ({ status: 200, body });

function groupsOf(cluster: Catalogue): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { resource, versions } of cluster.served) {
    if (resource.group === '') continue;
    groups.set(resource.group, (groups.get(resource.group) ?? new Set()).union(versions));
  }
  return groups;
}

function group(name: string, versions: ReadonlySet<string>): object {
  const entries = [...versions].map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: entries, preferredVersion: entries[0] };
}

function resources(cluster: Catalogue, name: string, version: string): Answer {
  const served = cluster.served.filter((entry) => entry.resource.group === name && entry.versions.has(version));
  const groupVersion = name === '' ? version : `${name}/${version}`;
  return ok({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: served.map(described) });
}

const described = ({ resource }: Served) => ({
  name: resource.plural,
  singularName: resource.kind.toLowerCase(),
  namespaced: resource.namespaced,
  kind: resource.kind,
  verbs: resource.verbs,
});

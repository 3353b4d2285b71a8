import type { Catalogue, Served } from './catalogue.ts';
import { type KubernetesObject, keyOf } from './objects.ts';
import { fieldSelector, labelSelector } from './selectors.ts';
import { type Answer, failure } from './status.ts';

/** How the objects are to be shown: whole, or their metadata alone (Accept, `as=PartialObjectMetadataList`). */
export type View = 'whole' | 'metadata';

export interface ListRequest {
  readonly version: string;
  readonly namespace?: string;
  readonly query: URLSearchParams;
  readonly view: View;
}

/**
 * Answers a list as the API server does: `limit` and `continue` (opaque, with the resourceVersion), `remainingItemCount` where no
 * selector is given, label and field selectors. A token that it did not give out is 400.
 */
export function listAnswer(cluster: Catalogue, served: Served, request: ListRequest): Answer {
  const { query, namespace } = request;
  const limit = Number(query.get('limit') ?? 0);
  if (!Number.isSafeInteger(limit) || limit < 0) return failure(400, 'limit: must be a non-negative integer');
  const after = startOf(query.get('continue') ?? '');
  if (after === undefined) return failure(400, 'continue key is not valid');
  const labels = labelSelector(query.get('labelSelector') ?? '');
  const fields = fieldSelector(query.get('fieldSelector') ?? '');
  if (typeof labels === 'string') return failure(400, labels);
  if (typeof fields === 'string') return failure(400, fields);

  const matching = served.items.filter(
    (item) => (namespace === undefined || item.metadata.namespace === namespace) && labels(item) && fields(item),
  );
  const rest = after === '' ? matching : matching.filter((item) => keyOf(item) > after);
  const page = limit === 0 ? rest : rest.slice(0, limit);
  const left = rest.length - page.length;
  const last = page.at(-1);
  const metadata = {
    resourceVersion: cluster.resourceVersion,
    ...(left > 0 && last && { continue: tokenAfter(cluster, last) }),
    ...(left > 0 && !query.get('labelSelector') && !query.get('fieldSelector') && { remainingItemCount: left }),
  };
  return {
    status: 200,
    body: { ...listType(served, request), metadata, items: page.map((item) => show(served, request, item)) },
  };
}

/** Answers a get of one object. */
export function getAnswer(served: Served, name: string, request: Omit<ListRequest, 'query'>): Answer {
  const { resource } = served;
  const found = served.items.find((item) => item.metadata.name === name && item.metadata.namespace === request.namespace);
  const qualified = resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
  if (!found) return failure(404, `${qualified} "${name}" not found`, { name, group: resource.group, kind: resource.plural });
  if (request.view === 'metadata') return { status: 200, body: partial(found) };
  return { status: 200, body: { ...found, apiVersion: apiVersion(served, request.version) } };
}

const apiVersion = (served: Served, version: string) =>
  served.resource.group === '' ? version : `${served.resource.group}/${version}`;

function listType(served: Served, { version, view }: ListRequest): object {
  if (view === 'metadata') return { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' };
  return { kind: `${served.resource.kind}List`, apiVersion: apiVersion(served, version) };
}

const partial = ({ metadata }: KubernetesObject) => ({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata });

/** Items of built-in lists carry neither apiVersion nor kind on a real server; those of custom resources do. */
function show(served: Served, { version, view }: ListRequest, item: KubernetesObject): object {
  if (view === 'metadata') return partial(item);
  if (!served.builtIn) return { ...item, apiVersion: apiVersion(served, version) };
  const { apiVersion: _version, kind: _kind, ...rest } = item;
  return rest;
}

/** The form of k8s.io/apiserver/pkg/storage continue tokens; opaque to clients. */
const tokenAfter = (cluster: Catalogue, last: KubernetesObject) =>
  Buffer.from(
    JSON.stringify({ v: 'meta.k8s.io/v1', rv: Number(cluster.resourceVersion), start: `${keyOf(last)}\u0000` }),
  ).toString('base64url');

/** The key after which a page begins: empty for the first one, undefined where the token is not ours. */
function startOf(token: string): string | undefined {
  if (token === '') return '';
  try {
    const { v, start } = JSON.parse(Buffer.from(token, 'base64url').toString()) as Record<string, unknown>;
    return v === 'meta.k8s.io/v1' && typeof start === 'string' && start.endsWith('\u0000') ? start.slice(0, -1) : undefined;
  } catch {
    return undefined;
  }
}

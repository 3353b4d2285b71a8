import type { Catalogue } from './catalogue.ts';
import { discoveryAnswer } from './discovery.ts';
import { getAnswer, listAnswer, type View } from './lists.ts';
import type { Asked } from './request.ts';
import { reviewAnswer } from './reviews.ts';
import { type Answer, failure } from './status.ts';

/** One cluster as its API server answers for it. */
export interface Cluster {
  readonly catalogue: Catalogue;
  readonly version: Version;
}

export interface Version {
  readonly major: string;
  readonly minor: number;
  readonly gitVersion: string;
}

const HEALTH = new Set(['/healthz', '/livez', '/readyz']);

/** `1.34`, `1.34.2` or `v1.34.2-eks-3025e55` → what /version says. Throws where it is none of them. */
export function versionOf(text: string): Version {
  const [, major, minor, patch = '0', build = '-eks-0000000'] =
    text.match(/^v?(\d{1,3})\.(\d{1,3})(?:\.(\d{1,4})([-+][\w.+-]{1,60})?)?$/) ?? [];
  if (major === undefined || minor === undefined) throw new Error(`${text.slice(0, 60)}: not a version such as 1.34`);
  return { major, minor: Number(minor), gitVersion: `v${major}.${minor}.${patch}${build}` };
}

/**
 * What an API server answers to a caller without a token: health to everyone, on EKS before 1.32 also the version (and 403 for the
 * rest, as `system:anonymous`); from 1.32 on anonymous requests are 401 elsewhere.
 */
export function anonymousAnswer(cluster: Cluster, asked: Asked): Answer {
  if (asked.kind === 'path' && HEALTH.has(asked.path)) return { status: 200, body: 'ok' };
  if (cluster.version.minor >= 32) return failure(401, 'Unauthorized');
  if (asked.kind === 'path' && asked.path === '/version') return versionAnswer(cluster);
  return failure(403, `forbidden: User "system:anonymous" cannot ${asked.verb} this`);
}

/** What it answers to a caller that may do everything. Nothing can be written. */
export function apiAnswer(
  cluster: Cluster,
  asked: Asked,
  { query, accept, body }: { readonly query: URLSearchParams; readonly accept: string | undefined; readonly body: string },
): Answer {
  if (asked.kind === 'path') {
    if (asked.verb !== 'get') return failure(405, 'the server does not allow this method on the requested resource');
    if (HEALTH.has(asked.path)) return { status: 200, body: 'ok' };
    if (asked.path === '/version') return versionAnswer(cluster);
    return discoveryAnswer(cluster.catalogue, asked.path) ?? failure(404, 'the server could not find the requested resource');
  }
  const { group, version, resource, namespace, name, subresource, verb } = asked;
  const served = cluster.catalogue.find(group, version, resource);
  const misplaced = served && namespace !== undefined && !served.resource.namespaced;
  if (!served || misplaced || subresource !== undefined)
    return failure(404, 'the server could not find the requested resource');
  if (resource === 'selfsubjectaccessreviews' && verb === 'create') return reviewAnswer(cluster.catalogue, body);
  if ((verb !== 'get' && verb !== 'list') || !served.resource.verbs.includes(verb)) {
    return failure(405, 'the server does not allow this method on the requested resource');
  }
  const view = viewOf(accept);
  if (!view) return failure(406, 'only the following media types are accepted: application/json');
  const place = { version, view, ...(namespace !== undefined && { namespace }) };
  return name === undefined ? listAnswer(cluster.catalogue, served, { ...place, query }) : getAnswer(served, name, place);
}

/** The first acceptable form of the Accept header: whole JSON, or metadata only (`as=PartialObjectMetadata[List]`). */
function viewOf(accept: string | undefined): View | undefined {
  for (const offer of (accept ?? '*/*').split(',')) {
    const [type, ...parameters] = offer.split(';').map((part) => part.trim());
    if (type === undefined || !['application/json', 'application/*', '*/*'].includes(type)) continue;
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3);
    if (as === undefined) return 'whole';
    if (as === 'PartialObjectMetadataList' || as === 'PartialObjectMetadata') return 'metadata';
  }
  return undefined;
}

const versionAnswer = ({ version: { major, minor, gitVersion } }: Cluster): Answer => ({
  status: 200,
  body: {
    major,
    minor: String(minor),
    gitVersion,
    gitCommit: '0'.repeat(40),
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
    goVersion: 'go1.24.6',
    compiler: 'gc',
    platform: 'linux/amd64',
  },
});

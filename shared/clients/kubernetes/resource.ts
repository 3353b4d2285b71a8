import { KubernetesError } from './errors.ts';

/** A resource of the API: `{ group: 'apps', version: 'v1', resource: 'deployments', kind: 'Deployment' }`; the core group is the empty string. */
export interface ResourceReference {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** What its objects say they are: a list of anything else is not the one that was asked for. */
  readonly kind: string;
  readonly namespace?: string;
}

// RFC 1123 labels and subdomains, which is what the API allows; so that no name can leave its place in the path.
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** The path of a list. Throws `malformed` where a part is not a name: groups and plurals may come from a cluster's own definitions. */
export function pathOf({ group, version, resource, namespace }: ResourceReference): string {
  const valid = [
    group === '' || SUBDOMAIN.test(group),
    LABEL.test(version),
    LABEL.test(resource),
    namespace === undefined || LABEL.test(namespace),
  ];
  if (valid.includes(false)) {
    throw new KubernetesError(
      'malformed',
      `${JSON.stringify({ group, version, resource, namespace })}: not a resource of the Kubernetes API`,
    );
  }
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespace === undefined ? `${root}/${resource}` : `${root}/namespaces/${namespace}/${resource}`;
}

/** A path → the rule that an administrator would grant for reading it: `list on pods (core group)`, `get on the path /version`. */
export function grantFor(path: string): string {
  const [, core, group, rest] = (path.split('?')[0] ?? '').match(/^\/(?:(api\/v1)|apis\/([^/]+)\/[^/]+)\/(.+)$/) ?? [];
  if (rest === undefined) return `get on the path ${path.split('?')[0]}`;
  const parts = rest.split('/');
  const [resource, name] = parts[0] === 'namespaces' && parts.length > 2 ? parts.slice(2) : parts;
  return `${name === undefined ? 'list' : 'get'} on ${resource} (${core === undefined ? `group ${group}` : 'core group'})`;
}

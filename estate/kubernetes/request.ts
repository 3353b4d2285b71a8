/** What a request asks for, as the API server's RequestInfo has it (k8s.io/apiserver/pkg/endpoints/request). */
export type Asked =
  | {
      readonly kind: 'resource';
      readonly verb: string;
      readonly group: string;
      readonly version: string;
      readonly resource: string;
      readonly namespace?: string;
      readonly name?: string;
      readonly subresource?: string;
    }
  | { readonly kind: 'path'; readonly verb: string; readonly path: string };

const VERBS: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Path, query and method → what is asked. A path that is not of a resource is asked for as a path. */
export function askedOf(method: string, url: URL): Asked {
  const path = url.pathname;
  const verb = VERBS[method] ?? method.toLowerCase();
  const parts = path.split('/').slice(1).map(decode);
  const [root, first, second, ...others] = parts;
  const core = root === 'api' && first === 'v1';
  const [group, version] = core ? ['', 'v1'] : [first, second];
  const rest = core ? parts.slice(2) : others;
  if ((!core && root !== 'apis') || group === undefined || version === undefined || rest.length === 0 || parts.includes('')) {
    return { kind: 'path', verb, path };
  }
  // `/namespaces/<name>` is the namespace itself; with anything behind it, what stands in that namespace.
  const within = rest[0] === 'namespaces' && rest.length > 2 && !['status', 'finalize'].includes(rest[2] ?? '');
  const [resource = '', name, subresource] = within ? rest.slice(2) : rest;
  const namespace = within ? rest[1] : undefined;
  const many = verb === 'get' && name === undefined;
  const listing = url.searchParams.get('watch') === 'true' ? 'watch' : 'list';
  return {
    kind: 'resource',
    verb: many ? listing : verb,
    group,
    version,
    resource,
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
    ...(subresource !== undefined && { subresource }),
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return ''; // not UTF-8: no resource has such a name
  }
}

/** How counts and messages name it: `list deployments.apps`, `get /version`. */
export function describe(asked: Asked): string {
  if (asked.kind === 'path') return `${asked.verb} ${asked.path}`;
  const resource = asked.subresource === undefined ? asked.resource : `${asked.resource}/${asked.subresource}`;
  return `${asked.verb} ${resource}${asked.group === '' ? '' : `.${asked.group}`}`;
}

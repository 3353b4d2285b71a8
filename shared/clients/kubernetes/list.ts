import type { KubernetesConnection } from './connection.ts';
import { KubernetesError, request, type Where } from './errors.ts';
import { type GetOptions, get } from './get.ts';
import { LIST_LIMITS, type ListLimits } from './limits.ts';
import { pathOf, type ResourceReference } from './resource.ts';

/** An object of a list as it came. Items of built-in kinds have neither `apiVersion` nor `kind`. */
export type ListItem = Readonly<Record<string, unknown>>;

export interface ListOptions extends Omit<GetOptions, 'accept' | 'limits'> {
  /** `metadata` asks for PartialObjectMetadata: names, labels, owners, and a third of the time. */
  readonly view?: 'whole' | 'metadata';
  readonly limits?: Partial<ListLimits>;
  /** Bounds of each page. */
  readonly page?: GetOptions['limits'];
}

const ACCEPT = {
  whole: 'application/json',
  metadata: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
} as const;

/**
 * Lists a resource, page by page (`limit` and `continue`); each page is projected and then dropped, so that memory is that of the
 * projections. Where `project` gives undefined the item is left out. A list whose token expired (410) begins anew, without what it had:
 * the result is always one consistent list, or KubernetesError. A list that is cut short by a bound is an error, never a shorter list.
 */
export async function list<T>(
  connection: KubernetesConnection,
  resource: ResourceReference,
  project: (item: ListItem) => T | undefined,
  options: ListOptions = {},
): Promise<T[]> {
  const limits = { ...LIST_LIMITS, ...options.limits };
  const deadline = AbortSignal.timeout(limits.totalMs);
  const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
  for (let restarts = 0; ; restarts++) {
    try {
      return await everyPage(connection, pathOf(resource), project, { ...options, signal }, limits);
    } catch (error) {
      const expired = error instanceof KubernetesError && error.status === 410;
      if (!expired || restarts >= limits.maxRestarts) throw error;
    }
  }
}

async function everyPage<T>(
  connection: KubernetesConnection,
  path: string,
  project: (item: ListItem) => T | undefined,
  { view = 'whole', page, signal, wait }: ListOptions,
  limits: ListLimits,
): Promise<T[]> {
  const where: Where = { server: connection.server, path };
  const accept = ACCEPT[view];
  const bounds = { accept, ...(page && { limits: page }), ...(signal && { signal }), ...(wait && { wait }) };
  const projected: T[] = [];
  let seen = 0;
  let token = '';
  for (let pages = 1; ; pages++) {
    const query = new URLSearchParams({ limit: String(limits.pageSize), ...(token !== '' && { continue: token }) });
    const { items, next } = pageOf(await get(connection, `${path}?${query}`, bounds), where);
    seen += items.length;
    if (seen > limits.maxItems) throw new KubernetesError('too-large', `${request(where)}: more than ${limits.maxItems} items`);
    for (const item of items) {
      const value = project(item);
      if (value !== undefined) projected.push(value);
    }
    if (next === '') return projected;
    if (next === token) throw new KubernetesError('malformed', `${request(where)}: the list repeats its continue token`);
    if (pages >= limits.maxPages)
      throw new KubernetesError('too-large', `${request(where)}: more than ${limits.maxPages} pages`);
    token = next;
  }
}

// Tokens are a few hundred bytes; they go into a request line of ours.
const MAX_TOKEN = 8_192;

/** The items of a page and the token of the next one ('' where it is the last). Throws `malformed` where it is not a list. */
function pageOf(body: unknown, where: Where): { readonly items: readonly ListItem[]; readonly next: string } {
  const { kind, metadata, items } = isObject(body) ? body : {};
  // Go writes a nil slice as null: an empty list, but only of something that says that it is a list.
  if (typeof kind !== 'string' || !kind.endsWith('List') || !(Array.isArray(items) || items === null)) {
    throw new KubernetesError('malformed', `${request(where)}: the answer is not a list`);
  }
  const found: unknown[] = items ?? [];
  if (!found.every(isObject)) throw new KubernetesError('malformed', `${request(where)}: an item of the list is not an object`);
  const next = isObject(metadata) ? (metadata.continue ?? '') : '';
  if (typeof next !== 'string' || next.length > MAX_TOKEN) {
    throw new KubernetesError('malformed', `${request(where)}: its continue token is not one`);
  }
  return { items: found, next };
}

const isObject = (value: unknown): value is ListItem => typeof value === 'object' && value !== null && !Array.isArray(value);

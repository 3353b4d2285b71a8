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
      return await everyPage(connection, resource, project, { ...options, signal }, limits);
    } catch (error) {
      const expired = error instanceof KubernetesError && error.status === 410;
      if (!expired || restarts >= limits.maxRestarts) throw error;
    }
  }
}

async function everyPage<T>(
  connection: KubernetesConnection,
  resource: ResourceReference,
  project: (item: ListItem) => T | undefined,
  { view = 'whole', page, signal, wait }: ListOptions,
  limits: ListLimits,
): Promise<T[]> {
  const path = pathOf(resource);
  const where: Where = { server: connection.server, path };
  const accept = ACCEPT[view];
  const bounds = { accept, ...(page && { limits: page }), ...(signal && { signal }), ...(wait && { wait }) };
  const projected: T[] = [];
  let seen = 0;
  let token = '';
  let size = limits.pageSize;
  for (let pages = 1; ; pages++) {
    const answer = await fewerIfTooLarge(size, limits.smallestPage, (limit) => {
      size = limit;
      const query = new URLSearchParams({ limit: String(limit), ...(token !== '' && { continue: token }) });
      return get(connection, `${path}?${query}`, bounds);
    });
    const { items, next } = pageOf(answer, resource.kind, view, where);
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

/**
 * Asks for few items where those of a page are larger than an answer may be: 500 ConfigMaps can have more than any bound. A continue token is
 * good for pages of any size. Only once: who answers without end is asked no third time.
 */
async function fewerIfTooLarge(size: number, few: number, ask: (limit: number) => Promise<unknown>): Promise<unknown> {
  try {
    return await ask(size);
  } catch (error) {
    const tooLarge = error instanceof KubernetesError && error.kind === 'too-large';
    if (!tooLarge || size <= few) throw error;
    return ask(few);
  }
}

// Tokens are a few hundred bytes; they go into a request line of ours.
const MAX_TOKEN = 8_192;

/** The items of a page and the token of the next one ('' where it is the last). Throws `malformed` where it is not a list of the kind. */
function pageOf(
  body: unknown,
  expected: string,
  view: keyof typeof ACCEPT,
  where: Where,
): { readonly items: readonly ListItem[]; readonly next: string } {
  const malformed = (what: string) => new KubernetesError('malformed', `${request(where)}: ${what}`);
  const { kind, metadata, items } = isObject(body) ? body : {};
  const partial = view === 'metadata' && kind === 'PartialObjectMetadataList';
  if (!partial && kind !== `${expected}List`) throw malformed(`the answer is not a list of ${expected}`);
  // The API server appends metadata to a nil slice, which Go writes as null where it stays empty; its own kinds' lists are never nil.
  const found: unknown = partial && items === null ? [] : items;
  if (!Array.isArray(found)) throw malformed(`the answer is not a list of ${expected}`);
  if (!found.every(isObject)) throw malformed('an item of the list is not an object');
  const foreign = found.some((item) => item.kind !== undefined && item.kind !== expected && !(partial && isPartial(item)));
  if (foreign) throw malformed(`an item of the list is not of the kind ${expected}`);
  const { continue: token, remainingItemCount } = isObject(metadata) ? metadata : {};
  const next = token ?? '';
  if (typeof next !== 'string' || next.length > MAX_TOKEN) throw malformed('its continue token is not one');
  if (next === '' && (remainingItemCount ?? 0) !== 0) throw malformed('the list ends before its last item');
  return { items: found, next };
}

const isPartial = ({ kind }: ListItem): boolean => kind === 'PartialObjectMetadata';
const isObject = (value: unknown): value is ListItem => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an example changes, as lines that a person can read: `clusters[shop].endpointPublicAccess: true`. */

const longest = 240;

type Named = Readonly<Record<string, unknown>>;

/**
 * The members that differ between two JSON values, by path; items of a list are told apart by what identifies them. An item that could not be
 * read, which a fact keeps apart, is shown where it would stand.
 */
export function departure(before: unknown, after: unknown, path = ''): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [earlier, later] = [contentOf(before), contentOf(after)];
  if (isUnknown(later)) return [`${path}: not known (${later.why})`];
  if (later === undefined) return [`${path}: absent`];
  if (isNamedList(earlier) && isNamedList(later)) return ofLists(earlier, later, path);
  if (!isObject(earlier) || !isObject(later)) return [`${path}: ${short(later)}`];
  const names = [...new Set([...Object.keys(earlier), ...Object.keys(later)])];
  return names.flatMap((name) => departure(earlier[name], later[name], path === '' ? name : `${path}.${name}`));
}

/** What a fact holds: its value, or its items with those that are missing. */
function contentOf(value: unknown): unknown {
  if (!isObject(value) || value.known !== true) return value;
  if ('value' in value) return value.value;
  const { items, missing } = value;
  if (!Array.isArray(items) || !Array.isArray(missing)) return value;
  return [...items, ...missing.map((item: object) => ({ ...item, known: false }))];
}

function ofLists(before: readonly Named[], after: readonly Named[], path: string): readonly string[] {
  const earlier = new Map(before.map((item) => [idOf(item), item]));
  const later = new Set(after.map(idOf));
  return [
    ...before.filter((item) => !later.has(idOf(item))).map((item) => `${path}[${idOf(item)}]: absent`),
    ...after.flatMap((item) => departure(earlier.get(idOf(item)), item, `${path}[${idOf(item)}]`)),
  ];
}

const isObject = (value: unknown): value is Named => typeof value === 'object' && value !== null && !Array.isArray(value);
const isUnknown = (value: unknown): value is { readonly why: string } =>
  isObject(value) && value.known === false && typeof value.why === 'string';
const isNamedList = (value: unknown): value is readonly Named[] =>
  Array.isArray(value) && value.every((item) => isObject(item) && idOf(item) !== undefined);

/** What identifies an item of a fact: its id, else its name, else its version; a Kubernetes object is its kind and name. */
function idOf({ id, kind, name, version, arn }: Named): string | undefined {
  if (typeof kind === 'string' && typeof name === 'string') return `${kind}/${name}`;
  return [id, name, version, arn].find((value) => typeof value === 'string') as string | undefined;
}

/** JSON without what is empty, and not too much of it. */
function short(value: unknown): string {
  const json = JSON.stringify(value, (name, member) => (name !== '' && isEmpty(member) ? undefined : member));
  return json.length <= longest ? json : `${json.slice(0, longest)}…`;
}

const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

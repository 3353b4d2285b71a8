/** What an example changes, as lines that a person can read: `securityGroups[sg-node].ingress: […]`. */

const longest = 240;

/** The members that differ between two JSON values, by path; items of a list are told apart by what identifies them. */
export function departure(before: unknown, after: unknown, path = ''): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isUnknown(after)) return [`${path}: not known (${after.why})`];
  if (after === undefined) return [`${path}: absent`];
  if (isList(before) && isList(after) && (before.some(idOf) || after.some(idOf))) return ofLists(before, after, path);
  if (!isObject(before) || !isObject(after)) return [`${path}: ${short(after)}`];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => departure(before[name], after[name], join(path, name)));
}

function ofLists(before: readonly unknown[], after: readonly unknown[], path: string): readonly string[] {
  const earlier = new Map(before.map((item) => [idOf(item), item]));
  const later = new Set(after.map(idOf));
  return [
    ...before.filter((item) => !later.has(idOf(item))).map((item) => `${path}[${idOf(item)}]: absent`),
    ...after.flatMap((item) => {
      const own = `${path}[${idOf(item)}]`;
      return earlier.has(idOf(item)) ? departure(earlier.get(idOf(item)), item, own) : [`${own}: ${short(item)}`];
    }),
  ];
}

type Named = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Named => typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isUnknown = (value: unknown): value is { readonly why: string } =>
  isObject(value) && value.known === false && typeof value.why === 'string';

/** What identifies an item of a fact: its id, else its name, else its version; a Kubernetes object is its kind and name. */
function idOf(item: unknown): string | undefined {
  if (!isObject(item)) return undefined;
  const { id, kind, name, version, arn } = item;
  if (typeof kind === 'string' && typeof name === 'string') return `${kind}/${name}`;
  return [id, name, version, arn].find((value) => typeof value === 'string') as string | undefined;
}

/** A fact is shown by what it holds: `clusters[shop]`, not `clusters.items[shop]`. */
function join(path: string, name: string): string {
  if (name === 'items' || name === 'value' || name === 'known') return path;
  return path === '' ? name : `${path}.${name}`;
}

function short(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length <= longest ? json : `${json.slice(0, longest)}…`;
}

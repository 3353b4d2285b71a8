import * as v from 'valibot';

/** What names are made of, in the file and in flags. */
export const patterns = {
  account: /^\d{12}$/,
  region: /^[a-z]{2,8}(-[a-z]{1,16}){1,3}-\d{1,2}$/,
  roleName: /^[\w+=,.@-]{1,64}$/,
  externalId: /^[\w+=,.@:/-]{2,1224}$/,
  // Organizations API reference, "OrganizationalUnitId", "RootId", "OrganizationId".
  organizationalUnit: /^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$/,
  // Kubernetes names namespaces by RFC 1123 labels.
  namespace: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  // distribution/reference, "Grammar": a registry with a dot, a port or the name localhost, and parts of a path.
  imageRegistry: /^(?:localhost|[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){1,8})(?::\d{1,5})?(?:\/[a-z0-9._-]{1,128}){0,16}$/,
  organizationId: /^o-[a-z0-9]{10,32}$/,
  time: /^([01]\d|2[0-3]):[0-5]\d$/,
  // HTML, "Valid email address".
  email: /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}$/,
} as const;

const string = v.string('is no text: put it in quotes');
/** @param is what is said of a text that does not match */
export const matching = (pattern: RegExp, is: string) => v.pipe(string, v.regex(pattern, is));

export const accountId = matching(patterns.account, 'is no account id: 12 digits, in quotes');
export const regionName = matching(patterns.region, 'is no name of a Region, such as eu-central-1');
export const namespace = matching(patterns.namespace, 'is no name of a namespace, such as kube-system');
export const imageRegistry = matching(patterns.imageRegistry, 'is no registry, such as ghcr.io or ghcr.io/acme');
export const organizationalUnit = matching(
  patterns.organizationalUnit,
  'is no id of an organizational unit (ou-…) or of a root (r-…)',
);
export const flag = v.boolean('must be true or false');

export const words = (limit: number) =>
  v.pipe(string, v.minLength(1, 'is empty'), v.maxLength(limit, `is longer than ${limit} characters`));

export const number = (least: number, most: number) =>
  v.pipe(v.number('is no number'), v.minValue(least, `is less than ${least}`), v.maxValue(most, `is more than ${most}`));
export const whole = (least: number, most: number) => v.pipe(number(least, most), v.integer('is no whole number'));

/** A list in which nothing stands twice: whoever wrote it meant something else. */
export const list = <const S extends v.GenericSchema<string>>(item: S, most: number) =>
  v.pipe(
    v.array(item, 'must be a list'),
    v.maxLength(most, `has more than ${most} members`),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const key = firstAgain(dataset.value);
      if (key !== undefined) addIssue({ message: 'is named twice', path: [place(key)] });
    }),
  );

function firstAgain(items: readonly string[]): number | undefined {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (seen.has(item)) return index;
    seen.add(item);
  }
  return undefined;
}

/** Where an issue of ours is, in terms of the schema library. */
export const place = (key: string | number): v.UnknownPathItem => ({
  type: 'unknown',
  origin: 'value',
  input: undefined,
  key,
  value: undefined,
});

/** A list that chooses: an empty one would choose nothing, or everything, and nobody can tell which was meant. */
export const choice = <const S extends v.GenericSchema<string>>(item: S, most: number) =>
  v.pipe(list(item, most), v.minLength(1, 'is empty: name what is meant, or leave it out'));

const isMapping = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
/** A list has no members either, and would read as a mapping in which nothing is set. */
export const mapping = <const E extends v.ObjectEntries>(entries: E) =>
  v.pipe(
    v.custom<v.InferInput<v.StrictObjectSchema<E, undefined>>>(isMapping, 'must be a mapping of settings'),
    v.strictObject(entries),
  );

import * as v from 'valibot';

/** What names are made of, in the file and in flags. */
export const patterns = {
  account: /^\d{12}$/,
  region: /^[a-z]{2,8}(-[a-z]{1,16}){1,3}-\d{1,2}$/,
  roleName: /^[\w+=,.@-]{1,64}$/,
  externalId: /^[\w+=,.@:/-]{2,1224}$/,
} as const;

const accountId = v.pipe(v.string(), v.regex(patterns.account, 'is no account id: 12 digits, in quotes'));
const regionName = v.pipe(v.string(), v.regex(patterns.region, 'is no name of a Region, such as eu-central-1'));
const count = v.pipe(v.number('is no number'), v.integer('is no whole number'), v.minValue(0, 'is less than 0'));
const words = (limit: number) =>
  v.pipe(v.string('is no text'), v.minLength(1, 'is empty'), v.maxLength(limit, `is longer than ${limit} characters`));

/** A list that chooses: an empty one would choose nothing, or everything, and nobody can tell which was meant. */
const choice = <const S extends v.GenericSchema>(item: S, most: number) =>
  v.pipe(v.array(item), v.minLength(1, 'is empty: name what is meant, or leave it out'), v.maxLength(most));

const isMapping = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
/** A list has no members either, and would read as a mapping in which nothing is set. */
const mapping = <const E extends v.ObjectEntries>(entries: E) =>
  v.pipe(
    v.custom<v.InferInput<v.StrictObjectSchema<E, undefined>>>(isMapping, 'must be a mapping of settings'),
    v.strictObject(entries),
  );

/** `postern.yaml` as it is written; every member may be left out. */
export const configSchema = mapping({
  accounts: v.optional(choice(accountId, 10_000)),
  /** Every active account of the organization that the caller may list. */
  organization: v.optional(v.boolean()),
  roleName: v.optional(v.pipe(v.string(), v.regex(patterns.roleName, 'is no name of an IAM role'))),
  externalId: v.optional(v.pipe(v.string(), v.regex(patterns.externalId, 'is no external id'))),
  regions: v.optional(choice(regionName, 200)),
  /** Globs over check ids. */
  checks: v.optional(choice(words(200), 500)),
  frameworks: v.optional(choice(words(100), 100)),
  /** Accounts that are the owner's besides those that are scanned. */
  ownAccounts: v.optional(v.pipe(v.array(accountId), v.maxLength(10_000))),
  thresholds: v.optional(
    mapping({
      largeRange: v.optional(mapping({ ipv4Addresses: v.optional(count), ipv6Networks: v.optional(count) })),
      versionWarningDays: v.optional(count),
    }),
  ),
});

export type Config = v.InferOutput<typeof configSchema>;

/** Sections of the contract that are for later: refused by name, so that they are never silently ignored. */
export const laterSections: readonly string[] = ['waivers', 'organizationalUnits', 'notification', 'schedule'];

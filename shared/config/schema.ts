import * as v from 'valibot';

const accountId = v.pipe(v.string(), v.regex(/^\d{12}$/, 'is no account id: 12 digits, in quotes'));
const regionName = v.pipe(
  v.string(),
  v.regex(/^[a-z]{2,8}(-[a-z]{1,16}){1,3}-\d{1,2}$/, 'is no name of a Region, such as eu-central-1'),
);
const count = v.pipe(v.number('is no number'), v.integer('is no whole number'), v.minValue(0, 'is less than 0'));
const words = (limit: number) =>
  v.pipe(v.string('is no text'), v.minLength(1, 'is empty'), v.maxLength(limit, `is longer than ${limit} characters`));

const isMapping = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
/** A list has no members either, and would read as a mapping in which nothing is set. */
const mapping = <const E extends v.ObjectEntries>(entries: E) =>
  v.pipe(
    v.custom<v.InferInput<v.StrictObjectSchema<E, undefined>>>(isMapping, 'must be a mapping of settings'),
    v.strictObject(entries),
  );

/** `postern.yaml` as it is written; every member may be left out. */
export const configSchema = mapping({
  accounts: v.optional(v.pipe(v.array(accountId), v.maxLength(10_000))),
  /** Every active account of the organization that the caller may list. */
  organization: v.optional(v.boolean()),
  roleName: v.optional(v.pipe(v.string(), v.regex(/^[\w+=,.@-]{1,64}$/, 'is no name of an IAM role'))),
  externalId: v.optional(v.pipe(v.string(), v.regex(/^[\w+=,.@:/-]{2,1224}$/, 'is no external id'))),
  regions: v.optional(v.pipe(v.array(regionName), v.maxLength(200))),
  /** Globs over check ids. */
  checks: v.optional(v.pipe(v.array(words(200)), v.maxLength(500))),
  frameworks: v.optional(v.pipe(v.array(words(100)), v.maxLength(100))),
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

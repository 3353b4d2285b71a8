import * as v from 'valibot';

/** What names are made of, in the file and in flags. */
export const patterns = {
  account: /^\d{12}$/,
  region: /^[a-z]{2,8}(-[a-z]{1,16}){1,3}-\d{1,2}$/,
  roleName: /^[\w+=,.@-]{1,64}$/,
  externalId: /^[\w+=,.@:/-]{2,1224}$/,
  // Organizations API reference, "OrganizationalUnitId", "RootId", "OrganizationId".
  organizationalUnit: /^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$/,
  organizationId: /^o-[a-z0-9]{10,32}$/,
  time: /^([01]\d|2[0-3]):[0-5]\d$/,
  email: /^[^\s@<>,;"]{1,64}@[A-Za-z0-9.-]{1,253}$/,
} as const;

const accountId = v.pipe(v.string(), v.regex(patterns.account, 'is no account id: 12 digits, in quotes'));
const regionName = v.pipe(v.string(), v.regex(patterns.region, 'is no name of a Region, such as eu-central-1'));
const count = v.pipe(v.number('is no number'), v.integer('is no whole number'), v.minValue(0, 'is less than 0'));
const words = (limit: number) =>
  v.pipe(v.string('is no text'), v.minLength(1, 'is empty'), v.maxLength(limit, `is longer than ${limit} characters`));

/** A list that chooses: an empty one would choose nothing, or everything, and nobody can tell which was meant. */
const choice = <const S extends v.GenericSchema>(item: S, most: number) =>
  v.pipe(v.array(item), v.minLength(1, 'is empty: name what is meant, or leave it out'), v.maxLength(most));

const number = (least: number, most: number) =>
  v.pipe(v.number('is no number'), v.minValue(least, `is less than ${least}`), v.maxValue(most, `is more than ${most}`));
const whole = (least: number, most: number) => v.pipe(number(least, most), v.integer('is no whole number'));
const resourceId = (prefix: string) =>
  v.pipe(v.string(), v.regex(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `is no id that begins with ${prefix}-`));
const organizationalUnit = v.pipe(
  v.string(),
  v.regex(patterns.organizationalUnit, 'is no id of an organizational unit (ou-…) or of a root (r-…)'),
);

const isMapping = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
/** A list has no members either, and would read as a mapping in which nothing is set. */
const mapping = <const E extends v.ObjectEntries>(entries: E) =>
  v.pipe(
    v.custom<v.InferInput<v.StrictObjectSchema<E, undefined>>>(isMapping, 'must be a mapping of settings'),
    v.strictObject(entries),
  );

/** What concerns the deployment only. The command line checks it too: the file is one. */
const deployed = {
  /** When the nightly scan begins: once a day. */
  schedule: v.optional(
    mapping({
      time: v.optional(v.pipe(v.string(), v.regex(patterns.time, 'is no time of day, such as "02:30", in quotes'))),
      timeZone: v.optional(v.pipe(v.string(), v.check(isTimeZone, 'is no time zone, such as Europe/Berlin'))),
      /** How much later it may begin: EventBridge Scheduler, "FlexibleTimeWindow". */
      flexibleMinutes: v.optional(whole(0, 1_440)),
    }),
  ),
  /** Who learns of runs and alarms. */
  notification: v.optional(
    mapping({ email: v.optional(choice(v.pipe(v.string(), v.regex(patterns.email, 'is no e-mail address')), 50)) }),
  ),
  deployment: v.optional(
    mapping({
      /** The organization that callers of the member roles must belong to. */
      organizationId: v.optional(v.pipe(v.string(), v.regex(patterns.organizationId, 'is no id of an organization (o-…)'))),
      /** How long evidence cannot be deleted (S3 Object Lock), and after how many days it is. */
      evidence: v.optional(
        mapping({
          mode: v.optional(v.picklist(['governance', 'compliance'], 'must be governance or compliance')),
          lockDays: v.optional(whole(1, 36_500)),
          deleteAfterDays: v.optional(whole(2, 36_500)),
        }),
      ),
      /** Where clusters are reached whose endpoints are private. */
      network: v.optional(
        mapping({
          vpcId: resourceId('vpc'),
          subnetIds: choice(resourceId('subnet'), 16),
          securityGroupIds: choice(resourceId('sg'), 5),
        }),
      ),
      /** The alarm rings when a run could judge less than this: percent. */
      coverageAlarm: v.optional(number(0, 100)),
      /** Accounts that are scanned at the same time. */
      accountsAtOnce: v.optional(whole(1, 1_000)),
    }),
  ),
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z0-9_+/-]{1,64}$/.test(name) && !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

/** `postern.yaml` as it is written; every member may be left out. */
export const configSchema = mapping({
  accounts: v.optional(choice(accountId, 10_000)),
  /** Every active account of the organization that the caller may list. */
  organization: v.optional(v.boolean()),
  /** The organization's active accounts in these units and in all units below them. */
  organizationalUnits: v.optional(choice(organizationalUnit, 1_000)),
  /** What is left out of the organization: accounts, and units with all units below them. */
  exclude: v.optional(
    mapping({
      accounts: v.optional(choice(accountId, 10_000)),
      organizationalUnits: v.optional(choice(organizationalUnit, 1_000)),
    }),
  ),
  /** The share of the APIs' rate in a scanned account that is ours. */
  rate: v.optional(v.pipe(v.number('is no number'), v.gtValue(0, 'must be more than 0'), v.maxValue(1, 'is more than 1'))),
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
  ...deployed,
});

export type Config = v.InferOutput<typeof configSchema>;

/** Sections of the contract that are for later: refused by name, so that they are never silently ignored. */
export const laterSections: readonly string[] = ['waivers'];

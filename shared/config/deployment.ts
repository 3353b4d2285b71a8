import * as v from 'valibot';
import { choice, mapping, matching, number, patterns, whole } from './pieces.ts';

const resourceId = (prefix: string) =>
  matching(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `is no id that begins with ${prefix}-`);

const megabytes = whole(512, 10_240);

/** What concerns the deployment only. The command line checks it too: the file is one. */
export const deployed = {
  /** When the nightly scan begins: once a day. */
  schedule: v.optional(
    mapping({
      time: v.optional(matching(patterns.time, 'is no time of day, such as "02:30", in quotes')),
      timeZone: v.optional(v.pipe(v.string('is no text'), v.check(isTimeZone, 'is no time zone, such as Europe/Berlin'))),
      /** How much later it may begin: EventBridge Scheduler, "FlexibleTimeWindow". */
      flexibleMinutes: v.optional(whole(0, 1_440)),
    }),
  ),
  /** Who learns of runs and alarms. */
  notification: v.optional(mapping({ email: v.optional(choice(matching(patterns.email, 'is no e-mail address'), 50)) })),
  deployment: v.optional(
    mapping({
      /** The organization that callers of the member roles must belong to. */
      organizationId: v.optional(matching(patterns.organizationId, 'is no id of an organization (o-…)')),
      /** How long evidence cannot be deleted (S3 Object Lock), and after how many days it is. */
      evidence: v.optional(
        mapping({
          mode: v.optional(v.picklist(['governance', 'compliance'], 'must be governance or compliance')),
          lockDays: v.optional(whole(1, 36_500)),
          deleteAfterDays: v.optional(whole(1, 36_500)),
        }),
      ),
      /** Where clusters are reached whose endpoints are private. */
      network: v.optional(
        mapping({
          subnetIds: choice(resourceId('subnet'), 16),
          securityGroupIds: choice(resourceId('sg'), 5),
        }),
      ),
      /** The alarm rings when a run could judge less than this: percent. */
      coverageAlarm: v.optional(number(0, 100)),
      /** Accounts that are scanned at the same time. */
      accountsAtOnce: v.optional(whole(1, 1_000)),
      /** Memory of functions in MB (Lambda, "MemorySize"): a Region of 30,000 interfaces takes about 1,024 to collect. */
      memory: v.optional(
        mapping({ collect: v.optional(megabytes), scan: v.optional(megabytes), publish: v.optional(megabytes) }),
      ),
    }),
  ),
};

/** A name of the time zone database, in its own spelling: EventBridge Scheduler knows no other. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Z][A-Za-z0-9_+-]{0,31}(\/[A-Z][A-Za-z0-9_+-]{0,31}){0,2}$/.test(name)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

import * as v from 'valibot';
import { one } from './fact.ts';

/** What the owner of the deployment decides: thresholds and which accounts are theirs. Defaults are in shared/config. */
export const settings = one({
  scope: 'run',
  given: true,
  schema: v.object({
    /** A set of public addresses above this is judged as too large: IPv4 addresses, and IPv6 networks of /64. */
    largeRange: v.object({ ipv4Addresses: v.number(), ipv6Networks: v.number() }),
    /** Days before the end of standard support from which a version is a finding. */
    versionWarningDays: v.number(),
    /** Accounts that belong to the owner: a key in one of them is not in a stranger's hands. */
    ownAccounts: v.array(v.string()),
    /** Namespaces of the platform: what Kubernetes, AWS or the platform's owners run there is kept apart from applications. */
    platformNamespaces: v.array(v.string()),
    /** Registries, and repositories in them, that images may come from; absent where the owner names none. */
    imageRegistries: v.exactOptional(v.array(v.string())),
    /** What --pod-security asks for: a level of the Pod Security Standards and its version (latest, 1.N). Absent: labels of namespaces do. */
    podSecurity: v.exactOptional(
      v.object({ level: v.picklist(['privileged', 'baseline', 'restricted']), version: v.string() }),
    ),
  }),
});

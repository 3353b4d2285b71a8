import * as v from 'valibot';
import { contradictions } from './contradictions.ts';
import { deployed } from './deployment.ts';
import {
  accountId,
  choice,
  flag,
  imageRegistry,
  list,
  mapping,
  matching,
  namespace,
  organizationalUnit,
  patterns,
  place,
  regionName,
  whole,
  words,
} from './pieces.ts';

const count = whole(0, Number.MAX_SAFE_INTEGER);

const settings = mapping({
  accounts: v.optional(choice(accountId, 10_000)),
  /** Every active account of the organization that the caller may list. */
  organization: v.optional(flag),
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
  roleName: v.optional(matching(patterns.roleName, 'is no name of an IAM role')),
  externalId: v.optional(matching(patterns.externalId, 'is no external id')),
  regions: v.optional(choice(regionName, 200)),
  /** Globs over check ids. */
  checks: v.optional(choice(words(200), 500)),
  frameworks: v.optional(choice(words(100), 100)),
  /** Accounts that are the owner's besides those that are scanned. */
  ownAccounts: v.optional(list(accountId, 10_000)),
  /** Whether Secrets are listed, by their metadata: the right to do so is the right to read them. */
  secrets: v.optional(v.literal('metadata', 'must be metadata, or be left out')),
  /** Namespaces of the platform, in place of the default ones; what stands there is kept apart in reports. */
  platformNamespaces: v.optional(list(namespace, 1_000)),
  /** Where images may come from: registries, with the beginning of a path or without. */
  imageRegistries: v.optional(choice(imageRegistry, 1_000)),
  thresholds: v.optional(
    mapping({
      largeRange: v.optional(mapping({ ipv4Addresses: v.optional(count), ipv6Networks: v.optional(count) })),
      versionWarningDays: v.optional(count),
    }),
  ),
  ...deployed,
});

/** `postern.yaml` as it is written (docs/postern.yaml shows every member); every member may be left out. */
export const configSchema = v.pipe(
  settings,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const { path, message } of contradictions(dataset.value)) {
      const [first, ...rest] = path;
      addIssue({ message, path: [place(first), ...rest.map(place)] });
    }
  }),
);

export type Config = v.InferOutput<typeof settings>;

/** Sections of the contract that are for later: refused by name, so that they are never silently ignored. */
export const laterSections: readonly string[] = ['waivers'];

import type { Stored } from '../facts/index.ts';
import { defaultSettings } from './defaults.ts';
import type { Config } from './schema.ts';

/** What checks are told of the configuration: its thresholds over the defaults, and the owner's accounts. */
export const settingsOf = ({ thresholds, ownAccounts, platformNamespaces, imageRegistries }: Config): Stored<'settings'> => ({
  largeRange: {
    ipv4Addresses: thresholds?.largeRange?.ipv4Addresses ?? defaultSettings.largeRange.ipv4Addresses,
    ipv6Networks: thresholds?.largeRange?.ipv6Networks ?? defaultSettings.largeRange.ipv6Networks,
  },
  versionWarningDays: thresholds?.versionWarningDays ?? defaultSettings.versionWarningDays,
  ownAccounts: ownAccounts ?? defaultSettings.ownAccounts,
  platformNamespaces: platformNamespaces ?? defaultSettings.platformNamespaces,
  ...(imageRegistries === undefined ? {} : { imageRegistries }),
});

import type { ServiceName } from './services.ts';

/**
 * Lists of whole resources, where the service has one operation that lists names or summaries and another that describes one.
 * In an estate file such a list holds what the second one answers; the first one's answer follows from it.
 */
export interface Entity {
  /** The list's name, and others that mean the same. */
  readonly names: readonly [string, ...string[]];
  readonly list: { readonly operation: string; readonly member: string };
  readonly describe: { readonly operation: string; readonly member: string };
  /** Input of `describe` → where its value stands in the item. */
  readonly key: Readonly<Record<string, string>>;
  /** Input of `list` → where its value stands in the item. */
  readonly within: Readonly<Record<string, string>>;
  /** The member that the list of names holds; without one the list holds the items' own summaries. */
  readonly named?: string;
}

const ofCluster = { clusterName: 'clusterName' };
const eks = (
  names: readonly [string, ...string[]],
  listed: string,
  described: string,
  key: string,
  named: boolean,
): Entity => ({
  names,
  list: { operation: `List${listed}`, member: names[0] },
  describe: { operation: `Describe${described}`, member: described.charAt(0).toLowerCase() + described.slice(1) },
  key: { ...ofCluster, [key]: key },
  within: ofCluster,
  ...(named ? { named: key } : {}),
});

export const entities: Readonly<Partial<Record<ServiceName, readonly Entity[]>>> = {
  eks: [
    {
      names: ['clusters'],
      list: { operation: 'ListClusters', member: 'clusters' },
      describe: { operation: 'DescribeCluster', member: 'cluster' },
      key: { name: 'name' },
      within: {},
      named: 'name',
    },
    eks(['nodegroups'], 'Nodegroups', 'Nodegroup', 'nodegroupName', true),
    eks(['addons'], 'Addons', 'Addon', 'addonName', true),
    eks(['accessEntries'], 'AccessEntries', 'AccessEntry', 'principalArn', true),
    eks(['fargateProfileNames', 'fargateProfiles'], 'FargateProfiles', 'FargateProfile', 'fargateProfileName', true),
    {
      ...eks(
        ['associations', 'podIdentityAssociations'],
        'PodIdentityAssociations',
        'PodIdentityAssociation',
        'associationId',
        false,
      ),
      describe: { operation: 'DescribePodIdentityAssociation', member: 'association' },
    },
    eks(['capabilities'], 'Capabilities', 'Capability', 'capabilityName', false),
    {
      names: ['identityProviderConfigs'],
      list: { operation: 'ListIdentityProviderConfigs', member: 'identityProviderConfigs' },
      describe: { operation: 'DescribeIdentityProviderConfig', member: 'identityProviderConfig' },
      key: { clusterName: 'oidc.clusterName', 'identityProviderConfig.name': 'oidc.identityProviderConfigName' },
      within: { clusterName: 'oidc.clusterName' },
    },
  ],
};

/** The value at a dotted path, or undefined. */
export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found;
}

import type { AwsCredentials } from './credentials.ts';
import { noCredentials } from './errors.ts';

/**
 * The ordinary chain: environment, profiles, SSO, web identity, container, instance (SDK `fromNodeProviderChain`).
 * @throws AwsError of the kind `credentials`, whatever was wrong with them
 */
export const ordinaryCredentials = (region: string) => async (): Promise<AwsCredentials> => {
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  return fromNodeProviderChain({ clientConfig: { region } })().catch((error: unknown) => {
    // Messages quote files and profiles, and may quote what stands in them: the name says enough.
    throw noCredentials(error instanceof Error ? error.name : undefined);
  });
};

/** The Region of the ordinary chain (AWS_REGION, the profile), or us-east-1, which every commercial account has. */
export async function ordinaryRegion(): Promise<string> {
  const { loadConfig, NODE_REGION_CONFIG_FILE_OPTIONS, NODE_REGION_CONFIG_OPTIONS } = await import('@smithy/core/config');
  const options = { ...NODE_REGION_CONFIG_OPTIONS, default: 'us-east-1' };
  return (await loadConfig<string>(options, NODE_REGION_CONFIG_FILE_OPTIONS)()) ?? 'us-east-1';
}

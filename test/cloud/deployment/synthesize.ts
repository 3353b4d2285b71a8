import * as v from 'valibot';
import { writeAssembly } from '../../../infra/assembly.ts';
import { type Config, configSchema } from '../../../shared/config/schema.ts';

/**
 * Synthesizes the deployment with the real bundles into a folder, as `npm run synth` does. @returns the folder
 * @param validated whether CloudFormation's schemas are asked, too: what takes most of the time
 */
export function synthesize(folder: string, settings: unknown, validated = true): string {
  const config: Config = v.parse(configSchema, settings);
  writeAssembly(config, folder, validated);
  return folder;
}

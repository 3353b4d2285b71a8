import * as v from 'valibot';
import { type Config, configSchema } from './schema.ts';

/**
 * The settings of a deployment, as `npm run deploy` put them beside the code: a configuration that was checked before, as JSON.
 * @throws Error where it is none: the deployment is at fault
 */
export function parseSettings(json: string): Config {
  const result = v.safeParse(configSchema, JSON.parse(json));
  if (!result.success) throw new Error(`the deployment's settings are none: ${result.issues[0].message}; deploy again`);
  return result.output;
}

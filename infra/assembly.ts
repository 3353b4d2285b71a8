import { join } from 'node:path';
import type { Config } from '../shared/config/schema.ts';
import { bundleFunctions } from '../tools/bundle.ts';
import { buildApp } from './postern.ts';
import { stackNames } from './stack-names.ts';

/**
 * Bundles the functions and writes the cloud assembly: templates, and the code as assets.
 * @param validated as of buildApp
 * @returns the templates' files
 * @throws Error where cdk-nag or the validation of the template finds something; they have printed what
 */
export function writeAssembly(config: Config, outdir: string, validated = true): readonly string[] {
  const bundles = join(outdir, 'functions');
  bundleFunctions(bundles, config);
  buildApp({ config, outdir, bundles, validated }).synth();
  return Object.values(stackNames).map((name) => join(outdir, `${name}.template.json`));
}

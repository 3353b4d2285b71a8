import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../shared/config/config.ts';
import type { Config } from '../shared/config/schema.ts';
import { bundleFunctions } from '../tools/bundle.ts';
import { buildApp } from './postern.ts';

const LARGEST_FILE = 1024 * 1024;

/**
 * Reads `postern.yaml`, or nothing where no file is named.
 * @throws ConfigError, which names line and column; Error of Node where the file cannot be read
 */
export function readConfig(file: string | undefined): Config {
  if (file === undefined) return {};
  if (!statSync(file).isFile()) throw new Error(`${file} is no file`);
  if (statSync(file).size > LARGEST_FILE) throw new Error(`${file} is larger than 1 MiB, which no configuration is`);
  return parseConfig(readFileSync(file, 'utf8'), file);
}

/**
 * Bundles the functions and writes the cloud assembly: templates, and the code as assets.
 * @throws Error where cdk-nag or the validation of the template finds something; they have printed what
 */
export function writeAssembly(config: Config, outdir: string): void {
  const bundles = join(outdir, 'functions');
  bundleFunctions(bundles, config);
  buildApp({ config, outdir, bundles }).synth();
}

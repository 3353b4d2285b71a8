import { readFileSync, statSync } from 'node:fs';
import { checks } from '../shared/checks/index.ts';
import { parseConfig } from '../shared/config/config.ts';
import type { Config } from '../shared/config/schema.ts';
import { SelectionError, selectChecks } from '../shared/engine/select.ts';
import { frameworks } from '../shared/frameworks/index.ts';

const LARGEST_FILE = 1024 * 1024;

/** A configuration that cannot be read at all, or selects what there is not. */
export class FileError extends Error {}

/**
 * Reads `postern.yaml`, or nothing where no file is named.
 * @throws FileError; ConfigError, which names line and column
 */
export function readConfig(file: string | undefined): Config {
  if (file === undefined) return {};
  const config = parseConfig(readText(file), file);
  try {
    selectChecks(checks, frameworks, { globs: config.checks ?? [], frameworks: config.frameworks ?? [] });
  } catch (error) {
    throw error instanceof SelectionError ? new FileError(`${file}: ${error.message}`) : error;
  }
  return config;
}

function readText(file: string): string {
  try {
    const found = statSync(file);
    if (!found.isFile()) throw new FileError(`${file} is no file; name a postern.yaml`);
    if (found.size > LARGEST_FILE) throw new FileError(`${file} is larger than 1 MiB, which no configuration is`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof FileError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new FileError(`cannot read ${file}: ${code === 'ENOENT' ? 'there is no such file' : code}`);
  }
}

import { readFileSync, statSync } from 'node:fs';
import { parseConfig } from '../shared/config/config.ts';
import type { Config } from '../shared/config/schema.ts';

const LARGEST_FILE = 1024 * 1024;

/** A configuration that cannot be read at all. */
export class FileError extends Error {}

/**
 * Reads `postern.yaml`, or nothing where no file is named.
 * @throws FileError; ConfigError, which names line and column
 */
export function readConfig(file: string | undefined): Config {
  return file === undefined ? {} : parseConfig(readText(file), file);
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

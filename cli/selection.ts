import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Check } from '../shared/checks/check.ts';
import { checks } from '../shared/checks/index.ts';
import { parseConfig } from '../shared/config/config.ts';
import type { Config } from '../shared/config/schema.ts';
import { checksDigest as digest } from '../shared/engine/checks-digest.ts';
import { type Asked, matchesGlob, selectChecks } from '../shared/engine/select.ts';
import type { Framework } from '../shared/frameworks/framework.ts';
import { frameworks } from '../shared/frameworks/index.ts';
import { answeredByManifests } from '../shared/stages/manifests.ts';
import { version } from '../shared/version.ts';
import { type Io, UsageError } from './io.ts';
import type { ReportOptions } from './options.ts';

const allChecks: readonly Check[] = checks;
const MEBIBYTE = 1024 * 1024;

/** A file that a flag names, as text, of at most so many MiB. @throws UsageError that names the file */
export async function readText(io: Io, file: string, mebibytes = 16): Promise<string> {
  const path = resolve(io.cwd, file);
  try {
    const found = await stat(path);
    // A pipe is what a shell gives for <(…). A device may have no end, and reading it effects.
    if (!found.isFile() && !found.isFIFO() && !found.isDirectory())
      throw new UsageError(`cannot read ${file}: it is neither a file nor a pipe`);
    const bytes = found.size > mebibytes * MEBIBYTE ? undefined : await readUpTo(path, mebibytes * MEBIBYTE);
    if (bytes === undefined) throw new UsageError(`${file} is larger than ${mebibytes} MiB`);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof TypeError) throw new UsageError(`${file} is not UTF-8 text`);
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : (code ?? 'it cannot be read');
    throw new UsageError(`cannot read ${file}: ${why}`);
  }
}

/** All of a file or pipe, whatever size it says it has; undefined where there is more. */
async function readUpTo(path: string, most: number): Promise<Uint8Array | undefined> {
  const handle = await open(path);
  try {
    const chunks: Uint8Array[] = [];
    for (let length = 0; length <= most; ) {
      const { bytesRead, buffer } = await handle.read({ buffer: Buffer.allocUnsafe(Math.min(MEBIBYTE, most + 1 - length)) });
      if (bytesRead === 0) return Buffer.concat(chunks, length);
      chunks.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
    return undefined;
  } finally {
    await handle.close();
  }
}

/** The settings file that `--config` names, or none. @throws UsageError, ConfigError */
export const readConfig = async (io: Io, file: string | undefined): Promise<Config> =>
  file === undefined ? {} : parseConfig(await readText(io, file), file);

export interface Selection {
  readonly checks: readonly Check[];
  readonly frameworks: readonly Framework[];
  /** Whether flags or the configuration left checks out: then only what the others need is read. */
  readonly narrowed: boolean;
}

/** The checks that flags, else the configuration, select; those of probes and of Secrets only where the run has them. @throws SelectionError */
export function selection(
  options: Pick<ReportOptions, 'check' | 'framework'>,
  config: Config,
  { probe, secrets }: Asked,
): Selection {
  const globs = options.check.length > 0 ? options.check : (config.checks ?? []);
  const chosen = options.framework.length > 0 ? options.framework : (config.frameworks ?? []);
  return {
    ...selectChecks(allChecks, frameworks, { globs, frameworks: chosen, probe, secrets }),
    narrowed: globs.length + chosen.length > 0,
  };
}

/** The same of those checks that manifests answer; frameworks only where they are named. @throws SelectionError, UsageError */
export function manifestSelection(
  options: Pick<ReportOptions, 'check' | 'framework'>,
  config: Config,
): Omit<Selection, 'narrowed'> {
  const globs = options.check.length > 0 ? options.check : (config.checks ?? []);
  const chosen = options.framework.length > 0 ? options.framework : (config.frameworks ?? []);
  const answered = allChecks.filter(answeredByManifests);
  for (const glob of globs) {
    const other = allChecks.find(({ id }) => matchesGlob(glob, id));
    if (other !== undefined && !answered.some(({ id }) => matchesGlob(glob, id)))
      throw new UsageError(`${other.id} judges what runs, which manifests do not show; postern scan does`);
  }
  const { checks, frameworks: named } = selectChecks(answered, frameworks, { globs, frameworks: chosen });
  return { checks, frameworks: chosen.length === 0 ? [] : named };
}

/** What identifies the checks that were selected, in this version. */
export const checksDigest = (selected: readonly Check[]): string => digest(version, selected);

import { isUtf8 } from 'node:buffer';
import { constants, type Dirent } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, normalize, resolve, sep } from 'node:path';
import { bounds } from './bounds.ts';
import type { Problem } from './parse.ts';

/** A file of manifests as text, or why it could not be read. `file` is its name in reports. */
export type FileText = { readonly file: string; readonly text: string } | { readonly problem: Problem };

/** A PATH that names nothing that can be read. */
export class PathError extends Error {
  override readonly name = 'PathError';
}

/** What a PATH may be: a file, a folder, or `-` for standard input. */
export interface Source {
  readonly paths: readonly string[];
  /** What relative paths are relative to. */
  readonly cwd: string;
  readonly stdin: () => AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
}

/** A file that was found: its name in reports, and where it is. */
interface Found {
  readonly file: string;
  readonly path: string;
}

/** A folder that is being read, or something in it: its name in reports, and the folder that was named, in which it must be. */
interface Folder {
  readonly name: string;
  readonly path: string;
  readonly top: string;
  readonly depth: number;
}

const manifest = /\.(ya?ml|json)$/i;

/**
 * The manifests that PATHs name, one after another: a file under its own name; of a folder every .yaml, .yml and .json, under the folder's
 * name, in order; `-` is standard input. Symbolic links in a folder are followed to files of the same folder, as kubectl does; one that
 * leads out of it is a problem. Beyond the bounds there is one problem, and no more.
 * @throws PathError for a PATH that is not there, or two that give files of the same name
 */
export async function* manifestFiles({ paths, cwd, stdin, signal }: Source): AsyncIterable<FileText> {
  const walk = new Walk();
  for (const path of paths) if (path !== '-') await walk.add(path, resolve(cwd, path));
  if (paths.includes('-')) yield await textOf('-', stdin(), walk);
  for (const { file, path } of walk.found) {
    signal?.throwIfAborted();
    yield await readFile(file, path, walk);
    if (walk.bytes > bounds.bytes) break;
  }
  yield* walk.problems.map((problem) => ({ problem }));
}

class Walk {
  readonly found: Found[] = [];
  readonly problems: Problem[] = [];
  /** Read so far. */
  bytes = 0;
  readonly #real = new Set<string>();
  readonly #names = new Map<string, string>();
  #full = false;

  async add(named: string, path: string): Promise<void> {
    const kind = await kindOf(named, path);
    if (kind === 'folder') await this.#folder({ name: basename(path), path, top: await realpath(path), depth: 0 });
    else await this.#file(normalize(named), path);
  }

  async #folder({ name, path, top, depth }: Folder): Promise<void> {
    if (depth > bounds.foldersDeep) return this.#problem(name, `folders more than ${bounds.foldersDeep} deep`);
    let entries: readonly Dirent[];
    try {
      entries = await readdir(path, { withFileTypes: true });
    } catch (error) {
      return this.#problem(name, `cannot read this folder: ${codeOf(error)}`);
    }
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (this.#full) return;
      const inner = { name: `${name}/${entry.name}`, path: join(path, entry.name), top, depth: depth + 1 };
      if (entry.isDirectory()) await this.#folder(inner);
      else if (manifest.test(entry.name)) await this.#entry(inner, entry);
    }
  }

  /** What is called like a manifest. */
  async #entry({ name, path, top }: Folder, entry: Dirent): Promise<void> {
    if (entry.isFile()) return this.#file(name, path);
    if (!entry.isSymbolicLink()) return this.#problem(name, 'it is neither a file nor a folder');
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined) return this.#problem(name, 'a symbolic link to nothing');
    const found = await stat(real);
    // kubectl enters no folder by a link.
    if (found.isDirectory()) return;
    if (!real.startsWith(top + sep))
      this.#problem(name, 'a symbolic link out of the folder, which is not followed', 'name what it leads to');
    else if (found.isFile()) await this.#file(name, real);
    else this.#problem(name, 'it leads to what is neither a file nor a folder');
  }

  async #file(file: string, path: string): Promise<void> {
    const real = await realpath(path).catch(() => path);
    // Named twice, or inside of a folder that is named too.
    if (this.#real.has(real)) return;
    this.#real.add(real);
    const other = this.#names.get(file);
    if (other !== undefined)
      throw new PathError(`${other} and ${path} would both be called ${file}; name the folder that holds both`);
    this.#names.set(file, path);
    if (this.found.length < bounds.files) this.found.push({ file, path });
    else {
      this.#full = true;
      this.#problem(file, `more than ${bounds.files} files; the rest were not read`, 'name fewer folders');
    }
  }

  #problem(file: string, why: string, action?: string): void {
    this.problems.push(problemOf(file, why, action));
  }
}

const problemOf = (file: string, why: string, action?: string): Problem => ({
  file,
  why: `${file}: ${why}`,
  ...(action === undefined ? {} : { action }),
});

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'it cannot be read';

async function kindOf(named: string, path: string): Promise<'file' | 'folder'> {
  const found = await stat(path).catch((error: unknown) => {
    const code = codeOf(error);
    throw new PathError(`cannot read ${named}: ${code === 'ENOENT' ? 'there is no such file or folder' : code}`);
  });
  if (found.isDirectory()) return 'folder';
  // A pipe is what a shell gives for <(…). A device may have no end, and reading it effects.
  if (found.isFile() || found.isFIFO()) return 'file';
  throw new PathError(`cannot read ${named}: it is neither a file nor a folder`);
}

async function readFile(file: string, path: string, walk: Walk): Promise<FileText> {
  try {
    const handle = await open(path, constants.O_RDONLY);
    return await textOf(file, handle.createReadStream(), walk);
  } catch (error) {
    return { problem: problemOf(file, `cannot read this file: ${codeOf(error)}`) };
  }
}

/** All of a stream as text, within the bounds. */
async function textOf(file: string, stream: AsyncIterable<Uint8Array>, walk: Walk): Promise<FileText> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    walk.bytes += chunk.length;
    if (size > bounds.bytesOfFile)
      return { problem: problemOf(file, `larger than ${mebibytes(bounds.bytesOfFile)}`, 'split it') };
    if (walk.bytes > bounds.bytes)
      return {
        problem: problemOf(file, `more than ${mebibytes(bounds.bytes)} in all; the rest was not read`, 'name fewer files'),
      };
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks, size);
  if (isUtf8(bytes)) return { file, text: bytes.toString() };
  const [line, column] = placeOfError(bytes);
  return { problem: { file, line, column, why: `${file}:${line}:${column}: this is not UTF-8`, action: 'save it as UTF-8' } };
}

const mebibytes = (bytes: number): string => `${bytes / 2 ** 20} MiB`;

/** Line and column of the first byte that is no UTF-8, by halving what is. */
function placeOfError(bytes: Uint8Array): readonly [number, number] {
  let good = 0;
  for (let step = 2 ** Math.ceil(Math.log2(bytes.length + 1)); step >= 1; step /= 2) {
    const next = good + step;
    // Cut inside of a character, the rest of it is to be whole within three more bytes.
    if (next <= bytes.length && [0, 1, 2, 3].some((more) => isUtf8(bytes.subarray(0, Math.min(bytes.length, next + more)))))
      good = next;
  }
  const before = Buffer.from(bytes.subarray(0, good)).toString();
  const newline = before.lastIndexOf('\n');
  return [before.split('\n').length, before.length - newline];
}

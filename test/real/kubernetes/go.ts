import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, copyFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cacheFolder = fileURLToPath(new URL('../../../.cache/', import.meta.url));
/** The Kubernetes modules are some 5,000 packages: minutes on a machine that has not compiled them yet. */
export const BUILD_TIME = 45 * 60_000;

export interface GoProgram {
  readonly name: string;
  readonly version: string;
  /** What is compiled: the Go files of one folder, and the module files (go.mod, go.sum) of another. */
  readonly sources: string;
  readonly module: string;
  /** Values of variables, by their packages' paths (`-X` of the linker). */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * A program of Go, compiled when it is not in `.cache/`, where it is kept by the hash of all that it is made of.
 * @throws Error that says what is missing
 */
export async function goProgram({ name, version, sources, module, variables = {} }: GoProgram): Promise<string> {
  const files = [...(await filesOf(sources, /\.go$/)), ...(await filesOf(module, /^go\.(?:mod|sum)$/))];
  const link = ['-s', '-w', ...Object.entries(variables).map(([variable, value]) => `-X ${variable}=${value}`)].join(' ');
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${link}\n`);
  for (const file of files) hash.update(`${basename(file)}\n`).update(await readFile(file));
  const folder = join(cacheFolder, `${name}-${version}-${hash.digest('hex').slice(0, 16)}`);
  const program = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
  const there = await access(program).then(
    () => true,
    () => false,
  );
  if (there) return program;
  const building = `${folder}.${process.pid}`;
  await mkdir(building, { recursive: true });
  try {
    for (const file of files) await copyFile(file, join(building, basename(file)));
    const words = ['build', '-trimpath', '-mod=readonly', '-buildvcs=false', '-ldflags', link, '-o', basename(program), '.'];
    await run('go', words, { cwd: building, env: { ...process.env, CGO_ENABLED: '0' }, timeout: BUILD_TIME });
    await rename(building, folder).catch(() => rm(building, { recursive: true }));
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    const { stderr = '', message } = error as Error & { readonly stderr?: string };
    const why = stderr.trim().split('\n').at(-1) || message;
    throw new Error(`test:real needs ${name} ${version}, built with Go 1.26 or later and access to a Go module proxy: ${why}`, {
      cause: error,
    });
  }
  return program;
}

const filesOf = async (folder: string, pattern: RegExp): Promise<string[]> =>
  (await readdir(folder))
    .filter((file) => pattern.test(file))
    .sort()
    .map((file) => join(folder, file));

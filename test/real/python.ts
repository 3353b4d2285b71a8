import { execFile } from 'node:child_process';
import { access, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The interpreter of a virtual environment that holds a package; made in `.cache/` when it is not there, beside its place and moved there whole.
 * @param extra what of the package besides, as `server` of `moto[server]`
 * @throws Error that says what is missing
 */
export async function pythonWith(name: string, version: string, extra = ''): Promise<string> {
  const cache = fileURLToPath(new URL(`../../.cache/${name}-${version}`, import.meta.url));
  const inside = process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';
  const python = join(cache, inside);
  const there = await access(python).then(
    () => true,
    () => false,
  );
  if (there) return python;
  const building = `${cache}.${process.pid}`;
  try {
    await step('Python 3.10 or later with its venv module', 'python3', ['-m', 'venv', building]);
    const packages = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `${name}${extra}==${version}`];
    await step(`${name} ${version} from a Python package index`, join(building, inside), packages);
    await rename(building, cache).catch(() => rm(building, { recursive: true }));
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    throw error;
  }
  return python;
}

async function step(needed: string, program: string, words: readonly string[]): Promise<void> {
  try {
    await run(program, words, { timeout: 570_000 });
  } catch (error) {
    const { stderr = '', message } = error as Error & { readonly stderr?: string };
    throw new Error(`test:real needs ${needed}: ${stderr.trim().split('\n').at(-1) || message}`, { cause: error });
  }
}

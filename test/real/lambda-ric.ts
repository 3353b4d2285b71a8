import { execFile } from 'node:child_process';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Runtime } from '../cloud/lambda/slot.ts';

const VERSION = '4.0.2';
const run = promisify(execFile);
const CACHE = fileURLToPath(new URL(`../../.cache/aws-lambda-ric-${VERSION}`, import.meta.url));
const PROGRAM = join('node_modules', 'aws-lambda-ric', 'index.mjs');

/**
 * AWS's own runtime client for Node, for `startLambda`; it is installed when it is not in `.cache/`.
 * @throws Error that says what is missing.
 */
export async function lambdaRic(): Promise<Runtime> {
  const program = join(CACHE, PROGRAM);
  const there = await access(program).then(
    () => true,
    () => false,
  );
  if (!there) await install();
  return ({ memory, entry }) => ({ command: process.execPath, args: [`--max-old-space-size=${memory}`, program, entry] });
}

async function install(): Promise<void> {
  const building = `${CACHE}.${process.pid}`;
  await mkdir(building, { recursive: true });
  try {
    // Its native part is built by install scripts, which npm runs for packages that are named only.
    const manifest = { private: true, dependencies: { 'aws-lambda-ric': VERSION }, allowScripts: { 'aws-lambda-ric': true } };
    await writeFile(join(building, 'package.json'), JSON.stringify(manifest));
    await run('npm', ['install', '--no-audit', '--no-fund'], { cwd: building, timeout: 570_000 });
    await access(join(building, 'node_modules', 'aws-lambda-ric', 'rapid-client.node'));
    await rename(building, CACHE).catch(() => rm(building, { recursive: true }));
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`test:real needs aws-lambda-ric ${VERSION}, built with cmake and g++, from an npm registry: ${why}`, {
      cause: error,
    });
  }
}

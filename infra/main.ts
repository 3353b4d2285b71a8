/** `npm run synth` and `npm run deploy` (package.json): the process's words, streams and environment, handed on. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { run } from './deploy.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs the CDK's own command line, with this Node and this terminal. */
const cdk = (words: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const command = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
    const child = spawn(process.execPath, [command, ...words], { cwd: root, stdio: 'inherit' });
    // A terminal sends the interrupt to both: what the CDK makes of it is what happened.
    process.on('SIGINT', () => undefined);
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 130));
  });

const outdir = join(root, 'cdk.out');

process.exitCode = await run(process.argv.slice(2), {
  outdir,
  // The CDK takes a second to load, and is not needed to say what is wrong with a file.
  assemble: async (config) => (await import('./assembly.ts')).writeAssembly(config, outdir),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  cdk,
});

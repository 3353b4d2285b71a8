#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { run } from './run.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    interrupted.abort();
    // A second signal ends the process at once, as without a handler.
  });

const write = (stream: NodeJS.WriteStream) => (text: string) =>
  new Promise<void>((resolve) => stream.write(text, () => resolve()));
// A reader that went away (`postern … | head`) is no failure of ours, and no end of the work: the exit code still says how the scan went.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exit(70);
});
process.stderr.on('error', () => undefined);

process.exitCode = await run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  out: write(process.stdout),
  err: (text) => void process.stderr.write(text),
  terminal: { out: process.stdout.isTTY === true, err: process.stderr.isTTY === true, columns: process.stdout.columns ?? 100 },
  now: () => new Date(),
  random: () => randomBytes(4).readUInt32BE(),
  signal: interrupted.signal,
});

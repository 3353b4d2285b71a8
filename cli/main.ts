#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { addAbortSignal } from 'node:stream';
import { oneLine } from '../shared/report/text.ts';
import { exitCodes, UsageError } from './io.ts';
import { run } from './run.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    interrupted.abort();
    // A second signal ends the process at once, as without a handler.
  });

const out = (text: string) =>
  new Promise<void>((resolve, reject) =>
    process.stdout.write(text, (error) => {
      const code = (error as NodeJS.ErrnoException | null | undefined)?.code;
      // A reader that went away (`postern … | head`) is no failure, and no end of the work: the exit code still says how the scan went.
      if (!error || code === 'EPIPE') resolve();
      else reject(new UsageError(`cannot write to standard output: ${code ?? error.message}; send it elsewhere`));
    }),
  );
const err = (text: string) => void process.stderr.write(text);
// Told to whoever writes.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

// Node would end with 1, which says that there are findings.
process.on('uncaughtException', (error) => {
  err(`postern: this is our fault: ${oneLine(String(error))}; please report it\n`);
  process.exit(exitCodes.ours);
});

/** The folder that we were started in may have been removed since. */
function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  const cwd = workingFolder();
  if (cwd === undefined) {
    err('postern: the working folder does not exist any more; change to another one\n');
    return exitCodes.usage;
  }
  return run(process.argv.slice(2), {
    cwd,
    env: process.env,
    // Whoever interrupts does not wait for its end.
    stdin: () => addAbortSignal(interrupted.signal, process.stdin),
    out,
    err,
    terminal: {
      out: process.stdout.isTTY === true,
      err: process.stderr.isTTY === true,
      columns: process.stdout.columns ?? 100,
    },
    now: () => new Date(),
    random: () => randomBytes(4).readUInt32BE(),
    signal: interrupted.signal,
  });
}

process.exitCode = await main();

import { Command, CommanderError } from 'commander';
import { oneLine } from '../shared/report/text.ts';
import { commands } from './commands/index.ts';
import { exitCodes, type Io, UsageError } from './io.ts';
import { version } from './version.ts';

/**
 * Runs one command line.
 * @param argv the words behind the program's name
 * @returns the exit code (design 3.1); everything else goes through `io`
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code: number = exitCodes.ok;
  const program = new Command('postern')
    .description(
      'Finds the back gates left open: a compliance scanner for Kubernetes on AWS that never passes what it could not see.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => void io.out(text), writeErr: () => undefined })
    .showHelpAfterError(false);
  for (const add of commands) add(program, io, (result) => (code = result));
  for (const command of program.commands)
    command.exitOverride().configureOutput({ writeOut: (text) => void io.out(text), writeErr: () => undefined });
  try {
    if (argv.length === 0) program.help();
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return failure(error, io);
  }
}

function failure(error: unknown, io: Io): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.ok;
    io.err(`postern: ${oneLine(error.message.replace(/^error: /, ''))}; see postern --help\n`);
    return exitCodes.usage;
  }
  if (io.signal.aborted) {
    io.err('postern: interrupted; nothing was sealed\n');
    return exitCodes.interrupted;
  }
  if (isUsage(error)) {
    io.err(`postern: ${oneLine(error.message)}\n`);
    return exitCodes.usage;
  }
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  io.err(`postern: this is our fault: ${oneLine(detail)}; please report it (POSTERN_DEBUG=1 shows where)\n`);
  if (io.env.POSTERN_DEBUG && error instanceof Error) io.err(`${error.stack}\n`);
  return exitCodes.ours;
}

/** Errors that a user can mend, wherever they were thrown, say so by their class's name: the classes live below shared/. */
const usageErrors: readonly string[] = [
  'ConfigError',
  'SelectionError',
  'EstateError',
  'StoreError',
  'StoreConflict',
  'NoCredentials',
  'SnapshotError',
];
const isUsage = (error: unknown): error is Error =>
  error instanceof UsageError ||
  (error instanceof Error && (usageErrors.includes(error.name) || usageErrors.includes(error.constructor.name)));

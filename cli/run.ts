import { Command, CommanderError } from 'commander';
import { AwsError } from '../shared/clients/errors.ts';
import { Refusal } from '../shared/collect/reason.ts';
import { ConfigError } from '../shared/config/config.ts';
import { SelectionError } from '../shared/engine/select.ts';
import { oneLine } from '../shared/report/text.ts';
import { SnapshotError } from '../shared/stages/snapshot.ts';
import { StoreError } from '../shared/store/error.ts';
import { version } from '../shared/version.ts';
import { commands } from './commands/index.ts';
import { exitCodes, type Io, UsageError } from './io.ts';

/**
 * Runs one command line.
 * @param argv the words behind the program's name
 * @returns the exit code (contracts 3.1); everything else goes through `io`
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code: number = exitCodes.ok;
  let help = Promise.resolve();
  const program = new Command('postern')
    .description(
      'Finds the back gates left open: a compliance scanner for Kubernetes on AWS that never passes what it could not see.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        help = help.then(() => io.out(text));
      },
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.min(io.terminal.columns, 100),
    })
    .showHelpAfterError(false);
  for (const add of commands) add(program, io, (result) => (code = result));
  try {
    if (argv.length === 0) throw new UsageError('a command is missing; see postern --help');
    await program.parseAsync([...argv], { from: 'user' }).catch((error: unknown) => {
      if (!(error instanceof CommanderError && error.exitCode === 0)) throw error;
    });
    await help;
    return code;
  } catch (error) {
    const command = program.commands.find((one) => one.name() === argv[0]);
    return failure(error, io, command === undefined ? 'postern' : `postern ${command.name()}`);
  }
}

/** @param command the one that was meant, as it is typed */
function failure(error: unknown, io: Io, command: string): number {
  if (error instanceof CommanderError) {
    const what = error.code === 'commander.help' ? 'a command is missing' : error.message.replace(/^error: /, '');
    io.err(`postern: ${oneLine(what.replace(/\s*\n\s*/g, ' ').replace(/\.$/, ''))}; see ${command} --help\n`);
    return exitCodes.usage;
  }
  if (io.signal.aborted) {
    io.err('postern: interrupted; nothing was sealed\n');
    return exitCodes.interrupted;
  }
  if (isUsage(error)) {
    io.err(`postern: ${oneLine(sentence(error), 1000)}\n`);
    return exitCodes.usage;
  }
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  io.err(`postern: this is our fault: ${oneLine(detail)}; please report it (POSTERN_DEBUG=1 shows where)\n`);
  if (io.env.POSTERN_DEBUG && error instanceof Error) io.err(`${error.stack}\n`);
  return exitCodes.ours;
}

function sentence(error: Error): string {
  const action = error instanceof AwsError ? error.action : error instanceof Refusal ? error.reason.action : undefined;
  return action === undefined ? error.message : `${error.message}; ${action}`;
}

/** What a user can mend, and says so in one line; anything else is ours. */
const isUsage = (error: unknown): error is Error =>
  [UsageError, ConfigError, SelectionError, AwsError, Refusal, StoreError, SnapshotError].some((kind) => error instanceof kind);

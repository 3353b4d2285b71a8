import { type Command, InvalidArgumentError } from 'commander';
import { exitCodes, type Io, UsageError } from '../io.ts';
import { readText } from '../selection.ts';
import type { Add } from './command.ts';

interface Options {
  readonly port: number;
  readonly help?: true;
}

/** MiB: about a thousand clusters. */
const LARGEST_ESTATE = 256;

function port(text: string): number {
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number > 65_535) throw new InvalidArgumentError('It is not a port: 0 to 65535.');
  return number;
}

export const addEstate: Add = (program, io, exit) => {
  const estate: Command = program.command('estate').description('simulated AWS estates');
  const command = estate.command('serve');
  command
    .description('serve an estate file as AWS endpoints on 127.0.0.1 (and Kubernetes, where it has clusters)')
    .usage('[options] <file>')
    .argument('[file]', 'an estate file: docs/contracts.md, 3.3, says how it is written')
    .option('--port <number>', 'port to listen on; default: a free one', port, 0)
    // Not commander's own: the names of the lists come from the services' models, which only this command is to load.
    .helpOption(false)
    .option('-h, --help', 'display help, with the names of the lists')
    .action(async (file: string | undefined, options: Options) => {
      if (options.help) await help(io, command);
      else await serve(io, file, options.port);
      exit(exitCodes.ok);
    });
};

/** The models of every service are loaded when an estate is served, and not before. */
const simulated = () => import('../../estate/server.ts');

async function help(io: Io, command: Command): Promise<void> {
  const { listNames } = await simulated();
  const lines = [...listNames()].map(([service, names]) => `  ${service}\n    ${names.join('\n    ')}\n`);
  await io.out(command.helpInformation());
  await io.out(`\nLists and objects of an estate file, beside every operation under its own name:\n${lines.join('')}`);
}

async function serve(io: Io, file: string | undefined, port: number): Promise<void> {
  if (file === undefined) throw new UsageError('estate serve wants an estate file; see postern estate serve --help');
  const text = await readText(io, file, LARGEST_ESTATE);
  const running = await start(text, file, port);
  try {
    await io.out(`${running.url}\n`);
    io.err(
      `serving ${file}; in another shell:\n  export AWS_ENDPOINT_URL=${running.url} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1\n`,
    );
    if (running.kubernetes.endpoints.size > 0)
      io.err(
        'the clusters answer, too: aws eks update-kubeconfig --name NAME --kubeconfig FILE, then postern scan --kubeconfig FILE\n',
      );
    await new Promise<void>((resolve) =>
      io.signal.aborted ? resolve() : io.signal.addEventListener('abort', () => resolve(), { once: true }),
    );
  } finally {
    await running.close();
  }
}

async function start(text: string, file: string, port: number) {
  const { EstateError, parseEstate, startEstate } = await simulated();
  try {
    return await startEstate(parseEstate(text, file), { port });
  } catch (error) {
    if (error instanceof EstateError) throw new UsageError(error.message);
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    throw new UsageError(`cannot listen on port ${port}: ${code}; choose another with --port`);
  }
}

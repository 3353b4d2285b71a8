import { type Command, InvalidArgumentError } from 'commander';
import { parseEstate, startEstate } from '../../estate/server.ts';
import { exitCodes, type Io, UsageError } from '../io.ts';
import { readText } from '../selection.ts';
import type { Add } from './command.ts';

function port(text: string): number {
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number > 65_535) throw new InvalidArgumentError('It is not a port: 0 to 65535.');
  return number;
}

export const addEstate: Add = (program, io, exit) => {
  const estate: Command = program.command('estate').description('simulated AWS estates');
  estate
    .command('serve')
    .description('serve an estate file as AWS endpoints on 127.0.0.1 (and Kubernetes, where it has clusters)')
    .argument('<file>', 'an estate file')
    .option('--port <number>', 'port to listen on; default: a free one', port, 0)
    .action(async (file: string, options: { readonly port: number }) => exit(await serve(io, file, options.port)));
};

async function serve(io: Io, file: string, port: number): Promise<number> {
  const estate = parseEstate(await readText(io, file), file);
  const running = await startEstate(estate, { port }).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'EADDRINUSE' || code === 'EACCES'
      ? new UsageError(`cannot listen on port ${port}: ${code}; choose another with --port`)
      : error;
  });
  await io.out(`${running.url}\n`);
  io.err(
    `serving ${file}; in another shell:\n  export AWS_ENDPOINT_URL=${running.url} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1\n`,
  );
  await new Promise<void>((resolve) =>
    io.signal.aborted ? resolve() : io.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  await running.close();
  return exitCodes.ok;
}

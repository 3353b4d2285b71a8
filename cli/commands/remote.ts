import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ordinaryCredentials, ordinaryRegion } from '../../shared/clients/ordinary.ts';
import type { Linked, RemoteApi } from '../../shared/cloud/api-client.ts';
import { oneLine } from '../../shared/report/text.ts';
import { exitCodes, type Io, UsageError } from '../io.ts';
import { addTargetOptions, type ScopeOptions } from '../options.ts';
import type { Add } from './command.ts';

interface Options {
  readonly api?: string;
}

/** The signer and the SDK's parts are loaded when the deployed scanner is asked, and not before. */
const cloud = async () => ({
  ...(await import('../../shared/cloud/api-client.ts')),
  ...(await import('../../shared/cloud/sign.ts')),
});

export const addRemote: Add = (program, io, exit) => {
  const remote = program.command('remote').description('the scanner that is deployed in AWS, asked with your own credentials');
  const add = (words: string, description: string): Command =>
    remote
      .command(words)
      .description(description)
      .option('--api <url>', "the deployment's address, an output of its stack (default: the variable POSTERN_API)");
  const done = (work: Promise<void>) => work.then(() => exit(exitCodes.ok));

  addTargetOptions(add('scan', 'start a scan of everything, or of what is named; prints its run id')).action(
    (options: Options & Pick<ScopeOptions, 'account' | 'region' | 'cluster'>) => done(scan(io, options)),
  );
  add('status <run>', 'how far a scan is').action((run: string, options: Options) => done(status(io, run, options)));
  add('reports', 'the sealed runs, newest first, with their reports')
    .option('--before <run>', 'only runs before this one')
    .action((options: Options & { readonly before?: string }) => done(reports(io, options)));
  add('download [run] [file]', 'a file of a run, by default report.html of the latest; prints where it is')
    .option('--out <file>', 'where to; default: a name of its own, here')
    .action((run: string | undefined, file: string | undefined, options: Options & { readonly out?: string }) =>
      done(download(io, run ?? 'latest', file ?? 'report.html', options)),
    );
};

async function scan(
  io: Io,
  { account, region, cluster, ...options }: Options & Pick<ScopeOptions, 'account' | 'region' | 'cluster'>,
) {
  const lists = { accounts: account, regions: region, clusters: cluster };
  const scope = Object.fromEntries(Object.entries(lists).filter(([, names]) => names.length > 0));
  const { run } = await asked(io, options, (api) => api.ask('POST', '/scans', scope));
  await io.out(`${text(run)}\n`);
}

async function status(io: Io, run: string, options: Options): Promise<void> {
  const found = await asked(io, options, (api) => api.ask('GET', `/scans/${segment(run)}`));
  const progress = Object.entries(object(found.progress)).map(([what, counts]) => {
    const { known, done } = object(counts);
    return `${text(what)} ${text(done)} of ${text(known)}`;
  });
  await io.out(`${[text(found.status), ...progress].join(', ')}\n`);
}

async function reports(io: Io, { before, ...options }: Options & { readonly before?: string }): Promise<void> {
  const query = before === undefined ? '' : `?before=${segment(before)}`;
  const { reports: found, next } = await asked(io, options, (api) => api.ask('GET', `/reports${query}`));
  for (const one of list(found)) {
    const { run, files } = object(one);
    await io.out(`${text(run)}  ${list(files).map(text).join(' ')}\n`);
  }
  if (next !== undefined) io.err(`more: postern remote reports --before ${text(next)}\n`);
}

async function download(
  io: Io,
  run: string,
  file: string,
  { out, ...options }: Options & { readonly out?: string },
): Promise<void> {
  const found = await asked(io, options, (api) => api.ask('GET', `/reports/${segment(run)}/${segment(file)}`));
  const { url, size, sha256 } = found;
  if (typeof url !== 'string' || typeof size !== 'number' || typeof sha256 !== 'string')
    throw new UsageError('the answer is not that of this API; check --api');
  const name = out ?? `postern-${segment(text(found.run))}-${segment(file)}`;
  await save(io, resolve(io.cwd, name), { url, size, sha256 });
  await io.out(`${name}\n`);
}

/** Whole or not at all, and never over a file that is there. */
async function save(io: Io, path: string, link: Linked): Promise<void> {
  const { linked } = await cloud();
  const partial = `${path}.${io.random().toString(16)}.part`;
  const target = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EEXIST' ? 'it exists already' : (error.code ?? 'it cannot be written');
    throw new UsageError(`cannot save ${path}: ${why}; name another with --out`);
  });
  await target.close();
  try {
    const stream = await open(partial, 'wx');
    try {
      for await (const chunk of linked(link, io.signal)) await stream.writeFile(chunk);
    } finally {
      await stream.close();
    }
    await rename(partial, path);
  } catch (error) {
    await Promise.all([rm(partial, { force: true }), rm(path, { force: true })]);
    throw usage(error);
  }
}

type Answer = Awaited<ReturnType<RemoteApi['ask']>>;

async function asked(io: Io, { api }: Options, ask: (api: RemoteApi) => Promise<Answer>): Promise<Answer> {
  const address = api ?? io.env.POSTERN_API;
  if (!address) throw new UsageError('which deployment? Give --api, or set POSTERN_API to its address');
  const { remoteApi, regionOfApi } = await cloud();
  const region = (URL.canParse(address) ? regionOfApi(new URL(address)) : undefined) ?? (await ordinaryRegion());
  const signer = { region, credentials: ordinaryCredentials(region) };
  try {
    return await ask(remoteApi(address, signer, io.signal));
  } catch (error) {
    throw usage(error);
  }
}

/** What the deployment refuses is for whoever asked to mend. */
const usage = (error: unknown): unknown =>
  error instanceof Error && error.name === 'CloudError' ? new UsageError(error.message) : error;

/** Names of ours need no escapes in an address, or in a file's name. */
function segment(name: string): string {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}$/.test(name))
    throw new UsageError(`no run or file is called ${JSON.stringify(name.slice(0, 80))}`);
  return name;
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? oneLine(String(value), 120) : '?';
const object = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { reportPath } from '../shared/contract/keys.ts';
import { exitCode } from '../shared/engine/exit-code.ts';
import { fileFormats, formats, terminal } from '../shared/report/index.ts';
import type { Renderer } from '../shared/report/report.ts';
import { type Publication, publish, type Report, type ReportFormat } from '../shared/stages/publish.ts';
import { folderStore } from '../shared/store/folder.ts';
import type { RunWriter } from '../shared/store/run.ts';
import type { Store } from '../shared/store/store.ts';
import { type Io, UsageError } from './io.ts';
import { defaultFolder, type ReportOptions } from './options.ts';
import { openStore } from './place.ts';

/** Where a run goes and what of it is shown, as the flags say. */
export interface Output {
  readonly store: Store;
  /** Files that the run gets: `report.json` always. */
  readonly files: readonly ReportFormat[];
  readonly show: 'summary' | 'nothing' | { readonly data: Renderer };
  /** Removes what was only made to be shown. */
  readonly discard: () => Promise<void>;
}

/** @throws UsageError for a format that there is not, StoreError for a place that is none */
export async function outputOf(io: Io, options: ReportOptions, folder = defaultFolder): Promise<Output> {
  const known = [...Object.keys(formats), 'terminal'];
  for (const format of options.format)
    if (!known.includes(format))
      throw new UsageError(`there is no format ${JSON.stringify(format)}; there is ${known.join(', ')}`);
  const named = options.format.length === 0 ? [...Object.keys(fileFormats), 'terminal'] : options.format;
  const files = Object.entries(formats)
    .filter(([name]) => name === 'json' || named.includes(name))
    .map(([, { ending, render }]) => ({ name: ending, render }));
  const data = options.out === undefined ? dataOf(options.format) : undefined;
  const show = data === undefined ? (named.includes('terminal') ? 'summary' : 'nothing') : { data };
  if (data === undefined || new Set(options.format).size > 1)
    return { store: await openStore(io, options.out ?? folder), files, show, discard: async () => undefined };
  const temporary = await temporaryFolder();
  return { store: folderStore(temporary), files, show, discard: () => rm(temporary, { recursive: true, force: true }) };
}

/** The format that goes to standard output where the run goes nowhere that was named. @throws UsageError where there are two */
function dataOf(named: readonly string[]): Renderer | undefined {
  const [first, second] = [...new Set(named)].filter((name) => name === 'terminal' || formats[name]?.data === true);
  if (first === undefined || (first === 'terminal' && second === undefined)) return undefined;
  if (second !== undefined)
    throw new UsageError(`--format ${first} and --format ${second} both want standard output; give --out for one of them`);
  return formats[first]?.render;
}

/** @throws UsageError where there can be none */
async function temporaryFolder(): Promise<string> {
  const parent = tmpdir();
  try {
    return await mkdtemp(join(parent, 'postern-'));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UsageError(`cannot make a temporary folder in ${parent}: ${why}; set TMPDIR to one that exists, or give --out`);
  }
}

/** Publishes a run, shows what is to be shown, and says how it went. @returns the exit code */
export async function finish(
  io: Io,
  output: Output,
  publication: Omit<Publication, 'formats' | 'finishedAt'> & { readonly run: RunWriter },
  options: Pick<ReportOptions, 'failOn'>,
): Promise<number> {
  const report = await publish({ ...publication, formats: output.files, finishedAt: io.now() });
  await show(io, output, publication, report);
  const { failed, verdicts, targets } = report.header.summary;
  return exitCode(
    {
      targets: Object.values(targets).reduce((sum, count) => sum + count, 0),
      failed,
      unknown: verdicts.unknown,
      incompleteTargets: targets.failed + targets.partial,
      errors: report.totals.errors.length,
    },
    options.failOn,
  );
}

async function show(io: Io, output: Output, { run }: Pick<Publication, 'run'>, report: Report): Promise<void> {
  if (typeof output.show === 'object') return write(io, output.show.data(report.header, report.verdicts()));
  const page = run.where(reportPath(output.files.some(({ name }) => name === 'html') ? 'html' : 'json'));
  const near = relative(io.cwd, page);
  const shown = page.startsWith('s3:') || near.startsWith('..') ? page : near;
  if (output.show === 'nothing') return io.err(`report: ${shown}\n`);
  const colour = io.terminal.out && !io.env.NO_COLOR;
  await write(io, terminal({ colour, width: io.terminal.columns, report: shown })(report.header, report.verdicts()));
}

async function write(io: Io, chunks: AsyncIterable<string>): Promise<void> {
  for await (const chunk of chunks) await io.out(chunk);
}

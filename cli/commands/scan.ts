import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { addReportOptions, addScopeOptions, type ReportOptions, refuseLater, type ScopeOptions } from '../options.ts';
import { finish, outputOf } from '../output.ts';
import { checkProbeOptions } from '../probing.ts';
import { scan } from '../scan.ts';
import type { AwsOverride } from '../scan-input.ts';
import { checksDigest, readConfig, selection } from '../selection.ts';
import type { Add } from './command.ts';

export const addScan: Add = (program, io, exit) => {
  const command: Command = program
    .command('scan')
    .description('scan clusters and their networks, judge them, and write a report');
  addReportOptions(addScopeOptions(command)).action(async (options: ScopeOptions & ReportOptions) =>
    exit(await runScan(io, options)),
  );
};

/** The whole of a scan: plan, collect, judge, publish, show. `opening` is said when the flags were understood. @returns the exit code */
export async function runScan(
  io: Io,
  options: ScopeOptions & ReportOptions,
  other: { readonly aws?: AwsOverride; readonly folder?: string; readonly opening?: string } = {},
): Promise<number> {
  refuseLater(options as unknown as Readonly<Record<string, unknown>>);
  checkProbeOptions(options);
  const config = await readConfig(io, options.config);
  const selected = selection(options, config, { probe: options.probe, secrets: config.secrets });
  const output = await outputOf(io, options, other.folder);
  try {
    if (other.opening !== undefined) io.err(other.opening);
    const { plan, run } = await scan(io, {
      options,
      config,
      selection: selected,
      store: output.store,
      judged: true,
      ...(other.aws === undefined ? {} : { aws: other.aws }),
    });
    const { checks, frameworks } = selected;
    const publication = {
      store: output.store,
      run,
      plan,
      checks,
      frameworks,
      checksDigest: checksDigest(checks),
      all: options.all === true,
    };
    return await finish(io, output, publication, options);
  } finally {
    await output.discard();
  }
}

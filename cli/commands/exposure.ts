import { type Command, Option } from 'commander';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { derivations } from '../../shared/derive/index.ts';
import { exposureJson } from '../../shared/report/exposure/json.ts';
import type { RegionExposures } from '../../shared/report/exposure/row.ts';
import { exposureTerminal } from '../../shared/report/exposure/terminal.ts';
import { exposures } from '../../shared/stages/exposure/exposures.ts';
import { probedExposures, remembering } from '../../shared/stages/probe/rows.ts';
import { exitCodes, type Io, UsageError } from '../io.ts';
import { addNetworkOptions, type NetworkOptions, withNetwork } from '../network.ts';
import { addClusterOption } from '../options.ts';
import { addProbeOptions, checkProbeOptions, narrate, type ProbeOptions, proberOf } from '../probing.ts';
import { progress } from '../progress.ts';
import type { Add } from './command.ts';

type Options = NetworkOptions & ProbeOptions & { readonly cluster: readonly string[]; readonly format: 'json' | 'terminal' };

export const addExposure: Add = (program, io, exit) => {
  const command: Command = program
    .command('exposure')
    .description('list what the internet can reach, from where, and through what');
  addProbeOptions(addClusterOption(addNetworkOptions(command)))
    .addOption(new Option('--format <format>', 'how to print it').choices(['json', 'terminal']).default('terminal'))
    .action(async (options: Options) => exit(await runExposure(io, options)));
};

/** Lists all exposures. They are no findings: only what could not be seen has an exit code (docs/decisions/012-exposures.md). */
async function runExposure(io: Io, options: Options): Promise<number> {
  checkProbeOptions(options);
  if (options.probe !== undefined && options.snapshot !== undefined)
    throw new UsageError('--probe tries what is there now, and --snapshot holds what was there then; leave one of them out');
  return withNetwork(io, options, async (read, aws) => {
    const prober = aws === undefined ? undefined : proberOf(io, aws, options);
    const remembered = remembering(read);
    const source = prober === undefined ? read : remembered.source;
    const shown = progress(io);
    const clusters = options.cluster.length === 0 ? undefined : [...new Set(options.cluster)];
    const report = (done: number, total: number, label: string) => shown.report({ stage: 'exposure', done, total, label });
    const seen = { regions: 0, doubts: 0 };
    try {
      const computed = exposures({ source, exposuresOf, derivations, clusters, progress: report });
      const found = counted(io, prober === undefined ? computed : probedExposures(computed, remembered, prober), seen);
      const colour = io.terminal.out && !io.env.NO_COLOR;
      const render = options.format === 'json' ? exposureJson : exposureTerminal({ colour, width: io.terminal.columns });
      for await (const chunk of render(found)) await io.out(chunk);
      return seen.regions > 0 && seen.doubts === 0 ? exitCodes.ok : exitCodes.incomplete;
    } finally {
      shown.end();
      narrate(io, prober);
    }
  });
}

/** Counts on the way what the exit code depends on. */
async function* counted(io: Io, regions: AsyncIterable<RegionExposures>, seen: { regions: number; doubts: number }) {
  for await (const region of regions) {
    // What an interrupt left unread is no doubt to report.
    io.signal.throwIfAborted();
    seen.regions += 1;
    seen.doubts += region.unknown.length + region.exposures.filter(({ unless }) => unless !== undefined).length;
    yield region;
  }
}

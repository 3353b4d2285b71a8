import { type Command, Option } from 'commander';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { derivations } from '../../shared/derive/index.ts';
import { exposureJson } from '../../shared/report/exposure/json.ts';
import type { RegionExposures } from '../../shared/report/exposure/row.ts';
import { exposureTerminal } from '../../shared/report/exposure/terminal.ts';
import { exposures } from '../../shared/stages/exposure.ts';
import { exitCodes, type Io } from '../io.ts';
import { addNetworkOptions, type NetworkOptions, withNetwork } from '../network.ts';
import { addClusterOption } from '../options.ts';
import { progress } from '../progress.ts';
import type { Add } from './command.ts';

type Options = NetworkOptions & { readonly cluster: readonly string[]; readonly format: 'json' | 'terminal' };

export const addExposure: Add = (program, io, exit) => {
  const command: Command = program
    .command('exposure')
    .description('list what the internet can reach, from where, and through what');
  addClusterOption(addNetworkOptions(command))
    .addOption(new Option('--format <format>', 'how to print it').choices(['json', 'terminal']).default('terminal'))
    .action(async (options: Options) => exit(await runExposure(io, options)));
};

/** Lists all exposures. They are no findings: only what could not be seen has an exit code (docs/decisions/012-exposures.md). */
const runExposure = (io: Io, options: Options): Promise<number> =>
  withNetwork(io, options, async (source) => {
    const shown = progress(io);
    const clusters = options.cluster.length === 0 ? undefined : [...new Set(options.cluster)];
    const report = (done: number, total: number, label: string) => shown.report({ stage: 'exposure', done, total, label });
    const seen = { regions: 0, doubts: 0 };
    try {
      const found = counted(io, exposures({ source, exposuresOf, derivations, clusters, progress: report }), seen);
      const colour = io.terminal.out && !io.env.NO_COLOR;
      const render = options.format === 'json' ? exposureJson : exposureTerminal({ colour, width: io.terminal.columns });
      for await (const chunk of render(found)) await io.out(chunk);
      return seen.regions > 0 && seen.doubts === 0 ? exitCodes.ok : exitCodes.incomplete;
    } finally {
      shown.end();
    }
  });

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

import { exitCodes, type Io } from '../io.ts';
import { addScopeOptions, addSelectionOptions, type ReportOptions, refuseLater, type ScopeOptions } from '../options.ts';
import { openStore } from '../place.ts';
import { checkProbeOptions } from '../probing.ts';
import { scan } from '../scan.ts';
import { readConfig, selection } from '../selection.ts';
import type { Add } from './command.ts';

type Options = ScopeOptions & Pick<ReportOptions, 'check' | 'framework'> & { readonly snapshot: string };

export const addCollect: Add = (program, io, exit) => {
  const command = program.command('collect').description('read facts only, to be judged elsewhere or later (postern check)');
  addSelectionOptions(addScopeOptions(command))
    .requiredOption(
      '--snapshot <place>',
      'folder or s3://BUCKET/PREFIX to write the facts to; with --kubeconfig and one --account, --region and --cluster, where scans with --out <place> find them',
    )
    .action(async (options: Options) => exit(await runCollect(io, options)));
};

async function runCollect(io: Io, options: Options): Promise<number> {
  refuseLater(options as unknown as Readonly<Record<string, unknown>>);
  checkProbeOptions(options);
  const config = await readConfig(io, options.config);
  const store = await openStore(io, options.snapshot);
  const { run, outcome, sealed } = await scan(io, {
    options,
    config,
    selection: selection(options, config, { probe: options.probe, secrets: config.secrets }),
    store,
    judged: false,
  });
  const sealedAt = io.now();
  await run.seal(sealedAt);
  await sealed?.(sealedAt);
  await io.out(`${run.where('')}\n`);
  if (outcome.whole) return exitCodes.ok;
  io.err('some facts could not be read; postern check says which, and what would make them known\n');
  return exitCodes.incomplete;
}

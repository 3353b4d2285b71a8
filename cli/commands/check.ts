import { settingsOf } from '../../shared/config/thresholds.ts';
import { makeRunId } from '../../shared/contract/run-id.ts';
import { derivations } from '../../shared/derive/index.ts';
import type { Plan } from '../../shared/stages/plan.ts';
import { replay } from '../../shared/stages/replay.ts';
import { loadPlan } from '../../shared/stages/snapshot.ts';
import { openRun } from '../../shared/store/run.ts';
import { version } from '../../shared/version.ts';
import type { Io } from '../io.ts';
import { addReportOptions, type ReportOptions, refuseLater } from '../options.ts';
import { finish, outputOf } from '../output.ts';
import { openSealedRun } from '../place.ts';
import { checksDigest, readConfig, selection } from '../selection.ts';
import type { Add } from './command.ts';

type Options = ReportOptions & { readonly snapshot: string; readonly config?: string };

export const addCheck: Add = (program, io, exit) => {
  const command = program.command('check').description('judge facts that were read before, without any network');
  addReportOptions(command)
    .requiredOption('--snapshot <place>', 'folder or s3://BUCKET/PREFIX that holds a run, or the run itself')
    .option('--config <file>', 'thresholds of a file such as postern.yaml; default: those of the run')
    .action(async (options: Options) => exit(await runCheck(io, options)));
};

async function runCheck(io: Io, options: Options): Promise<number> {
  refuseLater(options as unknown as Readonly<Record<string, unknown>>);
  const config = await readConfig(io, options.config);
  // A name that no check has is told before a large run is fetched.
  selection(options, config, { probe: true, secrets: 'metadata' });
  const source = await openSealedRun(io, options.snapshot);
  const collected = await loadPlan(source);
  const { checks, frameworks } = selection(options, config, collected);
  const output = await outputOf(io, options);
  try {
    const startedAt = io.now();
    const id = makeRunId(startedAt, io.random());
    const plan: Plan = {
      ...collected,
      run: { id, startedAt: startedAt.toISOString(), version, trigger: 'cli' },
      replayOf: source.id,
      checks: checks.map(({ id }) => id),
      frameworks: frameworks.map(({ id }) => id),
      ...(options.config === undefined ? {} : { settings: settingsOf(config) }),
    };
    const run = openRun(output.store, id);
    await replay({ source, plan, run, checks, derivations });
    return await finish(
      io,
      output,
      { store: output.store, run, plan, checks, frameworks, checksDigest: checksDigest(checks), all: options.all === true },
      options,
    );
  } finally {
    await output.discard();
  }
}

import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { fingerprintWith } from '../../shared/collect/kubernetes/credentials.ts';
import { settingsOf } from '../../shared/config/thresholds.ts';
import { makeRunId } from '../../shared/contract/run-id.ts';
import { derivations } from '../../shared/derive/index.ts';
import { manifestFiles, PathError } from '../../shared/manifests/files.ts';
import { oneLine } from '../../shared/report/text.ts';
import { type ManifestFacts, manifestFacts } from '../../shared/stages/manifest-facts.ts';
import { judgeManifests, saveManifestResult } from '../../shared/stages/manifests.ts';
import { openRun } from '../../shared/store/run.ts';
import { version } from '../../shared/version.ts';
import { type Io, UsageError } from '../io.ts';
import { addReportOptions, podSecurity, type ReportOptions, refuseLater } from '../options.ts';
import { finish, outputOf } from '../output.ts';
import { printPodSecurity } from '../pod-security.ts';
import { checksDigest, manifestSelection, readConfig } from '../selection.ts';
import type { Add } from './command.ts';

type Options = ReportOptions & { readonly config?: string; readonly podSecurity?: ReturnType<typeof podSecurity> };

export const addManifests: Add = (program, io, exit) => {
  const command: Command = program
    .command('manifests')
    .description('judge Kubernetes manifests before they are deployed, without any network')
    .argument('<path...>', 'files, folders (read recursively: .yaml, .yml, .json), or - for standard input');
  addReportOptions(command)
    .option('--config <file>', 'thresholds and checks of a file such as postern.yaml; flags win over it')
    .option(
      '--pod-security <level[:version]>',
      'whether the Pod Security Standards allow each pod: baseline or restricted, with a version such as 1.34 (default: latest)',
      podSecurity,
    )
    .action(async (paths: readonly string[], options: Options) => exit(await runManifests(io, paths, options)));
};

async function runManifests(io: Io, paths: readonly string[], options: Options): Promise<number> {
  refuseLater(options as unknown as Readonly<Record<string, unknown>>);
  const config = await readConfig(io, options.config);
  const { checks, frameworks } = manifestSelection(options, config);
  const asked = options.podSecurity === undefined ? {} : { podSecurity: options.podSecurity };
  // What somebody is about to deploy is theirs: in no namespace is it the platform's, unless the file says so.
  const settings = { ...settingsOf({ ...config, platformNamespaces: config.platformNamespaces ?? [] }), ...asked };
  const output = await outputOf(io, options);
  try {
    const read = await readManifests(io, paths, settings);
    narrate(io, read);
    const startedAt = io.now();
    const run = openRun(output.store, makeRunId(startedAt, io.random()));
    const result = judgeManifests(read, { checks, derivations, settings, now: startedAt });
    if (output.show === 'summary' && options.podSecurity !== undefined)
      await printPodSecurity(io, result, options.podSecurity.level);
    await saveManifestResult(run, result);
    const plan = { run: { id: run.id, startedAt: startedAt.toISOString(), version, trigger: 'cli' as const } };
    const all = options.all === true;
    const publication = { store: output.store, run, plan, checks, frameworks, checksDigest: checksDigest(checks), all };
    return await finish(io, output, publication, options);
  } finally {
    await output.discard();
  }
}

/** @throws UsageError for a path that is not there */
async function readManifests(
  io: Io,
  paths: readonly string[],
  settings: ReturnType<typeof settingsOf>,
): Promise<ManifestFacts> {
  const files = manifestFiles({ paths, cwd: io.cwd, stdin: io.stdin, signal: io.signal });
  try {
    return await manifestFacts(files, { settings, fingerprint: fingerprintWith(randomBytes(32)) });
  } catch (error) {
    throw error instanceof PathError ? new UsageError(error.message) : error;
  }
}

const mostProblems = 10;

/** Says what was passed over, and what could not be read: a template that was not rendered is not in any report of its own. */
function narrate(io: Io, { problems, skipped }: ManifestFacts): void {
  for (const { why, action } of problems.slice(0, mostProblems))
    io.err(`${oneLine(action === undefined ? why : `${why}; ${action}`)}\n`);
  if (problems.length > mostProblems) io.err(`and ${problems.length - mostProblems} more that could not be read\n`);
  if (skipped.count === 0) return;
  const more = skipped.count > skipped.first.length ? ` and ${skipped.count - skipped.first.length} more` : '';
  io.err(`passed over, being no objects of Kubernetes: ${oneLine(skipped.first.join(', '))}${more}\n`);
}

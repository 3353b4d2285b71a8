import type { Check } from '../checks/check.ts';
import { reportPath } from '../contract/keys.ts';
import { evaluateFrameworks } from '../engine/frameworks.ts';
import { type Totals, tallying } from '../engine/summarise.ts';
import type { Framework } from '../frameworks/framework.ts';
import type { Renderer, ReportHeader, ReportVerdict } from '../report/report.ts';
import type { RunWriter } from '../store/run.ts';
import type { Body } from '../store/store.ts';
import type { Plan } from './plan.ts';
import { ahead } from './pool.ts';
import { loadResult, type ResultSource, resultPaths } from './results.ts';

/** A file of a report: its format is its name's ending. */
export interface ReportFormat {
  readonly name: string;
  readonly render: Renderer;
}

export interface Publication extends ResultSource {
  /** Takes the reports. */
  readonly run: ResultSource['run'] & { save(path: string, body: Body): Promise<unknown> };
  readonly plan: Pick<Plan, 'run'>;
  /** The selected ones. */
  readonly checks: readonly Check[];
  readonly frameworks: readonly Framework[];
  /** What identifies the checks' definitions. */
  readonly checksDigest: string;
  readonly formats: readonly ReportFormat[];
  /** Whether the report lists what passed, too. */
  readonly all: boolean;
  readonly finishedAt: Date;
}

/** A report before it is rendered: what fits in memory, and the verdicts as often as they are asked for. */
export interface Report {
  readonly header: ReportHeader;
  readonly totals: Totals;
  readonly verdicts: () => AsyncIterable<ReportVerdict>;
}

/** An object of S3 takes its time, however small it is; this many are held in memory. */
const RESULTS_AHEAD = 16;

/** Merges the results of a run as a stream. Two passes over the results: what is counted stands before what is listed. */
async function assemble(publication: Omit<Publication, 'formats'>): Promise<Report> {
  const tally = tallying(publication.checks.map(({ id }) => id));
  const paths = await Array.fromAsync(resultPaths(publication));
  for await (const result of ahead(paths, RESULTS_AHEAD, (path) => loadResult(publication, path))) tally.add(result);
  const totals = tally.finish();
  const inOrder = paths
    .map((path, added) => ({ path, target: totals.positions[added] ?? 0 }))
    .sort((a, b) => a.target - b.target);
  return { header: headerOf(publication, totals), totals, verdicts: () => listed(publication, inOrder) };
}

/** Assembles the report and renders each format into the run. */
export async function render(publication: Publication): Promise<Report> {
  const report = await assemble(publication);
  for (const { name, render } of publication.formats)
    await publication.run.save(reportPath(name), bytes(render(report.header, report.verdicts())));
  return report;
}

/** Renders the report and seals the run, which this process wrote alone. */
export async function publish(publication: Publication & { readonly run: RunWriter }): Promise<Report> {
  const report = await render(publication);
  await publication.run.seal(publication.finishedAt);
  return report;
}

async function* listed(
  publication: Omit<Publication, 'formats'>,
  paths: readonly { readonly path: string; readonly target: number }[],
): AsyncIterable<ReportVerdict> {
  const load = async ({ path, target }: (typeof paths)[number]) => ({
    ...(await loadResult(publication, path)),
    index: target,
  });
  for await (const { verdicts, index: target } of ahead(paths, RESULTS_AHEAD, load))
    for (const verdict of verdicts)
      if (publication.all || verdict.status === 'fail' || verdict.status === 'unknown') yield { ...verdict, target };
}

function headerOf(
  { plan, checks, frameworks, checksDigest, finishedAt }: Omit<Publication, 'formats'>,
  totals: Totals,
): ReportHeader {
  const { id, startedAt, version, trigger } = plan.run;
  return {
    schema: 'postern/report@1',
    run: { id, startedAt, finishedAt: finishedAt.toISOString(), version, trigger, checksDigest, errors: totals.errors },
    targets: totals.targets.map(({ partition: _, ...target }) => target),
    checks: Object.fromEntries(checks.map(({ id, title, severity, why, fix }) => [id, { title, severity, why, fix }])),
    tallies: totals.tallies,
    frameworks: evaluateFrameworks(frameworks, totals.byCheck),
    summary: totals.summary,
  };
}

async function* bytes(text: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const chunk of text) yield encoder.encode(chunk);
}

import { element, lines, tag } from './junit/xml.ts';
import { quota } from './quota.ts';
import type { Renderer, ReportHeader, ReportTarget, ReportVerdict } from './report.ts';
import { oneLine } from './text.ts';
import { count, failures, place, wordsOf } from './words.ts';

const mostMissing = 100;
const mostEvidence = 10;

/** The cases of one target so far: how many of each kind, and their text. */
interface Suite {
  readonly counts: { failures: number; errors: number; skipped: number };
  readonly cases: string[];
  /** Verdicts that passed, by check, that were listed one by one. */
  readonly passed: Map<string, number>;
}

/**
 * JUnit XML as build servers read it (the schema of Jenkins' xUnit plug-in: `testsuites`, `testsuite`, `testcase`), in chunks: a suite for
 * each target, a case for each verdict, its class name the check. A failure is a failure; what is unknown is an error, so that nobody takes
 * it for a pass; waived failures and what is not applicable are skipped. What passed is counted in a case of each check, or with `--all` is
 * listed. Of a fleet the gravest are listed, and one case says so.
 * @param most cases of verdicts that are listed
 */
export const cappedJunit = (most: number): Renderer =>
  async function* (header, verdicts) {
    yield `<?xml version="1.0" encoding="UTF-8"?>\n${tag('testsuites', { name: 'postern' })}\n`;
    const listed = quota(header, most);
    let at = 0;
    let suite = emptySuite();
    for await (const verdict of verdicts) {
      for (; at < verdict.target && at < header.targets.length; at++) {
        yield* closed(header, at, suite);
        suite = emptySuite();
      }
      if (listed(verdict)) add(suite, header, verdict);
    }
    for (; at < header.targets.length; at++) {
      yield* closed(header, at, suite);
      suite = emptySuite();
    }
    yield* ofTheRun(header, most);
    yield '</testsuites>\n';
  };

/** More cases than this no page of a build server shows. */
export const junit: Renderer = (header, verdicts) => cappedJunit(25_000)(header, verdicts);

const emptySuite = (): Suite => ({ counts: { failures: 0, errors: 0, skipped: 0 }, cases: [], passed: new Map() });

function add(suite: Suite, header: ReportHeader, verdict: ReportVerdict): void {
  const { check, status, resource } = verdict;
  const attributes = {
    classname: oneLine(check, 200),
    name: oneLine(`${resource.type} ${resource.name ?? resource.id}`, 400),
    ...(resource.file === undefined ? {} : { file: oneLine(resource.file, 1_000) }),
    ...(resource.line === undefined ? {} : { line: String(resource.line) }),
  };
  if (status === 'pass') suite.passed.set(check, (suite.passed.get(check) ?? 0) + 1);
  suite.cases.push(element('testcase', attributes, outcome(suite, header, verdict)));
}

function outcome({ counts }: Suite, header: ReportHeader, verdict: ReportVerdict): string {
  const { check, status, severity, because, waiver } = verdict;
  if (status === 'pass') return '';
  if (status === 'not-applicable' || waiver !== undefined) {
    counts.skipped += 1;
    const why = waiver === undefined ? because : `waived by ${waiver.owner} until ${waiver.until}: ${waiver.reason}`;
    return tag('skipped', { message: oneLine(why) }, true);
  }
  counts[status === 'unknown' ? 'errors' : 'failures'] += 1;
  const type = status === 'unknown' ? 'unknown' : severity;
  const { title, fix } = wordsOf(header, check);
  return element(
    status === 'unknown' ? 'error' : 'failure',
    { type, message: oneLine(because) },
    lines([title, ...placed(verdict), ...evidenceOf(verdict), `Fix: ${fix.text}`]),
  );
}

const placed = ({ resource: { id, file, line } }: ReportVerdict): readonly string[] => [
  file === undefined ? id : `${id} in ${file}${line === undefined ? '' : `:${line}`}`,
];

const evidenceOf = ({ evidence }: ReportVerdict): readonly string[] =>
  evidence.slice(0, mostEvidence).map(({ kind, id, says }) => `${kind} ${id}: ${says}`);

/** A suite as it is written: counts first, then its cases, then what could not be read of its target. */
function* closed(header: ReportHeader, at: number, suite: Suite): Iterable<string> {
  const target = header.targets[at];
  if (target === undefined) return;
  for (const { check, pass } of header.tallies.filter((tally) => tally.target === at)) {
    const rest = pass - (suite.passed.get(check) ?? 0);
    if (rest > 0)
      suite.cases.push(tag('testcase', { classname: oneLine(check, 200), name: `${count(rest, 'pass', 'passes')}` }, true));
  }
  const { name, within } = place(target);
  yield* suiteText(oneLine(within === '' ? name : `${name} (${within})`, 400), suite, unread(target));
}

function* suiteText(name: string, { counts, cases }: Suite, errors: readonly string[]): Iterable<string> {
  const { failures, errors: unknown, skipped } = counts;
  const numbers = { tests: cases.length, failures, errors: unknown, skipped };
  yield `${tag('testsuite', { name, ...Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, String(value)])) })}\n`;
  for (let from = 0; from < cases.length; from += 100) yield `${cases.slice(from, from + 100).join('\n')}\n`;
  if (errors.length > 0) yield `${element('system-err', {}, lines(errors))}\n`;
  yield '</testsuite>\n';
}

function unread({ missing }: ReportTarget): readonly string[] {
  const lines = missing
    .slice(0, mostMissing)
    .map(
      ({ fact, item, why, action }) =>
        `${fact}${item === undefined ? '' : ` ${item}`}: ${why}${action === undefined ? '' : ` (${action})`}`,
    );
  return missing.length > mostMissing ? [...lines, `and ${count(missing.length - mostMissing, 'more', 'more')}`] : lines;
}

/** What is of no target: that Postern failed, and that not everything is listed. */
function* ofTheRun({ run, summary }: ReportHeader, most: number): Iterable<string> {
  const suite = emptySuite();
  const error = (name: string, type: string, message: string): void => {
    suite.counts.errors += 1;
    suite.cases.push(
      element(
        'testcase',
        { classname: 'postern', name: oneLine(name, 400) },
        tag('error', { type, message: oneLine(message) }, true),
      ),
    );
  };
  for (const { check, target, message } of run.errors) error(`${check} on ${target}`, 'defect', message);
  const due = failures(summary) + summary.waived + summary.verdicts.unknown;
  if (due > most) error('cases', 'capped', `the ${most} gravest are listed; report.json of the run has all ${due}`);
  if (suite.cases.length > 0) yield* suiteText('postern', suite, []);
}

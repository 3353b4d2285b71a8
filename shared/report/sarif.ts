import { quota } from './quota.ts';
import type { Renderer, ReportCheck, ReportHeader, ReportTarget, ReportVerdict } from './report.ts';
import { locationOf, locationOfMissing } from './sarif/place.ts';
import { bounded, inertJson, oneLine } from './text.ts';
import { count, failures, place } from './words.ts';

const mostNotifications = 1_000;
const mostEvidence = 10;

/** What a severity is in SARIF (3.27.10), and on the scale by which code scanning orders security findings. */
const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const;
const scores = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' } as const;

/** SARIF's own word for each status (3.27.9): `open` is "not enough was known to decide". */
const kinds = { fail: 'fail', unknown: 'open', pass: 'pass', 'not-applicable': 'notApplicable' } as const;

/**
 * SARIF 2.1.0 (OASIS standard, 27 March 2020) in chunks: a rule for each check, a result for each verdict. What is unknown is of kind `open`
 * and level `none`, waived failures are suppressed, and what could not be read is told as notifications. Of a fleet the gravest are listed,
 * and a notification says so.
 * @param most results that are listed
 */
export const cappedSarif = (most: number): Renderer =>
  async function* (header, verdicts) {
    const rules = Object.entries(header.checks);
    const indexOf = new Map(rules.map(([id], index) => [id, index]));
    yield `{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{\n"tool":${inertJson({
      driver: {
        name: 'Postern',
        version: oneLine(header.run.version, 100),
        rules: rules.map(([id, words]) => rule(id, words)),
      },
    })},\n"invocations":[${inertJson(invocation(header, most))}],\n"automationDetails":${inertJson({
      id: `postern/${oneLine(header.run.id, 100)}`,
    })},\n"columnKind":"utf16CodeUnits",\n"results":[`;
    let chunk = '';
    let separator = '\n';
    const listed = quota(header, most);
    for await (const verdict of verdicts) {
      if (!listed(verdict)) continue;
      chunk += separator + inertJson(result(header, verdict, indexOf.get(verdict.check)));
      separator = ',\n';
      if (chunk.length < 65_536) continue;
      yield chunk;
      chunk = '';
    }
    yield `${chunk}\n]}]}\n`;
  };

/** As many results as GitHub code scanning takes, and more than anybody reads. */
export const sarif: Renderer = (header, verdicts) => cappedSarif(25_000)(header, verdicts);

/** A text of ours or of anyone: one line, no hazards, and nothing in it a link or a placeholder (3.11.5, 3.11.6). */
const message = (text: string, limit = 2_000) => ({
  text: oneLine(text, limit).replaceAll('](', '\\](').replace(/[{}]/g, '$&$&'),
});

/** The same for texts that have neither links nor placeholders (3.12). */
const plain = (text: string) => ({ text: oneLine(text, 2_000) });

function rule(id: string, { title, severity, why, fix }: ReportCheck) {
  const ways = [fix.text, fix.kubectl, fix.cli].filter((way) => way !== undefined);
  return {
    id: bounded(id, 200),
    shortDescription: plain(title),
    fullDescription: plain(why),
    help: { text: ['Why:', oneLine(why, 2_000), 'Fix:', ...ways.map((way) => oneLine(way, 2_000))].join('\n') },
    defaultConfiguration: { level: levels[severity] },
    properties: { 'security-severity': scores[severity], tags: ['security', 'kubernetes'] },
  };
}

function result(header: ReportHeader, verdict: ReportVerdict, ruleIndex: number | undefined) {
  const { id, check, status, severity, resource, because, evidence, waiver } = verdict;
  const said = evidence.slice(0, mostEvidence).map(({ kind, id, says }) => oneLine(`${kind} ${id}: ${says}`));
  return {
    ruleId: bounded(check, 200),
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    kind: kinds[status],
    level: status === 'fail' ? levels[severity] : 'none',
    message: message(
      because.startsWith(`${resource.id}:`) ? because : `${resource.type} ${resource.name ?? resource.id}: ${because}`,
    ),
    locations: [locationOf(header, verdict.target, resource)],
    partialFingerprints: { 'posternVerdict/v1': bounded(id, 64) },
    ...(waiver === undefined ? {} : { suppressions: [accepted(waiver)] }),
    properties: { severity, ...(said.length === 0 ? {} : { evidence: said }) },
  };
}

const accepted = ({ reason, owner, until }: NonNullable<ReportVerdict['waiver']>) => ({
  kind: 'external',
  status: 'accepted',
  justification: oneLine(`${reason} (${owner}, until ${until})`, 1_000),
});

const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

function invocation(header: ReportHeader, most: number) {
  const { startedAt, finishedAt, errors } = header.run;
  return {
    ...(utc.test(startedAt) ? { startTimeUtc: startedAt } : {}),
    ...(utc.test(finishedAt) ? { endTimeUtc: finishedAt } : {}),
    executionSuccessful: errors.length === 0,
    toolExecutionNotifications: [...notifications(header, most)],
  };
}

function* notifications(header: ReportHeader, most: number) {
  const { verdicts } = header.summary;
  const due = failures(header.summary) + header.summary.waived + verdicts.unknown;
  if (due > most)
    yield {
      level: 'warning',
      message: message(
        `the ${most} gravest results are listed; report.json of the run has ${count(due - most, 'more', 'more')}`,
      ),
    };
  for (const { check, target, message: text } of header.run.errors.slice(0, mostNotifications))
    yield { level: 'error', message: message(`Postern failed in ${check} on ${target}: ${text}`) };
  const missing = header.targets.flatMap((target) => target.missing.map((one) => unread(target, one)));
  yield* missing.slice(0, mostNotifications);
  if (missing.length > mostNotifications)
    yield {
      level: 'warning',
      message: message(`${count(missing.length - mostNotifications, 'more part', 'more parts')} could not be read`),
    };
}

function unread(target: ReportTarget, { fact, item, why, action }: ReportTarget['missing'][number]) {
  const location = target.kind === 'files' && item !== undefined ? locationOfMissing(item) : undefined;
  const what = target.kind === 'files' ? '' : `${place(target).name}: ${item === undefined ? fact : `${fact} ${item}`}: `;
  return {
    level: 'warning',
    message: message(`${what}${why}${action === undefined ? '' : ` (${action})`}`),
    ...(location === undefined ? {} : { locations: [location] }),
  };
}

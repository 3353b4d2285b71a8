import type { Evidence } from '../checks/check.ts';
import type { RunError, TargetMissing } from '../engine/verdict.ts';
import type {
  FrameworkResult,
  Renderer,
  ReportCheck,
  ReportHeader,
  ReportTarget,
  ReportVerdict,
  Summary,
  Tally,
} from './report.ts';
import { inertJson } from './text.ts';

/**
 * `report.json` (contracts 3.2) as chunks of about 64 kB: its members in the order of the contract, each entry of a list on a line of its
 * own, so that two reports can be compared line by line. What the contract does not name is left out.
 */
export const json: Renderer = async function* (header, verdicts) {
  let chunk = '';
  for await (const line of lines(header, verdicts)) {
    chunk += line;
    if (chunk.length < 65_536) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
};

async function* lines(header: ReportHeader, verdicts: AsyncIterable<ReportVerdict>): AsyncIterable<string> {
  yield `{\n"schema":${inertJson(header.schema)},\n"run":${inertJson(run(header.run))},\n"targets":`;
  yield* list(header.targets.map(target));
  yield ',\n"checks":';
  yield* checks(header.checks);
  yield ',\n"verdicts":';
  yield* list(verdicts, verdict);
  yield ',\n"tallies":';
  yield* list(header.tallies.map(tally));
  yield ',\n"frameworks":';
  yield* list(header.frameworks.map(framework));
  yield `,\n"summary":${inertJson(summary(header.summary))}\n}\n`;
}

async function* list<T>(
  items: Iterable<T> | AsyncIterable<T>,
  shape: (item: T) => unknown = (item) => item,
): AsyncIterable<string> {
  let separator = '[\n';
  for await (const item of items) {
    yield separator + inertJson(shape(item));
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]' : '\n]';
}

function* checks(record: ReportHeader['checks']): Iterable<string> {
  const entries = Object.entries(record);
  const last = entries.length - 1;
  if (entries.length === 0) yield '{}';
  for (const [index, [id, words]] of entries.entries())
    yield `${index === 0 ? '{\n' : ''}${inertJson(id)}:${inertJson(check(words))}${index === last ? '\n}' : ',\n'}`;
}

// Each of these writes out its members in the order of the contract; JSON leaves out what is undefined.

const run = ({ id, startedAt, finishedAt, version, trigger, checksDigest, errors }: ReportHeader['run']) => {
  return { id, startedAt, finishedAt, version, trigger, checksDigest, errors: errors.map(runError) };
};

const runError = ({ check, target, message }: RunError) => ({ check, target, message });

const target = ({ kind, account, accountName, organizationalUnit, region, cluster, inside, status, missing }: ReportTarget) => {
  const place = { kind, account, accountName, organizationalUnit, region, cluster: cluster && clusterOf(cluster) };
  return { ...place, inside: inside && insideOf(inside), status, missing: missing.map(missingOf) };
};

const insideOf = ({ run, collectedAt, ageSeconds }: NonNullable<ReportTarget['inside']>) => ({ run, collectedAt, ageSeconds });

const clusterOf = ({ name, arn, server, createdAt, version, tags }: NonNullable<ReportTarget['cluster']>) => {
  return { name, arn, server, createdAt, version, tags };
};

const missingOf = ({ fact, item, why, action }: TargetMissing) => ({ fact, item, why, action });

const check = ({ title, severity, why, fix: { text, cli, cdk, terraform, kubectl } }: ReportCheck) => {
  return { title, severity, why, fix: { text, cli, cdk, terraform, kubectl } };
};

const verdict = ({ id, check, status, severity, target, resource, because, evidence, waiver }: ReportVerdict) => {
  const { type, id: resourceId, name, file, line } = resource;
  const about = { type, id: resourceId, name, file, line };
  const accepted = waiver && { reason: waiver.reason, owner: waiver.owner, until: waiver.until };
  return {
    id,
    check,
    status,
    severity,
    target,
    resource: about,
    because,
    evidence: evidence.map(evidenceOf),
    waiver: accepted,
  };
};

const evidenceOf = ({ kind, id, says }: Evidence) => ({ kind, id, says });

const tally = ({ check, target, pass, notApplicable }: Tally) => ({ check, target, pass, notApplicable });

const framework = ({ id, name, version, controls }: FrameworkResult) => ({
  id,
  name,
  version,
  controls: controls.map(control),
});

const control = ({ id, title, status, checks, why }: FrameworkResult['controls'][number]) => {
  return { id, title, status, checks, why };
};

const summary = ({ targets, verdicts, failed, waived, coverage }: Summary) => ({
  targets: {
    complete: targets.complete,
    partial: targets.partial,
    failed: targets.failed,
    skipped: targets.skipped,
    gone: targets.gone,
    total: targets.total,
  },
  verdicts: {
    pass: verdicts.pass,
    fail: verdicts.fail,
    unknown: verdicts.unknown,
    notApplicable: verdicts.notApplicable,
  },
  failed: { critical: failed.critical, high: failed.high, medium: failed.medium, low: failed.low },
  waived,
  coverage,
});

import * as v from 'valibot';

/** `report.json` (contracts 3.2) as a schema; docs/report.schema.json is made from it by tools/report-schema.ts. Unknown members are refused. */

const text = v.string();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const timestamp = v.pipe(v.string(), v.isoTimestamp());
const severity = v.picklist(['critical', 'high', 'medium', 'low']);
const index = v.pipe(count, v.description('Index into `targets`.'));

const run = v.strictObject({
  id: v.pipe(text, v.nonEmpty()),
  startedAt: timestamp,
  finishedAt: timestamp,
  version: text,
  trigger: v.picklist(['schedule', 'request', 'cli']),
  checksDigest: v.pipe(text, v.description('SHA-256 over the definitions of the checks.')),
  errors: v.pipe(
    v.array(v.strictObject({ check: text, target: text, message: text })),
    v.description('Checks that threw: a defect of Postern, and exit code 70.'),
  ),
});

const target = v.strictObject({
  kind: v.picklist(['account', 'region', 'eks', 'kubernetes', 'files']),
  account: v.exactOptional(text),
  accountName: v.exactOptional(text),
  organizationalUnit: v.exactOptional(text),
  region: v.exactOptional(text),
  cluster: v.exactOptional(
    v.strictObject({
      name: text,
      arn: v.exactOptional(text),
      server: v.exactOptional(text),
      createdAt: v.exactOptional(text),
      version: text,
      tags: v.exactOptional(v.record(text, text)),
    }),
  ),
  inside: v.exactOptional(
    v.pipe(
      v.strictObject({ run: text, collectedAt: timestamp, ageSeconds: count }),
      v.description(
        'Its API could not be reached: what `postern collect` read inside its network is judged instead. Which run, of when, and how old that was.',
      ),
    ),
  ),
  status: v.picklist(['complete', 'partial', 'failed', 'skipped', 'gone']),
  missing: v.pipe(
    v.array(v.strictObject({ fact: text, item: v.exactOptional(text), why: text, action: v.exactOptional(text) })),
    v.description('What could not be read, why, and what would make it readable.'),
  ),
});

const check = v.strictObject({
  title: v.pipe(text, v.description('A sentence that is true when the check passes.')),
  severity,
  why: text,
  fix: v.strictObject({
    text,
    cli: v.exactOptional(text),
    cdk: v.exactOptional(text),
    terraform: v.exactOptional(text),
    kubectl: v.exactOptional(text),
  }),
});

const verdict = v.strictObject({
  id: v.pipe(text, v.regex(/^[0-9a-f]{32}$/), v.description('The same in every run for the same finding.')),
  check: text,
  status: v.pipe(
    v.picklist(['fail', 'unknown', 'pass', 'not-applicable']),
    v.description('`pass` and `not-applicable` are listed with `--all` only.'),
  ),
  severity,
  target: index,
  resource: v.strictObject({
    type: text,
    id: text,
    name: v.exactOptional(text),
    file: v.exactOptional(text),
    line: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  }),
  because: text,
  evidence: v.array(v.strictObject({ kind: text, id: text, says: text })),
  waiver: v.exactOptional(v.strictObject({ reason: text, owner: text, until: text })),
});

const tally = v.strictObject({ check: text, target: index, pass: count, notApplicable: count });

const framework = v.strictObject({
  id: text,
  name: text,
  version: text,
  controls: v.array(
    v.strictObject({
      id: text,
      title: text,
      status: v.picklist(['pass', 'fail', 'unknown', 'not-applicable', 'manual', 'planned']),
      checks: v.exactOptional(v.array(text)),
      why: v.exactOptional(text),
    }),
  ),
});

const summary = v.strictObject({
  targets: v.strictObject({ complete: count, partial: count, failed: count, skipped: count, gone: count, total: count }),
  verdicts: v.strictObject({ pass: count, fail: count, unknown: count, notApplicable: count }),
  failed: v.pipe(
    v.strictObject({ critical: count, high: count, medium: count, low: count }),
    v.description('Failures that no waiver covers.'),
  ),
  waived: count,
  coverage: v.pipe(v.number(), v.minValue(0), v.maxValue(1), v.description('(pass + fail) / (pass + fail + unknown).')),
});

/** The schemas that `reportSchema` is put together from, by the names under which its JSON Schema lists them. */
export const reportDefinitions = { run, target, check, verdict, tally, framework, summary };

/** A whole report. Its type is `Report`, which a test asserts. */
export const reportSchema = v.strictObject({
  schema: v.literal('postern/report@1'),
  run,
  targets: v.array(target),
  checks: v.record(text, check),
  verdicts: v.pipe(v.array(verdict), v.description('What failed or is unknown, by target, check, resource.')),
  tallies: v.array(tally),
  frameworks: v.array(framework),
  summary,
});

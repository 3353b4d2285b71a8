import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningEstate, startEstate } from '../../estate/server.ts';
import { credentialsFor, emptyFolder, postern } from '../cli/console.ts';
import { place, smallEstate } from '../stages/small.ts';
import { sampled } from '../whole.ts';

const cwd = emptyFolder();
let estate: RunningEstate;
beforeAll(async () => {
  estate = await startEstate(smallEstate());
});
afterAll(() => estate.close());

interface Verdict {
  readonly check: string;
  readonly target: number;
  readonly status: string;
}
interface Report {
  readonly run: { readonly errors: readonly unknown[] };
  readonly targets: readonly { readonly cluster?: { readonly name: string } }[];
  readonly verdicts: readonly Verdict[];
}

async function scan() {
  const words = `scan --region ${place.region} --rate 1 --out runs --all --check pods/* --check encryption/* --format json --format html --format terminal`;
  const { out, err } = await postern(words.split(' '), { cwd, env: credentialsFor(estate.url) });
  const run = /runs\/runs\/[^/\s]+/.exec(out)?.[0] ?? '';
  const files = ['json', 'html'].map((ending) => readFileSync(join(cwd, run, `report.${ending}`), 'utf8'));
  const report = JSON.parse(files[0] ?? '') as Report;
  const named = report.targets.findIndex(({ cluster }) => cluster?.name === 'wrong');
  const of = (own: boolean) => report.verdicts.filter(({ target }) => (target === named) === own);
  return { text: [out, err, ...files].join('\n'), errors: report.run.errors, hostile: of(true), others: of(false) };
}

/** Those of which the answer, or the refusal, tries to get somewhere: into a report, to another server, into memory. */
const kinds = sampled(['echo', 'endless-body', 'redirect', 'compression-bomb', 'polluting-keys', 'wrong-host'] as const, 6);

test('a hostile API server makes what it was asked unknown, changes no other verdict, and gets nothing into a report', async () => {
  const clean = await scan();
  expect(clean.errors).toEqual([]);
  for (const kind of kinds) {
    estate.kubernetes.faults.add({ kind, cluster: `arn:aws:eks:${place.region}:${place.account}:cluster/wrong` });
    const { errors, others, hostile, text } = await scan();
    estate.kubernetes.faults.clear();
    expect(errors).toEqual([]);
    expect(others).toEqual(clean.others);
    const ofPods = hostile.filter(({ check }) => check.startsWith('pods/'));
    if (kind !== 'polluting-keys') expect([...new Set(ofPods.map(({ status }) => status))]).toEqual(['unknown']);
    for (const secret of ['k8s-aws-v1.', '169.254.169.254', 'polluted']) expect(text).not.toContain(secret);
  }
}, 30_000);

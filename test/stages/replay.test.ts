import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import { checks } from '../../shared/checks/index.ts';
import { snapshotPath } from '../../shared/contract/keys.ts';
import { makeRunId } from '../../shared/contract/run-id.ts';
import { derivations } from '../../shared/derive/index.ts';
import type { Result } from '../../shared/engine/verdict.ts';
import { replay } from '../../shared/stages/replay.ts';
import { placeOf } from '../../shared/stages/results.ts';
import type { Snapshot } from '../../shared/stages/snapshot.ts';
import { folderStore } from '../../shared/store/folder.ts';
import { loadJson } from '../../shared/store/json.ts';
import { openRun, readRun } from '../../shared/store/run.ts';
import { type Scanned, scanEstate } from './scan-estate.ts';
import { place, smallEstate } from './small.ts';

const { account, region } = place;
const other = '444455556666';
let base: string;
let scanned: Scanned;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'postern-replay-'));
  const estate = await startEstate(smallEstate());
  scanned = await scanEstate(estate, {}).finally(() => estate.close());
});
afterAll(() => rm(base, { recursive: true, force: true }));

/** The same account under another id. */
const asOther = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll(account, other));

/** Seals a run of both accounts, of the other one as `change` leaves it, and judges it once more: the results, by account. */
async function replayed(change: (snapshot: Snapshot) => Snapshot | undefined): Promise<Record<string, Result[]>> {
  const store = folderStore(await mkdtemp(join(base, 'run-')));
  const at = new Date('2026-11-21T02:00:00Z');
  const [sourceId, id] = [makeRunId(at, 1), makeRunId(at, 2)];
  const mine = [...scanned.snapshots.values()];
  const theirs = mine.map((one) => change(asOther(one))).filter((one) => one !== undefined);
  const writer = openRun(store, sourceId);
  for (const one of [...mine, ...theirs]) await writer.saveJson(snapshotPath(placeOf(one.target)), one);
  await writer.seal(at);
  const source = await readRun(store, sourceId);
  if (source === undefined) throw new Error('no run was sealed');
  const plan = { ...scanned.plan, accounts: [{ id: account }, { id: other }] };
  const selected = checks.filter((check) => plan.checks.includes(check.id));
  await replay({ source, plan, run: openRun(store, id), checks: selected, derivations });
  const results: Record<string, Result[]> = { [account]: [], [other]: [] };
  for await (const { key } of store.list(`runs/${id}/results/`)) {
    const result = (await loadJson(store, key, { maxBytes: 1e7 })) as Result;
    results[result.target.account ?? '']?.push(result);
  }
  return results;
}

const judgements = (results: readonly Result[] = []) =>
  results
    .flatMap(({ target, verdicts }) => verdicts.map(({ check, status }) => `${target.cluster?.name} ${check} ${status}`))
    .sort();

test('two accounts with the same Regions and clusters are judged each as it would be alone', async () => {
  const both = await replayed((snapshot) => snapshot);
  expect(judgements(both[account])).toEqual(judgements(scanned.results));
  expect(judgements(both[other])).toEqual(judgements(both[account]));
});

test('a cluster whose Region was not read is not judged by the Region of another account', async () => {
  const both = await replayed((snapshot) => {
    const { kind } = snapshot.target;
    if (kind === 'region') return snapshot.target.region === region ? undefined : snapshot;
    return kind === 'account'
      ? { ...snapshot, facts: { ...snapshot.facts, regions: { known: false, why: 'not read' } } }
      : snapshot;
  });
  expect(judgements(both[account])).toEqual(judgements(scanned.results));
  const ofClusters = both[other]?.filter(({ target }) => target.cluster !== undefined) ?? [];
  expect(ofClusters).toHaveLength(2);
  const verdicts = ofClusters.flatMap((result) => result.verdicts).filter(({ check }) => check.startsWith('security-groups/'));
  expect(verdicts).toHaveLength(2);
  // Nothing is known of its Region: not even, from the other account's list, that there is no such cluster.
  for (const verdict of verdicts)
    expect(verdict).toMatchObject({ status: 'unknown', because: 'the fact clusters was not collected' });
});

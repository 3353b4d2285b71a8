import { expect, test } from 'vitest';
import type { Collector, Context } from '../../shared/collect/collector.ts';
import { snapshotPath } from '../../shared/contract/keys.ts';
import { read } from '../../shared/stages/read.ts';
import { loadSnapshotAt } from '../../shared/stages/snapshot.ts';
import { storedRun } from '../../shared/stages/stored-run.ts';
import { openOnce } from '../../shared/store/run.ts';
import { runNumber } from '../cloud-core/fleet.ts';
import { memoryStore } from '../cloud-core/memory.ts';

test('a defect that quotes a megabyte does not make the snapshot unreadable', async () => {
  const target = { kind: 'account', partition: 'aws', account: '111111111111' } as const;
  const broken: Collector = {
    name: 'accountSummary',
    tolerates: [],
    collect: async () => {
      throw new TypeError(`cannot read \u001b[2J${'x'.repeat(1_000_000)}`);
    },
  };
  const { facts, errors } = await read([broken], ['accountSummary'], {} as Context, {}, target);
  expect(errors).toEqual([expect.objectContaining({ message: expect.stringMatching(/^cannot read \[2Jx{900,1000}…$/) })]);
  const { store } = memoryStore();
  const path = snapshotPath({ account: target.account });
  await openOnce(store, runNumber(1)).saveJson(path, { schema: 'postern/snapshot@1', target, facts, errors });
  expect(await loadSnapshotAt(storedRun(store, runNumber(1)), path)).toMatchObject({ errors });
});

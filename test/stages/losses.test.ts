import { afterAll, expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import { awsLosses, cleanScan, kubernetesLosses, sampleOf, wrongsOf } from './losses.ts';
import { smallEstate } from './small.ts';

const estate = await startEstate(smallEstate());
afterAll(() => estate.close());
const clean = await cleanScan(estate);
const losses = sampleOf([...awsLosses(estate), ...kubernetesLosses(estate)]);
const cleanOfAws = await cleanScan(estate, 'off');

test('nothing is lost to begin with, and there is something to lose', () => {
  expect(clean.results.map(({ target }) => target.status)).toEqual(['complete', 'complete', 'complete', 'complete']);
  const statuses = clean.results.flatMap(({ verdicts }) => verdicts.map(({ status }) => status));
  expect(new Set(statuses)).toEqual(new Set(['pass', 'fail', 'not-applicable']));
  for (const kind of ['aws', 'kubernetes'] as const) expect(losses.filter((loss) => loss[kind]).length).toBeGreaterThan(9);
  for (const check of clean.plan.checks)
    expect(clean.results.some(({ verdicts }) => verdicts.some((verdict) => verdict.check === check))).toBe(true);
});

// The whole product is in test/real/faults.test.ts.
test.each(losses)('losing input never turns anything into a pass: $name', async (loss) => {
  expect(await wrongsOf(estate, loss.aws === undefined ? clean : cleanOfAws, loss)).toEqual([]);
});

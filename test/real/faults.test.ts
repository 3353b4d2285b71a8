import { afterAll, expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import { awsLosses, cleanScan, kubernetesLosses, wrongsOf } from '../stages/losses.ts';
import { smallEstate } from '../stages/small.ts';

const estate = await startEstate(smallEstate());
afterAll(() => estate.close());
const clean = await cleanScan(estate);

/** Every operation × every fault; test/stages/losses.test.ts runs a sample. */
test.each([...awsLosses(estate), ...kubernetesLosses(estate)])('losing input: $name', async (loss) => {
  expect(await wrongsOf(estate, clean, loss)).toEqual([]);
});

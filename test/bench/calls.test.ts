import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { generateEstate } from '../../estate/generate.ts';
import { startEstate } from '../../estate/server.ts';
import { deviations, kubernetesRequests, plannedCalls, sentCalls } from '../../tools/bench/calls.ts';
import { flags, medians } from '../../tools/bench/measure.ts';
import { credentialsFor, emptyFolder, postern } from '../cli/console.ts';

test('scanning an organization with the command line sends exactly the calls of the formula', async () => {
  const generated = generateEstate({ seed: 3, accounts: 21, clusters: 6 });
  const estate = await startEstate(generated);
  try {
    const argv = ['scan', '--organization', '--rate', '1', '--format', 'json', '--out', emptyFolder()];
    const { code, err } = await postern(argv, { env: credentialsFor(estate.url) });
    expect({ code, err }).toEqual({ code: 1, err: expect.not.stringContaining('postern:') });
    const planned = plannedCalls(generated, 'us-east-1');
    expect(deviations(sentCalls(estate.counts), planned)).toEqual([]);
    expect(sentCalls(estate.counts)).toEqual(planned);
    const organizations = [...planned].filter(([operation]) => operation.startsWith('organizations'));
    expect(organizations.map(([, calls]) => calls)).toEqual([2, 3, 2, 1]);
    expect(kubernetesRequests(estate.kubernetes, generated)).toBeGreaterThan(6);
  } finally {
    await estate.close();
  }
});

test('what deviates is named, on either side', () => {
  const planned = new Map([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ] as const);
  expect(
    deviations(
      new Map([
        ['a', 1],
        ['b', 1],
        ['d', 1],
      ] as const),
      planned,
    ),
  ).toEqual(['b', 'd', 'c']);
});

test('a median is the middle one of an odd number of runs', () => {
  const of = (wallSeconds: number) => ({ exit: 1, wallSeconds, cpuSeconds: 10 - wallSeconds, peakMegabytes: 7 });
  expect(medians([of(3), of(1), of(2)])).toEqual(of(2));
});

test('the launcher tells Node what npm run postern tells it', async () => {
  const launcher = await readFile(new URL('../../cli/launcher.cjs', import.meta.url), 'utf8');
  expect(launcher).toContain(`const flags = [${flags.map((flag) => `'${flag}'`).join(', ')}];`);
});

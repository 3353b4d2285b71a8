import { expect, test } from 'vitest';
import { agree } from '../exposure/agreement.ts';

const minutes = 60_000;

test.each([1, 2, 3, 4])(
  'exposures and the packet walker agree on 25,000 packets at the boundaries of random worlds, seed %i',
  async (seed) => {
    expect(await agree(660, 40, seed)).toBeGreaterThanOrEqual(25_000);
  },
  5 * minutes,
);

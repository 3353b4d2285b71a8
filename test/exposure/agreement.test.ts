import { expect, test } from 'vitest';
import { agree } from './agreement.ts';

// 100,000 packets are asked by test/real/exposure.test.ts.
test('exposures and the packet walker agree on 5,000 packets at the boundaries of random worlds', async () => {
  expect(await agree(260, 20, 5)).toBeGreaterThanOrEqual(5000);
});

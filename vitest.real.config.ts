import { defineConfig } from 'vitest/config';

/** `npm run test:real`: against software that is not ours, installed on first use; one file at a time, since each starts servers. */
export default defineConfig({
  test: {
    include: ['test/real/**/*.test.ts'],
    pool: 'threads',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});

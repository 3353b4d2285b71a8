import { defineConfig } from 'vitest/config';

/**
 * `npm run test:real`: against software that is not ours, installed on first use; one file at a time, since each starts servers. And in
 * full what `npm test` runs a sample of (test/whole.ts).
 */
export default defineConfig({
  test: {
    include: [
      'test/real/**/*.test.ts',
      'test/checks/{lost-input,openings-sweep}.test.ts',
      'test/collect/{losing-input,members}.test.ts',
      'test/exposure/{mistakes,unread}.test.ts',
    ],
    provide: { whole: true },
    pool: 'threads',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});

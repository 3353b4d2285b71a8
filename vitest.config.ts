import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/real/**'],
    pool: 'threads',
    // Our modules have no state and no side effects on import: loading the SDK once a worker halves the time.
    isolate: false,
    testTimeout: 20_000,
  },
});

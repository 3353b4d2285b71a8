import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const shared = { pool: 'threads', testTimeout: 20_000 } as const;

export default defineConfig({
  test: {
    // Many tests wait for a process or a socket: more workers than a small machine has cores keep those busy.
    maxWorkers: Math.max(4, availableParallelism()),
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/real/**', 'test/**/*.isolated.test.ts'],
          // Our modules have no state and no side effects on import: loading the SDK once a worker halves the time.
          isolate: false,
        },
      },
      // What replaces a module for its tests has a worker of its own.
      { test: { ...shared, name: 'isolated', include: ['test/**/*.isolated.test.ts'], exclude: ['test/real/**'] } },
    ],
  },
});

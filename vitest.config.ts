import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// What is long runs a sample here, and in full in vitest.real.config.ts (test/whole.ts).
const shared = { pool: 'threads' as const, testTimeout: 20_000, setupFiles: ['test/setup.ts'], provide: { whole: false } };

/** What starts processes, one after the other, begins at once: at the end it would keep one worker busy and the others idle. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean =>
      /(cli\/processes|deployment\/night|stages\/losses)\.test\.ts$/.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
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

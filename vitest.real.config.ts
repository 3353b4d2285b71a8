import { defineConfig } from 'vitest/config';

const shared = { pool: 'threads' as const, testTimeout: 120_000, setupFiles: ['test/setup.ts'], provide: { whole: true } };

/** `npm run test:real`: against software that is not ours, installed on first use; and in full what `npm test` runs a sample of. */
export default defineConfig({
  test: {
    projects: [
      {
        // One file at a time, since each starts servers.
        test: {
          ...shared,
          name: 'real',
          include: ['test/real/**/*.test.ts'],
          fileParallelism: false,
          hookTimeout: 600_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Properties, and lists of what can be lost (test/whole.ts).
        test: {
          ...shared,
          name: 'whole',
          include: [
            'test/{checks,clients,cloud-core,collect,config,derive,engine,estate,exposure,manifests,net,report,store,text}/**/*.test.ts',
            'test/cli/processes.test.ts',
          ],
          exclude: ['test/**/*.isolated.test.ts'],
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

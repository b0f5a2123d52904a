import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/e2e/run-ledger.ts'],
    pool: 'forks',
    // vitest leaves one core idle: on two, which a small CI machine has, that made 12 minutes of the suite.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A busy machine is slow, not wrong: what hangs is found out all the same.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    unstubEnvs: true,
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/e2e/run-ledger.ts'],
    // Two cores are what a small CI machine has; more workers only make timers late.
    pool: 'forks',
    // A busy machine is slow, not wrong: what hangs is found out all the same.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    unstubEnvs: true,
  },
});

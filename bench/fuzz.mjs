// `npm run fuzz [-- REQUESTS [SEED]]`: 100,000 requests of rubbish, which the suite sends two thousand of
// (test/simulator/fuzz.test.ts). Ends with 1 and the request in full when one was not answered as Twilio would.

import { spawnSync } from 'node:child_process';

const [, , requests = '100000', seed = String(Date.now() % 1_000_000)] = process.argv;
const root = new URL('..', import.meta.url).pathname;
const { status } = spawnSync('npx', ['vitest', 'run', 'test/simulator/fuzz.test.ts'], {
  cwd: root,
  env: { ...process.env, FUZZ_REQUESTS: requests, FUZZ_SEED: seed },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;

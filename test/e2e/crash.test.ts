// The real program, killed with SIGKILL at its crash points while the simulator misbehaves; here a handful of cases,
// all of them with `npm run crash`.

import { expect, it } from 'vitest';
import { CASES } from '../crash/matrix.ts';
import { isClean, killAll } from '../crash/pool.ts';

const all = process.env['CRASH_CASES'];

it('tmp', async () => {
  const cases = CASES.filter((_, i) => i % Number(all ?? 60) === 0);
  const started = Date.now();
  const outcomes = await killAll(cases, 3, (o) => { if (!isClean(o)) console.error(JSON.stringify(o)); });
  console.error(cases.length, CASES.length, Date.now() - started);
  expect(outcomes.filter((o) => !isClean(o))).toEqual([]);
}, 3_600_000);

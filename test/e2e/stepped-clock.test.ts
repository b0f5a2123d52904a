// The machine's clock set an hour forward and back under a running daemon: nothing twice, nothing stuck.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseFault } from '../../src/simulator/faults.ts';
import { ledgerOf } from '../crash/books.ts';
import { emptyHome, remind, simulatorEnv, start, testSimulator } from './rig.ts';

const PRELOAD = new URL('step-clock.cjs', import.meta.url).pathname;
const PATIENCE = { timeout: 30_000, interval: 20 };
const HOUR = 3_600_000;

it('sends each reminder once, whichever way the clock goes', async () => {
  const simulator = await testSimulator();
  const { folder, env: home } = emptyHome();
  const file = join(folder, 'step');
  const step = (ms: number) => writeFileSync(file, String(ms));
  step(0);
  const env = {
    ...home,
    ...simulatorEnv(simulator),
    CLOCK_STEP: file,
    NODE_OPTIONS: `--require ${PRELOAD}`,
  };
  const schedule = async (to: string, at: string) => {
    const { code, stderr } = await remind(['schedule', '--to', to, '--at', at, '--body', `Hello ${to}`], env);
    if (code !== 0) throw new Error(stderr);
  };
  const takenBy = (to: string) => ledgerOf(simulator).filter((taken) => taken.to === to).length;
  const [inFlight, later, afterwards] = ['+12025550101', '+12025550102', '+12025550103'] as const;
  const daemon = start(['daemon', '--json'], env);

  // Forward: what is due within the hour goes out at once, and what is at Twilio outlives its lease.
  simulator.setFaults([parseFault('delay=1:2500')]);
  await schedule(later, 'in 30 minutes');
  await schedule(inFlight, 'in 0 seconds');
  await expect.poll(() => takenBy(inFlight), PATIENCE).toBe(1);
  step(HOUR);
  await expect.poll(() => takenBy(later), PATIENCE).toBe(1);
  const events = (name: string) => daemon.stdout().split(`"event":"${name}"`).length - 1;
  await expect.poll(() => events('sent'), PATIENCE).toBe(2);

  // Back: what lies an hour ahead by now is nobody's business, and what is due is due.
  simulator.setFaults([]);
  step(0);
  await schedule(afterwards, 'in 0 seconds');
  await expect.poll(() => takenBy(afterwards), PATIENCE).toBe(1);
  await expect.poll(() => events('sent'), PATIENCE).toBe(3);
  daemon.child.kill('SIGTERM');
  expect(await daemon.ended).toMatchObject({ code: 0 });
  expect(ledgerOf(simulator)).toHaveLength(3);
}, 120_000);

// Rates and foresight as the built program has them, judged by the simulator's queue.

import { expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import {
  type Env,
  emptyHome,
  type Ran,
  remind,
  remindJson,
  simulatorEnv,
  start,
  testSimulator,
} from './rig.ts';

const CALLS = 12;

interface Planned {
  readonly calls: number;
  readonly lateMs: number;
}

/** Calls to as many people, due when a plan has been made on a slow machine, too. */
async function crowd(env: Env): Promise<void> {
  const lines = Array.from({ length: CALLS }, (_, i) => {
    const to = `+1303555${String(100 + i).padStart(4, '0')}`;
    return JSON.stringify({ to, at: 'in 8 seconds', via: 'call', body: `Hello number ${i}`, id: `k${i}` });
  });
  const imported = await remind(['import', '-', '--yes', '--format', 'ndjson'], env, lines.join('\n'));
  expect(imported.code, imported.stderr).toBe(0);
}

/** Runs a daemon until all of them have been asked for. */
async function deliver(simulator: Simulator, env: Env): Promise<Ran> {
  const daemon = start(['daemon', '--json'], env);
  await expect.poll(() => daemon.stdout().match(/"sent"/g)?.length, { timeout: 45_000 }).toBe(CALLS);
  expect(simulator.calls()).toHaveLength(CALLS);
  daemon.child.kill('SIGTERM');
  return await daemon.ended;
}

it("what plan foretells of a queue that is left to Twilio is what the simulator's queue does", async () => {
  const simulator = await testSimulator({ cps: 4 });
  const env = { ...emptyHome().env, ...simulatorEnv(simulator), REMIND_CPS: '0' };
  await crowd(env);
  const { calls, lateMs } = await remindJson<Planned>(['plan', '--cps', '4'], env);
  expect([calls, lateMs]).toEqual([CALLS, (CALLS - 1) * 250]);
  expect((await deliver(simulator, env)).code).toBe(0);
  const queued = simulator.calls().map(({ createdAt, dialAt }) => dialAt - createdAt);
  // What Twilio queues and what the sending itself took, together: from due to dialled.
  const first = Math.min(...simulator.calls().map(({ createdAt }) => createdAt));
  const last = Math.max(...simulator.calls().map(({ dialAt }) => dialAt));
  expect(last - first).toBeGreaterThanOrEqual(lateMs - 1);
  expect(Math.abs(Math.max(...queued) - lateMs)).toBeLessThan(1_500);
}, 90_000);

it('shaped here, Twilio has nothing to queue, and whoever waits is seen waiting', async () => {
  const simulator = await testSimulator({ cps: 4 });
  const env = { ...emptyHome().env, ...simulatorEnv(simulator), REMIND_CPS: '4' };
  await crowd(env);
  const { lateMs } = await remindJson<Planned>(['plan'], env);
  expect(lateMs).toBe((CALLS - 1) * 250 - 100);
  const daemon = await deliver(simulator, env);
  expect(daemon.code, daemon.stderr).toBe(0);
  expect(daemon.stdout).toContain('its turn comes at 4 calls a second');
  const calls = simulator.calls();
  // A tenth of a second may go ahead of the pace, and a busy machine bunches some; unshaped it would be 2,750.
  expect(Math.max(...calls.map(({ createdAt, dialAt }) => dialAt - createdAt))).toBeLessThan(1_000);
  const shown = await remindJson<{ timeline: { text: string }[] }>(['show', '2'], env);
  expect(shown.timeline.map(({ text }) => text)).toContain('waited: its turn comes at 4 calls a second');
}, 90_000);

it('a rate of the configuration holds for what runs, and is refused when it is none', async () => {
  const simulator = await testSimulator();
  const env = { ...emptyHome().env, ...simulatorEnv(simulator) };
  expect((await remind(['config', 'set', 'cps', '1.5'], env)).code).toBe(0);
  expect((await remind(['config', 'get', 'cps'], env)).stdout).toBe('1.5\n');
  const refused = await remind(['config', 'set', 'mps', 'fast'], env);
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringContaining('mps: "fast" is neither 0 nor a number from 0.01 to 1000'),
  ]);
}, 90_000);

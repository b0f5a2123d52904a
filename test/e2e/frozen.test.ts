// A process that is frozen with a real SIGSTOP for longer than its lease, and thawed: it has been fenced off.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseFault } from '../../src/simulator/faults.ts';
import { amidst, CLEAN, daemon, settleAndAudit } from '../crash/accident.ts';
import { ledgerOf, readBooks } from '../crash/books.ts';
import type { World } from '../crash/home.ts';
import { emptyHome, remind, simulatorEnv, testSimulator } from './rig.ts';

const PATIENCE = { timeout: 60_000, interval: 20 };
const MINUTE = 60_000;

const states = async ({ database }: Pick<World, 'database'>) =>
  (await readBooks(database)).reminders.map(({ state }) => state);

async function endsWell({ child, ended }: ReturnType<typeof daemon>): Promise<void> {
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0 });
}

describe('a daemon that is frozen past its lease', () => {
  it('before it has sent does not send when it is thawed: it sees that its lease is over', async () => {
    // On real time, as a process sees it that has slept.
    const simulator = await testSimulator();
    const { folder, env: home } = emptyHome();
    const settings = { REMIND_REQUEST_TIMEOUT: '5s', REMIND_LEASE: '10s', REMIND_UNKNOWN_GRACE: '30s' };
    const env = { ...home, ...simulatorEnv(simulator), ...settings };
    await remind(['daemon', '--once'], env);
    await remind(['schedule', '--to', '+12025550101', '--at', 'in 0 seconds', '--body', 'Hello'], env);
    const database = join(folder, 'remind', 'db', 'default.db');
    const frozen = daemon({ ...env, REMIND_CRASH_AT: 'request:begun=STOP' });
    await expect.poll(() => states({ database }), PATIENCE).toEqual(['processing']);
    const other = daemon(env);
    await expect.poll(() => states({ database }), PATIENCE).toEqual(['unknown']);
    expect(ledgerOf(simulator)).toEqual([]);
    frozen.child.kill('SIGCONT');
    await expect.poll(() => states({ database }), PATIENCE).toEqual(['sent']);
    await endsWell(frozen);
    await endsWell(other);
    const { intents } = await readBooks(database);
    expect(intents.map(({ outcome }) => outcome)).toEqual(['not-sent', 'accepted']);
    expect(ledgerOf(simulator)).toHaveLength(1);
  }, 120_000);

  it('at the very last instruction sends late, and that is the one send there is', async () => {
    await amidst(1, async (world) => {
      const env = { ...world.env, REMIND_REQUEST_TIMEOUT: '20s' };
      const frozen = daemon({ ...env, REMIND_CRASH_AT: 'request:before-wire=STOP' });
      await expect.poll(() => states(world), PATIENCE).toEqual(['processing']);
      const other = daemon(env);
      await world.simulator.clock.advance(MINUTE + 1_000);
      await expect.poll(() => states(world), PATIENCE).toEqual(['unknown']);
      frozen.child.kill('SIGCONT');
      await expect.poll(() => states(world), PATIENCE).toEqual(['sent']);
      await endsWell(frozen);
      await endsWell(other);
      expect(await settleAndAudit(world, 1)).toEqual(CLEAN);
    });
  }, 120_000);

  it('while Twilio has its request finds its send bound by another, and goes on working', async () => {
    await amidst(3, async (world) => {
      world.simulator.setFaults([parseFault('delay=1:600')]);
      const frozen = daemon(world.env);
      await expect.poll(() => ledgerOf(world.simulator).length, PATIENCE).toBe(3);
      frozen.child.kill('SIGSTOP');
      world.simulator.setFaults([]);
      const other = daemon(world.env);
      await world.simulator.clock.advance(MINUTE + 1_000);
      await expect.poll(() => states(world), PATIENCE).toEqual(['unknown', 'unknown', 'unknown']);
      await world.simulator.clock.advance(2 * MINUTE + 1_000);
      await expect.poll(() => states(world), PATIENCE).toEqual(['sent', 'sent', 'sent']);
      frozen.child.kill('SIGCONT');
      await endsWell(other);
      await endsWell(frozen);
      expect(await settleAndAudit(world, 3)).toEqual(CLEAN);
    });
  }, 120_000);
});

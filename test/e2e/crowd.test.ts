// Several daemons on one database, some of which are killed in the middle; and one that another process locks out.

import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { parseFault } from '../../src/simulator/faults.ts';
import { amidst, CLEAN, daemon, settleAndAudit } from '../crash/accident.ts';
import { ledgerOf } from '../crash/books.ts';
import { launch } from '../crash/program.ts';

const PATIENCE = { timeout: 60_000, interval: 5 };

describe('daemons on one database', () => {
  it.each([2, 4])(
    'send each reminder once, %i of them, the first killed in the middle',
    async (daemons) => {
      await amidst(90, async (world) => {
        world.simulator.setFaults([parseFault('delay=1:100')]);
        const [first, ...others] = Array.from({ length: daemons }, () => daemon(world.env));
        await expect.poll(() => ledgerOf(world.simulator).length, PATIENCE).toBeGreaterThan(20);
        first?.child.kill('SIGKILL');
        await expect.poll(() => ledgerOf(world.simulator).length, PATIENCE).toBeGreaterThan(60);
        for (const { child, ended } of others) {
          child.kill('SIGTERM');
          expect(await ended).toMatchObject({ code: 0 });
        }
        expect(await settleAndAudit(world, 90)).toEqual(CLEAN);
      });
    },
    120_000,
  );
});

describe('a database that another process has locked', () => {
  it('for more than 30 s is told of and waited for; what Twilio has answered meanwhile is not lost', async () => {
    await amidst(20, async (world) => {
      world.simulator.setFaults([parseFault('delay=1:500')]);
      const running = daemon(world.env);
      let said = '';
      running.child.stdout?.on('data', (chunk) => {
        said += String(chunk);
      });
      await expect.poll(() => ledgerOf(world.simulator).length, PATIENCE).toBeGreaterThan(0);
      const other = new Database(world.database);
      other.exec('begin immediate');
      // A command that only reads is not kept waiting; one that writes gives up and says what to do.
      expect(await launch(['list', '--json'], world.env).ended).toMatchObject({ code: 0 });
      const words = ['--to', '+12025550199', '--at', 'in 1 hour', '--body', 'Hello'];
      const writing = launch(['schedule', ...words], world.env);
      await expect.poll(() => said, PATIENCE).toContain('is locked by another process');
      expect(await writing.ended).toMatchObject({
        code: 7,
        stderr: expect.stringMatching(/locked by another process.*\n.*remind status/),
      });
      other.exec('rollback');
      other.close();
      await expect.poll(() => ledgerOf(world.simulator).length, PATIENCE).toBe(20);
      running.child.kill('SIGTERM');
      expect(await running.ended).toMatchObject({ code: 0 });
      expect(await settleAndAudit(world, 20)).toEqual(CLEAN);
    });
  }, 150_000);
});

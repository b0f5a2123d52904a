// A disk that is full, and a database that is damaged: refused or waited for, with the way back, and nothing doubled.

import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { amidst, CLEAN, numbers, settleAndAudit } from '../crash/accident.ts';
import { ledgerOf } from '../crash/books.ts';
import { MINUTE } from '../crash/home.ts';
import { launch, runToEnd } from '../crash/program.ts';

const BINARY = new URL('../../bin/remind.js', import.meta.url).pathname;
const PATIENCE = { timeout: 60_000, interval: 20 };
const KILOBYTE = 1024;

describe('a disk without room', () => {
  // No file may grow beyond this: RLIMIT_FSIZE, which needs no rights and is the same on every machine. The write-ahead
  // log meets it after some commits, at another step of the work each time.
  it.each([64, 200, 500])(
    'for more than %i kB of log is told of and waited for; with room, each goes out once',
    async (kilobytes) => {
      await amidst(40, async (world) => {
        const most = Math.ceil(statSync(world.database).size / KILOBYTE) + kilobytes;
        // In blocks of 512 bytes, as POSIX has it.
        const line = `ulimit -f ${2 * most}; exec "$0" "$@"`;
        const args = ['-c', line, process.execPath, BINARY, 'daemon', '--json'];
        const child = spawn('sh', args, { env: world.env, stdio: ['ignore', 'pipe', 'pipe'] });
        let said = '';
        child.stdout.on('data', (chunk) => {
          said += String(chunk);
        });
        child.stderr.on('data', (chunk) => {
          said += String(chunk);
        });
        const ended = new Promise((resolve) => child.on('close', resolve));
        await expect.poll(() => said, PATIENCE).toMatch(/cannot be read or written|disk is full/);
        child.kill('SIGTERM');
        await ended;
        expect(await settleAndAudit(world, 40)).toEqual(CLEAN);
      });
    },
    120_000,
  );
});

describe('a damaged database', () => {
  it('is refused with the way back and left as it is; a backup brings everything back', async () => {
    await amidst(3, async (world) => {
      const backup = join(world.folder, 'good.tgz');
      await runToEnd(['backup', backup], world.env);
      damage(world.database);
      const damaged = readFileSync(world.database);
      for (const args of [['list'], ['daemon', '--once'], ['send', numbers(1)[0] ?? '', 'Hello']]) {
        const { code, stderr } = await launch(args, world.env).ended;
        expect({ args, code }).toEqual({ args, code: 7 });
        expect(stderr).toMatch(/damaged or not a database.*\n.*remind restore FILE/);
      }
      expect(readFileSync(world.database).equals(damaged)).toBe(true);
      expect(ledgerOf(world.simulator)).toEqual([]);
      const restored = await runToEnd(['restore', backup, '--yes'], world.env);
      expect(restored.stdout).toContain('before-restore');
      // Twilio's lists may be behind.
      await world.simulator.clock.advance(2 * MINUTE);
      await runToEnd(['resume', '--yes'], world.env);
      expect(await settleAndAudit(world, 3)).toEqual(CLEAN);
    });
  }, 120_000);
});

/** Writes over the list of tables, behind the file's header. */
function damage(path: string): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(3_900, 0xff), 0, 3_900, 100);
  closeSync(file);
}

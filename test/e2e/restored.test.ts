// A database from yesterday, brought back by the built program: what went out since goes out once, whatever it was.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Env, emptyHome, remind, remindJson, simulatorEnv, start, testSimulator } from './rig.ts';

const [ADA, BOB, CARL, DORA] = ['+12025550123', '+12025550124', '+12025550125', '+12025550126'];
const HOUR_MS = 3_600_000;

async function rig() {
  const simulator = await testSimulator({
    virtualTime: { start: Date.parse('2026-03-27T12:00:00Z'), speed: 1 },
  });
  const { env: home, folder } = emptyHome();
  const env: Env = { ...home, ...simulatorEnv(simulator), REMIND_CLOCK: simulator.url };
  const backup = join(folder, 'yesterday.tgz');
  const ok = async (...args: string[]) => {
    const ran = await remind(args, env);
    expect(ran.code, `remind ${args.join(' ')}: ${ran.stdout}${ran.stderr}`).toBe(0);
    return ran;
  };
  const schedule = (to: string, ...args: string[]) => ok('schedule', '--to', to, ...args);
  const sent = (): string[] =>
    [
      ...simulator.messages().map(({ direction, to, body }) => `${direction} ${to} ${body}`),
      ...simulator.calls().map(({ direction, to }) => `${direction} ${to} call`),
    ]
      .filter((line) => line.startsWith('outbound-api'))
      .map((line) => line.slice('outbound-api '.length))
      .sort();
  return { simulator, env, folder, backup, ok, schedule, sent };
}

interface Listed {
  readonly id: string;
  readonly to: string;
  readonly state: string;
  readonly receipt: string | null;
}

describe('remind restore', () => {
  it('sends nothing twice: texts, calls and recurring ones that went out after the backup', async () => {
    const { simulator, env, backup, ok, schedule, sent } = await rig();
    await schedule(ADA, '--at', 'in 1 hour', '--body', 'Hello Ada');
    await schedule(BOB, '--at', 'in 2 hours', '--via', 'call', '--body', 'Hello Bob');
    await schedule(CARL, '--at', 'in 30 hours', '--body', 'Hello Carl');
    await schedule(DORA, '--cron', '0 * * * *', '--tz', 'UTC', '--body', 'Every hour', '--catch-up', 'all');
    await ok('backup', backup);
    const daemon = start(['daemon', '--json'], env);
    await expect.poll(() => daemon.stdout(), { timeout: 20_000 }).toContain('"started"');
    for (let hours = 0; hours < 3; hours += 1) {
      await simulator.clock.advance(HOUR_MS);
      await expect
        .poll(() => sent().filter((line) => line.startsWith(DORA)).length, { timeout: 20_000 })
        .toBe(hours + 1);
    }
    await expect.poll(() => sent().length, { timeout: 20_000 }).toBe(5);
    // Known to Twilio only: what was scheduled after the backup.
    await schedule(ADA, '--at', 'in 0 seconds', '--body', 'Something else');
    await expect.poll(() => sent().length, { timeout: 20_000 }).toBe(6);
    daemon.child.kill('SIGTERM');
    await daemon.ended;
    const before = sent();
    await ok('restore', backup, '--yes');
    // Twilio's lists may not show the last of them yet.
    for (const args of [
      ['resume', '--yes'],
      ['resume', '--dry-run'],
    ]) {
      const early = await remind(args, env);
      expect(early.code).toBe(5);
      expect(early.stderr).toMatch(
        /too early: Twilio's lists may be 2m behind[\s\S]*nothing is let go before/,
      );
    }
    const waits = await remind(['daemon', '--until-idle', '--json'], env);
    expect([waits.code, waits.stdout]).toEqual([5, expect.not.stringContaining('caught-up')]);
    await simulator.clock.advance(2 * 60_000);
    const held = await remind(['daemon', '--until-idle', '--json'], env);
    expect(held.code, held.stderr).toBe(5);
    expect(held.stdout).toMatch(/"event":"caught-up","sent":5,"unclear":0,"optedOut":0,"unmatched":1/);
    expect(sent()).toEqual(before);
    const send = await remind(['send', ADA, 'Now'], env);
    expect(send.code).toBe(5);
    expect(send.stderr).toMatch(/the database was restored: nothing is sent[\s\S]*remind resume/);
    const preview = await ok('resume', '--dry-run');
    expect(preview.stderr).toMatch(/Since the backup: 5 reminders had been sent, 1 send of no reminder here/);
    await ok('resume', '--yes');
    expect((await remind(['daemon', '--until-idle'], env)).code).toBe(0);
    expect(sent()).toEqual(before);
    const rows = await remindJson<Listed[]>(['list', '--state', 'sent'], env);
    expect(rows.filter(({ to }) => to !== DORA).map(({ to }) => to)).toEqual([ADA, BOB]);

    // And what was still to come, comes.
    await simulator.clock.advance(30 * HOUR_MS);
    const later = await remind(['daemon', '--until-idle'], env);
    expect(later.code, later.stderr).toBe(0);
    expect(sent().filter((line) => line.startsWith(CARL))).toEqual([`${CARL} Hello Carl`]);
    expect(sent().filter((line) => line.startsWith(ADA))).toHaveLength(2);
    expect((await remind(['db', 'check'], env)).code).toBe(0);
  }, 180_000);

  it('keeps from going what Twilio may have sent in other words, and what goes to somebody who said STOP', async () => {
    const { simulator, env, backup, ok, schedule, sent } = await rig();
    await schedule(ADA, '--at', 'in 1 hour', '--body', 'At nine');
    await schedule(BOB, '--at', 'in 3 hours', '--body', 'Hello Bob');
    await schedule(CARL, '--at', 'in 3 hours', '--body', 'Hello Carl');
    await ok('backup', backup);
    await ok('edit', '1', '--body', 'At ten');
    await simulator.clock.advance(HOUR_MS);
    await ok('daemon', '--until-idle');
    expect(sent()).toEqual([`${ADA} At ten`]);
    simulator.text({ from: BOB, to: simulator.numbers[0] ?? '', body: 'Stop!' });
    await expect.poll(() => simulator.messages().some(({ status }) => status === 'received')).toBe(true);
    await ok('restore', backup, '--yes');
    await simulator.clock.advance(2 * 60_000);
    await ok('resume', '--yes');
    const unknown = await remindJson<Listed[]>(['list', '--state', 'unknown'], env);
    expect(unknown.map(({ to }) => to)).toEqual([ADA]);
    expect((await ok('show', '1')).stdout).toMatch(/may be it or not; it waits for you/);
    await simulator.clock.advance(3 * HOUR_MS);
    await remind(['daemon', '--until-idle'], env);
    expect(sent()).toEqual([`${ADA} At ten`, `${CARL} Hello Carl`]);
    const [message] = simulator.messages().filter(({ to }) => to === ADA);
    await ok('resolve', '1', '--sent', message?.sid ?? '', '--yes');
    expect((await remindJson<Listed>(['show', '1'], env)).state).toBe('sent');
  }, 120_000);

  it('is caught up by a daemon that runs as soon as the lists can be trusted', async () => {
    const { simulator, env, backup, ok, schedule } = await rig();
    await schedule(ADA, '--at', 'in 1 hour', '--body', 'Hello Ada');
    await ok('backup', backup);
    await simulator.clock.advance(HOUR_MS);
    await ok('daemon', '--until-idle');
    await ok('restore', backup, '--yes');
    const daemon = start(['daemon', '--json'], env);
    await expect.poll(() => daemon.stdout(), { timeout: 20_000 }).toContain('"held"');
    await simulator.clock.advance(2 * 60_000);
    await expect.poll(() => daemon.stdout(), { timeout: 20_000 }).toContain('"event":"caught-up","sent":1');
    daemon.child.kill('SIGTERM');
    expect((await daemon.ended).code).toBe(5);
  }, 60_000);

  it('lets nothing go while Twilio cannot be asked', async () => {
    const { simulator, env, backup, ok, schedule, sent } = await rig();
    await schedule(ADA, '--at', 'in 0 seconds', '--body', 'Hello Ada');
    await ok('backup', backup);
    await ok('restore', backup, '--yes');
    await simulator.clock.advance(2 * 60_000);
    const resume = await remind(['resume', '--yes'], { ...env, REMIND_TWILIO_URL: 'http://127.0.0.1:9' });
    expect(resume.code).not.toBe(0);
    expect(sent()).toEqual([]);
    await ok('resume', '--yes');
    expect((await remind(['daemon', '--until-idle'], env)).code).toBe(0);
    expect(sent()).toEqual([`${ADA} Hello Ada`]);
  }, 60_000);
});

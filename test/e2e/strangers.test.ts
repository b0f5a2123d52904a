// Two copies of one home, as the built program meets them: one stops, whichever notices, and a person says how it goes on.

import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Env, emptyHome, remind, remindJson, simulatorEnv, start, testSimulator } from './rig.ts';

const [ADA, BOB] = ['+12025550123', '+12025550124'];
const HOUR_MS = 3_600_000;

async function rig() {
  const simulator = await testSimulator({
    virtualTime: { start: Date.parse('2026-03-27T12:00:00Z'), speed: 1 },
  });
  const { env: home, folder } = emptyHome();
  const env: Env = { ...home, ...simulatorEnv(simulator), REMIND_CLOCK: simulator.url };
  const ok = async (args: readonly string[], as: Env = env) => {
    const ran = await remind(args, as);
    expect(ran.code, `remind ${args.join(' ')}: ${ran.stdout}${ran.stderr}`).toBe(0);
    return ran;
  };
  const schedule = (to: string, at: string, as: Env = env) =>
    ok(['schedule', '--to', to, '--at', at, '--body', `Hello ${at}`], as);
  const texts = () => simulator.messages().map(({ to, body }) => `${to} ${body}`);
  /** A copy of the home, as it is now. */
  const clone = (): Env => {
    const copy = join(folder, 'copy');
    cpSync(env['REMIND_HOME'] ?? '', copy, { recursive: true });
    return { ...env, REMIND_HOME: copy };
  };
  const daemon = async (as: Env) => {
    const running = start(['daemon', '--json'], as);
    await expect.poll(() => running.stdout(), { timeout: 20_000 }).toContain('"started"');
    return running;
  };
  return { simulator, env, ok, schedule, texts, clone, daemon };
}

describe('a copy of this home', () => {
  it('refuses to start when the original has sent since; the original goes on', async () => {
    const { simulator, env, ok, schedule, texts, clone, daemon } = await rig();
    await schedule(ADA, 'in 1 hour');
    await schedule(BOB, 'in 30 hours');
    const original = await daemon(env);
    const copy = clone();
    await simulator.clock.advance(HOUR_MS);
    await expect.poll(texts, { timeout: 20_000 }).toHaveLength(1);
    const refused = await remind(['daemon'], copy);
    expect(refused.code).toBe(5);
    expect(refused.stderr).toMatch(
      /another sender is alive: nothing is sent since .*1 text since .* that this database did not send: SM/,
    );
    expect(refused.stderr).toMatch(/remind strangers list/);
    // Without asking Twilio again, and whatever command it is.
    expect((await remind(['daemon', '--once'], copy)).code).toBe(5);
    expect((await remind(['send', BOB, 'Hello'], copy)).code).toBe(5);
    const listed = await remindJson<{ to: string }[]>(['strangers', 'list'], copy);
    expect(listed.map(({ to }) => to)).toEqual([ADA]);
    await simulator.clock.advance(30 * HOUR_MS);
    await expect.poll(texts, { timeout: 20_000 }).toHaveLength(2);
    original.child.kill('SIGTERM');
    expect((await original.ended).code).toBe(0);

    // The original is gone: the copy takes over, and sends nothing that the original has sent.
    expect((await remind(['resume', '--yes'], copy)).stderr).toMatch(/another sender is alive/);
    await ok(['strangers', 'adopt', '--yes'], copy);
    const early = await remind(['resume', '--yes'], copy);
    expect([early.code, early.stderr]).toEqual([
      5,
      expect.stringMatching(/too early.*\n.*then: remind resume/),
    ]);
    await simulator.clock.advance(2 * 60_000);
    expect((await ok(['resume', '--yes'], copy)).stderr).toMatch(
      /Since the backup: 2 reminders had been sent/,
    );
    await schedule(ADA, 'in 0 seconds', copy);
    await ok(['daemon', '--until-idle'], copy);
    expect(texts()).toHaveLength(3);
  }, 120_000);

  it('that runs is noticed within the hour: who notices stops with code 5', async () => {
    const { simulator, env, schedule, texts, clone, daemon } = await rig();
    await schedule(ADA, 'in 10 minutes');
    const first = await daemon(env);
    const copy = clone();
    const second = await daemon(copy);
    await schedule(BOB, 'in 5 minutes', copy);
    await simulator.clock.advance(5 * 60_000);
    await expect.poll(texts, { timeout: 20_000 }).toHaveLength(1);
    second.child.kill('SIGTERM');
    await second.ended;
    await simulator.clock.advance(HOUR_MS);
    const ended = await first.ended;
    expect(ended.code).toBe(5);
    expect(ended.stdout).toMatch(/"event":"alarm","kind":"strangers"/);
    expect(ended.stdout.trim().split('\n').at(-1)).toMatch(/"stopped"/);
  }, 120_000);
});

describe('two copies that both run', () => {
  it('send twice for an hour at the most; then one stops, and the other goes on', async () => {
    const { simulator, env, schedule, texts, clone, daemon } = await rig();
    await schedule(ADA, 'in 10 minutes');
    await schedule(ADA, 'in 50 minutes');
    await schedule(BOB, 'in 90 minutes');
    await schedule(BOB, 'in 200 minutes');
    const first = await daemon(env);
    const copy = clone();
    const second = await daemon(copy);
    const ends: (number | null)[] = [];
    for (const { ended } of [first, second]) void ended.then(({ code }) => ends.push(code));
    await simulator.clock.advance(10 * 60_000);
    await expect.poll(texts, { timeout: 20_000 }).toHaveLength(2);
    await simulator.clock.advance(40 * 60_000);
    await expect.poll(texts, { timeout: 20_000 }).toHaveLength(4);
    await simulator.clock.advance(15 * 60_000);
    await expect.poll(() => ends, { timeout: 20_000 }).toEqual([5]);
    const told = (): string => [first, second].map(({ stdout }) => stdout()).join('');
    await expect.poll(told, { timeout: 20_000 }).toMatch(/a copy of this database sends as well/);
    expect(told()).toMatch(/a copy of this database is alive: nothing is sent/);
    for (const count of [5, 6]) {
      await simulator.clock.advance(100 * 60_000);
      await expect.poll(texts, { timeout: 20_000 }).toHaveLength(count);
    }
    expect(ends).toEqual([5]);
  }, 120_000);
});

describe.each(['accept', 'adopt'])('strangers %s where none are known', (verb) => {
  it('changes nothing, and sending goes on', async () => {
    const { ok, schedule, texts, simulator } = await rig();
    await ok(['daemon', '--once']);
    const { stdout } = await ok(['strangers', verb, '--yes']);
    expect(stdout).toBe('No strangers are known: nothing was changed\n');
    await schedule(ADA, 'in 0 seconds');
    await simulator.clock.advance(1_000);
    await ok(['daemon', '--until-idle']);
    expect(texts()).toHaveLength(1);
  }, 60_000);
});

describe('another program on the same number', () => {
  it('is no reason to stop for what it sent before, once accepted, and where it is only to be told', async () => {
    const { env, ok, schedule, texts, simulator } = await rig();
    const other = { ...env, REMIND_HOME: `${env['REMIND_HOME']}-other` };
    await ok(['send', ADA, 'From another program'], other);
    await simulator.clock.advance(1_000);
    await ok(['daemon', '--once']);
    await simulator.clock.advance(1_000);
    await ok(['send', ADA, 'And again'], other);
    const warned = await ok(['daemon', '--once', '--json'], { ...env, REMIND_STRANGERS: 'warn' });
    expect(warned.stdout).toMatch(/"trouble","detail":"another sender is alive: 1 text/);
    const again = await ok(['daemon', '--once', '--json'], { ...env, REMIND_STRANGERS: 'warn' });
    expect(again.stdout).not.toMatch(/another sender/);
    // What was told is no news; the next one stops, where nothing else is said.
    await ok(['daemon', '--once']);
    await simulator.clock.advance(1_000);
    await ok(['send', BOB, 'And once more'], other);
    expect((await remind(['daemon', '--once'], env)).code).toBe(5);
    await schedule(BOB, 'in 0 seconds');
    await simulator.clock.advance(1_000);
    await ok(['strangers', 'accept', '--yes']);
    expect((await ok(['resume', '--yes'])).stdout).toMatch(/^Resumed: 1 held, 0 now useless, 1 go/);
    await ok(['daemon', '--until-idle']);
    expect(texts()).toContain(`${BOB} Hello in 0 seconds`);
  }, 60_000);
});

// The stop button as the built program has it, with a daemon that runs and another that does not.

import { describe, expect, it } from 'vitest';
import { parseFault } from '../../src/simulator/faults.ts';
import { completeScript } from '../../src/simulator/phones.ts';
import { emptyHome, remind, remindJson, simulatorEnv, start, testSimulator } from './rig.ts';

const TO = '+12025550123';

async function rig(...options: Parameters<typeof testSimulator>) {
  const simulator = await testSimulator(...options);
  return { simulator, env: { ...emptyHome().env, ...simulatorEnv(simulator) } };
}

interface Listed {
  readonly id: string;
  readonly state: string;
}

describe('remind pause', () => {
  it('stops a daemon that runs, and resume lets it go on', async () => {
    const { simulator, env } = await rig();
    const daemon = start(['daemon', '--json'], env);
    await expect.poll(() => daemon.stdout(), { timeout: 10_000 }).toContain('"started"');
    expect((await remind(['pause', '--reason', 'wrong list'], env)).code).toBe(0);
    await remind(['schedule', '--to', TO, '--at', 'in 0 seconds', '--body', 'Hello'], env);
    await expect.poll(() => daemon.stdout(), { timeout: 5_000 }).toContain('"held"');
    const rows = await remindJson<Listed[]>(['list', '--state', 'held:paused'], env);
    expect(rows.map(({ id }) => id)).toEqual(['1']);
    const send = await remind(['send', TO, 'Hello'], env);
    expect(send.code).toBe(5);
    expect(send.stderr).toMatch(/sending is paused since .* \(wrong list\)[\s\S]*remind resume/);
    expect(simulator.messages()).toHaveLength(0);
    expect((await remind(['resume', '--yes'], env)).stdout).toMatch(/^Resumed: 1 held, 0 now useless, 1 go/);
    await expect.poll(() => simulator.messages().length, { timeout: 5_000 }).toBe(1);
    daemon.child.kill('SIGTERM');
    expect((await daemon.ended).code).toBe(0);
  }, 60_000);

  it('is told by a daemon that has nothing to hold, in its log or beside its events', async () => {
    const { env } = await rig();
    expect((await remind(['pause', '--reason', 'wrong list'], env)).code).toBe(0);
    const why = /sending is paused since \S+ \(wrong list\); let it go on with: remind resume/;
    const logged = await remind(['daemon', '--once'], env);
    expect([logged.code, logged.stdout]).toEqual([0, '']);
    const lines = logged.stderr.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object).at(-1)).toMatchObject({
      ...{ stop: 'pause', msg: expect.stringMatching(why) as unknown },
    });
    const events = await remind(['daemon', '--until-idle', '--json'], env);
    expect(events.stderr).toMatch(why);
    expect(events.stdout).toContain('"stopped"');
  }, 60_000);

  it('recalls a call that rings, and tells of a text that is out', async () => {
    const { simulator, env } = await rig({
      phones: [completeScript({ number: TO, kind: 'no-answer' })],
    });
    expect((await remind(['send', TO, 'Hello', '--via', 'both'], env)).code).toBe(0);
    await expect
      .poll(() => simulator.calls().map(({ status }) => status), { timeout: 5_000 })
      .toEqual(['ringing']);
    const { code, stdout, stderr } = await remind(['pause', '--recall'], env);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(
      /1 call recalled, 1 send not\n +recalled +call to \+12025550123 \(CA\w+, canceled\)/,
    );
    expect(stdout).toMatch(/not +text to \+12025550123 .*cannot be called back/);
    expect(simulator.calls().map(({ status }) => status)).toEqual(['canceled']);
    expect((await remind(['db', 'check'], env)).code).toBe(0);
  }, 60_000);

  it('that called a call back lets it go anew after resume, in the same words and within the hour', async () => {
    const { simulator, env: home } = await rig({
      phones: [completeScript({ number: TO, kind: 'no-answer' })],
      virtualTime: { start: Date.parse('2026-03-27T12:00:00Z'), speed: 1 },
    });
    const env = { ...home, REMIND_CLOCK: simulator.url };
    const ok = async (...args: string[]) => {
      const ran = await remind(args, env);
      expect(ran.code, `${args.join(' ')}: ${ran.stdout}${ran.stderr}`).toBe(0);
      return ran;
    };
    await ok('schedule', '--to', TO, '--at', 'in 0 seconds', '--via', 'call', '--body', 'Hello');
    await ok('daemon', '--once');
    const statuses = () => simulator.calls().map(({ status }) => status);
    await expect.poll(statuses, { timeout: 5_000 }).toEqual(['ringing']);
    await ok('pause', '--recall');
    await ok('resume', '--yes');
    // A person may call no more than once a minute.
    await simulator.clock.advance(2 * 60_000);
    const unasked = await remind(['retry', '1'], env);
    expect(unasked.code).not.toBe(0);
    expect(unasked.stderr).toMatch(/Called back before anybody heard it, goes anew: 1 +call to/);
    const { stdout } = await ok('retry', '1', '--yes');
    expect(stdout).toMatch(/^Trying again: 2 +call to \+12025550123/);
    await ok('daemon', '--once');
    await expect.poll(statuses, { timeout: 5_000 }).toHaveLength(2);
    expect((await remindJson<Listed>(['show', '1'], env)).state).toBe('sent');
    expect((await remind(['db', 'check'], env)).code).toBe(0);
  }, 60_000);

  it('learns what became of a call when the answer to its recall was lost', async () => {
    const { simulator, env } = await rig({ phones: [completeScript({ number: TO, kind: 'no-answer' })] });
    expect((await remind(['send', TO, 'Hello', '--via', 'call'], env)).code).toBe(0);
    await expect
      .poll(() => simulator.calls().map(({ status }) => status), { timeout: 5_000 })
      .toEqual(['ringing']);
    simulator.setFaults([parseFault('drop-reply=1')]);
    const { code, stdout } = await remind(['pause', '--recall'], env);
    expect(stdout).toMatch(/recalled +call to \+12025550123 \(CA\w+, canceled\)/);
    expect(code).toBe(0);
  }, 60_000);

  it('finds a call of which nobody knows whether it was made, and recalls it', async () => {
    const { simulator, env } = await rig({
      phones: [completeScript({ number: TO, kind: 'no-answer' })],
      faults: [parseFault('drop-reply=1')],
    });
    expect((await remind(['send', TO, 'Hello', '--via', 'call'], env)).code).not.toBe(0);
    await expect
      .poll(() => simulator.calls().map(({ status }) => status), { timeout: 5_000 })
      .toEqual(['ringing']);
    simulator.setFaults([]);
    const { stdout } = await remind(['pause', '--recall'], env);
    expect(stdout).toMatch(/recalled +call to \+12025550123 \(CA\w+/);
    expect(simulator.calls().map(({ status }) => status)).toEqual(['canceled']);
  }, 60_000);
});

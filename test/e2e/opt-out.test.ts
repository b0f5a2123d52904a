// STOP as the built program meets it: a text to the simulator, a daemon without a webhook, the desk.

import { describe, expect, it } from 'vitest';
import { emptyHome, remind, remindJson, simulatorEnv, start, testSimulator } from './rig.ts';

const TO = '+12025550123';

async function rig() {
  const simulator = await testSimulator();
  const from = simulator.numbers[0] ?? '';
  const env = { ...emptyHome().env, ...simulatorEnv(simulator) };
  const says = (body: string, person = TO) => simulator.text({ from: person, to: from, body });
  return { simulator, env, from, says };
}

describe('a STOP', () => {
  it('that came while nothing ran ends texts and calls before the first one leaves, until it is taken back', async () => {
    const { simulator, env, from, says } = await rig();
    expect((await remind(['send', TO, 'Hello'], env)).code).toBe(0);
    for (const via of ['sms', 'call']) {
      const args = ['schedule', '--to', TO, '--at', 'in 1 hour', '--via', via, '--body', `Later, by ${via}`];
      expect((await remind(args, env)).code).toBe(0);
    }
    expect(
      (await remind(['schedule', '--to', TO, '--at', 'now', '--via', 'call', '--body', 'Now'], env)).code,
    ).toBe(0);
    says('Stop');
    await expect.poll(() => simulator.messages().some(({ status }) => status === 'received')).toBe(true);
    const ran = await remind(['daemon', '--until-idle', '--json'], env);
    expect(ran.stdout, ran.stderr).toContain('"meaning":"stop"');
    expect(simulator.calls()).toEqual([]);
    const shown = await remindJson<Record<string, unknown>>(['optout', 'show', TO], env);
    expect(shown).toMatchObject({
      optedOut: true,
      optOuts: [{ person: TO, from, word: 'Stop', source: 'text', cancelled: 3 }],
      reminders: [{ state: 'cancelled' }, { state: 'cancelled' }, { state: 'cancelled' }],
      texts: [{ body: 'Stop', meaning: 'stop' }],
    });
    const refused = await remind(['send', TO, 'Hello again', '--via', 'call'], env);
    expect([refused.code, refused.stderr]).toEqual([5, expect.stringContaining('has opted out ("Stop"')]);
    expect((await remind(['optout', 'remove', TO, '--yes'], env)).stdout).toContain(
      '2 reminders scheduled again',
    );
    expect((await remind(['send', TO, 'Hello again', '--via', 'call'], env)).code).toBe(0);
    expect((await remind(['db', 'check'], env)).code).toBe(0);
  }, 60_000);

  it('is learned by a running daemon from Twilio’s refusal, and a polite one waits for a person', async () => {
    const { simulator, env, says } = await rig();
    says('please stop texting me', '+12025550199');
    says('STOP');
    await expect
      .poll(() => simulator.messages().filter(({ status }) => status === 'received').length)
      .toBe(2);
    expect((await remind(['send', TO, 'Hello'], env)).code).toBe(6);
    expect((await remind(['send', TO, 'Hello', '--via', 'call'], env)).code).toBe(5);
    const daemon = start(['daemon', '--json'], env);
    await expect.poll(() => daemon.stdout(), { timeout: 15_000 }).toContain('"meaning":"doubt"');
    daemon.child.kill('SIGTERM');
    await daemon.ended;
    const [text] = await remindJson<readonly { id: string; body: string }[]>(['optout', 'review'], env);
    expect(text?.body).toBe('please stop texting me');
    const decided = await remind(['optout', 'review', text?.id ?? '', '--opt-out'], env);
    expect(decided.stdout).toBe('Opted out: +12025550199; 0 reminders cancelled\n');
    const list = await remindJson<readonly object[]>(['optout', 'list'], env);
    expect(list).toHaveLength(2);
  }, 60_000);

  it('is no C and no 1: those confirm or cancel the appointment, without a server', async () => {
    const { simulator, env, says } = await rig();
    const visit = ['schedule', '--to', TO, '--for', 'in 3 hours', '--before', '3h,1h', '--body'];
    const refused = await remind([...visit, 'Reply CANCEL to cancel'], env);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('ask for C or 1')]);
    expect((await remind([...visit, 'Reply 1 to confirm, C to cancel'], env)).code).toBe(0);
    expect((await remind(['daemon', '--until-idle'], env)).code).toBe(0);
    expect(simulator.messages()).toHaveLength(1);
    const received = () => simulator.messages().filter(({ status }) => status === 'received').length;
    for (const [text, response, next] of [
      ['1', 'confirmed', 'scheduled'],
      ['C', 'cancelled', 'cancelled'],
    ] as const) {
      const before = received();
      says(text);
      await expect.poll(received).toBe(before + 1);
      const ran = await remind(['daemon', '--until-idle', '--json'], env);
      expect(ran.stdout, ran.stderr).toContain('"event":"inbound"');
      const list = await remindJson<readonly object[]>(['list', '--all', '--to', TO], env);
      expect(list).toMatchObject([{ response }, { state: next }]);
    }
    const shown = await remindJson<object>(['show', '1'], env);
    expect(shown).toMatchObject({ appointment: { state: 'cancelled' } });
  }, 60_000);
});

// Quiet hours as the built program keeps them: told when scheduling, kept when due, refused to a person at a keyboard.

import { describe, expect, it } from 'vitest';
import { emptyHome, remind, remindJson, simulatorEnv, testSimulator } from './rig.ts';

const TO = '+12025550123';

/** From an hour ago until in two, on a clock that shows UTC. */
function aroundNow(): string {
  const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);
  return `${at(-1)}-${at(2)}`;
}

describe('in quiet hours', () => {
  it('nothing goes out but what is critical and was meant to', async () => {
    const simulator = await testSimulator();
    const span = aroundNow();
    const env = { ...emptyHome().env, ...simulatorEnv(simulator), REMIND_QUIET_HOURS: span };
    const now = ['schedule', '--to', TO, '--at', 'now', '--tz', 'UTC'];
    const waits = await remind([...now, '--body', 'Waits'], env);
    expect([waits.code, waits.stderr]).toEqual([
      0,
      expect.stringContaining(`quiet hours (${span}): it goes later`),
    ]);
    const critical = ['--priority', 'critical', '--any-hour'];
    expect((await remind([...now, '--body', 'Goes', ...critical], env)).code).toBe(0);
    // Half an hour from now it would be another time's: the guard asks again when it is due.
    const appointment = [
      'schedule',
      '--to',
      '+12025550124',
      '--for',
      'in 90 minutes',
      '--before',
      '89m',
      '--tz',
      'UTC',
    ];
    const late = await remind([...appointment, '--body', 'Too late'], env);
    expect(late.stderr).toContain('of no more use');
    expect((await remind(['daemon', '--until-idle'], env)).code).toBe(0);
    expect(simulator.messages().map(({ body }) => body)).toEqual(['Goes']);
    const send = await remind(['send', TO, 'Hello', '--tz', 'UTC'], env);
    expect([send.code, send.stderr]).toEqual([5, expect.stringContaining('--any-hour')]);
    expect((await remind(['send', TO, 'Hello', '--tz', 'UTC', '--any-hour'], env)).code).toBe(0);
    const [row] = await remindJson<readonly { goesAt: string; dueAt: string }[]>(['list', '--to', TO], env);
    expect(Date.parse(row?.goesAt ?? '') - Date.parse(row?.dueAt ?? '')).toBeGreaterThan(3_600_000);
  }, 60_000);
});

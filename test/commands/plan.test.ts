// `plan` as a person and a script meet it.

import { expect, test } from 'vitest';
import { insertReminder } from '../../src/store/reminders.ts';
import { makeWorld, type World } from '../reminders/world.ts';
import { newReminder } from '../store/temp-db.ts';
import { runLine } from './run-line.ts';

async function crowd(): Promise<World> {
  const world = await makeWorld();
  const at = (time: string): number => Date.parse(`2026-11-23T${time}Z`);
  await world.db.tx(async (sql) => {
    for (let i = 0; i < 212; i += 1) {
      const to = `+1202${String(3_000_000 + i)}`;
      await insertReminder(
        sql,
        newReminder(at('12:45:00'), { to, channel: 'call', body: 'Hello' }),
        at('09:00:00'),
      );
    }
    for (let i = 0; i < 53; i += 1) {
      const to = `+1202${String(4_000_000 + i)}`;
      await insertReminder(sql, newReminder(at('14:00:00') + i * 10_000, { to }), at('09:00:00'));
    }
  });
  return world;
}

test('shows each quarter of an hour with a bar, then what will go wrong and what helps', async () => {
  const { stdout, code } = await runLine(await crowd(), ['plan', '--on', 'today', '--tz', 'UTC']);
  expect(
    stdout,
  ).toBe(`Mon 23 Nov 2026, 00:00 (UTC, UTC+00:00) to Tue 00:00: 212 calls and 53 texts, about $3.63

  due    calls  texts
  12:45    212      0  ████████████████████████████████████████  the last 3 min 31 s late
  14:00      0     53  ▒▒▒▒▒▒▒▒▒▒

! 212 calls due 12:45–13:00; at 1 CPS the last rings 3 min 31 s late
    start at 12:41 or buy 4 CPS
`);
  expect(code).toBe(7);
});

test('says so when there is nothing to worry about', async () => {
  const { stdout, code } = await runLine(await crowd(), ['plan', '--cps', '4', '--tz', 'UTC']);
  expect(stdout).toContain('\nAll of it goes in time.\n');
  expect(code).toBeUndefined();
});

test('moves them with --apply, and undo takes it back', async () => {
  const world = await crowd();
  const applied = await runLine(world, ['plan', '--tz', 'UTC', '--apply']);
  expect(applied.stdout).toContain('All of it goes in time.');
  expect(applied.stderr).toBe('Moved 211 reminders so as to go earlier. Take it back with: remind undo\n');
  expect((await runLine(world, ['plan', '--tz', 'UTC', '--apply'])).stderr).toBe('Nothing was moved.\n');
  await runLine(world, ['undo', '--yes']);
  expect((await runLine(world, ['plan', '--tz', 'UTC'])).code).toBe(7);
});

test('--json is for programs', async () => {
  const { stdout } = await runLine(await crowd(), ['plan', '--tz', 'UTC', '--json']);
  expect(JSON.parse(stdout)).toEqual({
    beginsAt: '2026-11-23T09:00:00Z',
    endsAt: '2026-11-24T09:00:00Z',
    calls: 212,
    texts: 53,
    costMicros: expect.any(Number),
    lateMs: 210_900,
    useless: 0,
    windows: [
      {
        beginsAt: '2026-11-23T12:45:00Z',
        calls: 212,
        texts: 0,
        costMicros: 2_968_000,
        lateMs: 210_900,
        useless: 0,
      },
      { beginsAt: '2026-11-23T14:00:00Z', calls: 0, texts: 53, costMicros: 662_500, lateMs: 0, useless: 0 },
    ],
    findings: [
      {
        kind: 'late',
        level: 'problem',
        detail: '212 calls due 12:45–13:00; at 1 CPS the last rings 3 min 31 s late',
        remedy: 'start at 12:41 or buy 4 CPS',
      },
    ],
    balanceMicros: null,
    moved: null,
  });
});

test.each([
  ['a day that is over', ['--on', 'yesterday'], 'that day is over'],
  ['a rate that is none', ['--cps', 'many'], '--cps: "many" is not a number'],
])('refuses %s', async (_, args, message) => {
  await expect(runLine(await makeWorld(), ['plan', '--tz', 'UTC', ...args])).rejects.toThrow(message);
});

test.each(['plan', 'report', 'list'])(
  '%s names a bad day before a zone that nobody has set',
  async (command) => {
    const world = await makeWorld();
    await expect(runLine(world, [command, '--on', 'bad'])).rejects.toThrow('cannot read "bad" as a day');
    await expect(runLine(world, [command, '--on', 'mon'])).rejects.toThrow(
      'no time zone is known for the day asked about',
    );
  },
);

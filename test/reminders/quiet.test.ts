// Quiet hours when reminders are made and changed: earlier before an appointment, later without, told either way.

import { describe, expect, test } from 'vitest';
import { USUAL_QUIET } from '../../src/core/quiet-hours.ts';
import { editContact } from '../../src/reminders/contacts.ts';
import { edit } from '../../src/reminders/edit.ts';
import { createDueOccurrences } from '../../src/reminders/occurrences.ts';
import { prepareSend } from '../../src/reminders/prepare-send.ts';
import { makeWorld, reminderNow, scheduled, scheduleIn } from './world.ts';

const at = (text: string): number => Date.parse(text);
const quietWorld = () => makeWorld({ quietHours: USUAL_QUIET });

describe('a reminder due in quiet hours', () => {
  test('goes the evening before its appointment, with the same words and the same use', async () => {
    const world = await quietWorld();
    const made = await scheduleIn(world, {
      for: '2026-11-25T09:00',
      before: '2h',
      body: 'See you at {{time}}',
    });
    expect(made.reminders[0]).toMatchObject({
      dueAt: at('2026-11-25T12:00:00Z'),
      runAt: at('2026-11-25T01:30:00Z'),
      body: 'See you at 9:00 AM',
    });
    expect(made.notes.at(-1)).toBe(
      "07:00 is within the recipient's quiet hours (21:00-08:00): it goes earlier, Tue 24 Nov 2026, 20:30 (America/New_York, UTC-05:00)",
    );
    expect((await reminderNow(world, made.reminders[0]?.id ?? 0)).runAt).toBe(at('2026-11-25T01:30:00Z'));
  });

  test('goes later without one', async () => {
    const world = await quietWorld();
    const made = await scheduleIn(world, { at: '2026-11-25T06:00' });
    expect(made.reminders[0]?.runAt).toBe(at('2026-11-25T13:00:00Z'));
    expect(made.notes.at(-1)).toContain('it goes later, Wed 25 Nov 2026, 08:00');
  });

  test('that would come too late either way is warned of', async () => {
    const world = await quietWorld();
    const made = await scheduleIn(world, { at: '2026-11-25T01:00' });
    expect(made.warnings).toEqual([expect.stringContaining('it will not be sent; remind earlier')]);
  });

  test('stays where it is when it is critical and may go at any hour', async () => {
    const world = await quietWorld();
    const made = await scheduleIn(world, { at: '2026-11-25T06:00', priority: 'critical', anyHour: true });
    expect(made.reminders[0]).toMatchObject({ dueAt: at('2026-11-25T11:00:00Z'), anyHour: 1 });
    expect(made.reminders[0]?.runAt).toBeUndefined();
    await expect(scheduleIn(world, { at: '2026-11-25T06:00', anyHour: true })).rejects.toThrow('--any-hour');
  });

  test('goes by the hours of its contact', async () => {
    const world = await quietWorld();
    await editContact(world, 'cindy', { quietHours: '22:00-05:00' });
    expect((await scheduleIn(world, { at: '2026-11-25T06:00' })).reminders[0]?.runAt).toBeUndefined();
    await editContact(world, 'cindy', { quietHours: 'never' });
    expect((await scheduleIn(world, { at: '2026-11-25T03:00' })).reminders[0]?.runAt).toBeUndefined();
    await editContact(world, 'cindy', { quietHours: 'none' });
    expect((await scheduleIn(world, { at: '2026-11-25T03:00' })).reminders[0]?.runAt).toBeDefined();
  });

  test('moves with an edit, which tells so', async () => {
    const world = await quietWorld();
    const id = await scheduled(world, { for: '2026-11-25T15:00', before: '2h' });
    const edited = await edit(world, { id: '1', for: '2026-11-25T09:30' });
    expect(edited.notes).toEqual([
      "1 is due within the recipient's quiet hours: it goes earlier, Tue 24 Nov 2026, 20:30 (America/New_York, UTC-05:00)",
    ]);
    expect((await reminderNow(world, id)).runAt).toBe(at('2026-11-25T01:30:00Z'));
  });

  test('of a rule goes when they end, each day', async () => {
    const world = await quietWorld();
    const id = await scheduled(world, { cron: '0 7 * * *', expires: '4h' });
    expect((await reminderNow(world, id)).runAt).toBe(at('2026-11-23T13:00:00Z'));
    world.clock.set(at('2026-11-23T13:00:00Z'));
    await world.db.tx((sql) =>
      createDueOccurrences(sql, world.clock.now(), { limit: 9, quietHours: USUAL_QUIET }),
    );
    expect(await reminderNow(world, id + 1)).toMatchObject({
      dueAt: at('2026-11-24T12:00:00Z'),
      runAt: at('2026-11-24T13:00:00Z'),
    });
  });
});

test('a send at once is refused in quiet hours where the recipient is, unless that is meant', async () => {
  const world = await quietWorld();
  const send = { to: 'cindy', body: 'Hello' };
  await expect(prepareSend(world, send)).rejects.toThrow(
    'it is 04:00 in America/New_York, within quiet hours',
  );
  expect((await prepareSend(world, { ...send, anyHour: true })).reminders).toHaveLength(1);
  expect((await prepareSend(world, { ...send, to: 'berta' })).reminders).toHaveLength(1);
  // Nobody knows what time it is there.
  expect((await prepareSend(world, { ...send, to: 'nozone' })).reminders).toHaveLength(1);
});

// Editing: moves, new words, another person, and an appointment with all of its reminders.

import { describe, expect, test } from 'vitest';
import { edit } from '../../src/reminders/edit.ts';
import type { EditRequest } from '../../src/reminders/edit-terms.ts';
import { lastChange, undoChange } from '../../src/reminders/undo.ts';
import { getAppointment } from '../../src/store/appointments.ts';
import { eventsOfReminder } from '../../src/store/events.ts';
import { bring } from './states.ts';
import {
  allReminders,
  BERTA,
  makeWorld,
  reminderNow,
  scheduled,
  scheduleIn,
  utc,
  type World,
} from './world.ts';

function change(world: World, request: Partial<EditRequest>) {
  return edit(world, { id: '1', ...request });
}

describe('one reminder', () => {
  test('moves with --at, told anew, with the usual expiry', async () => {
    const world = await makeWorld();
    await scheduled(world, { at: '2026-11-24T09:00', body: '{{name}}: {{date}}, {{time}}' });
    await change(world, { at: '2026-11-25T15:30' });
    expect(await reminderNow(world, 1)).toMatchObject({
      dueAt: Date.parse('2026-11-25T20:30Z'),
      runAt: Date.parse('2026-11-25T20:30Z'),
      wall: '2026-11-25T15:30:00',
      expiresAt: Date.parse('2026-11-26T00:30Z'),
      body: 'Cindy Smith: Wednesday, November 25, 3:30 PM',
    });
    expect(await eventsOfReminder(world.db, 1)).toMatchObject([
      {
        kind: 'moved',
        detail: expect.stringMatching(/^from Tue 24 Nov 2026, 09:00 .* to Wed 25 Nov 2026, 15:30/),
      },
    ]);
  });

  test('keeps an expiry that was chosen at its distance from due', async () => {
    const world = await makeWorld();
    await scheduled(world, { at: '2026-11-24T09:00', expires: '30m' });
    await change(world, { at: '2026-11-25T09:00' });
    expect(utc((await reminderNow(world, 1)).expiresAt)).toBe('2026-11-25T14:30');
  });

  test.each([
    ['--body', { body: 'New {{time}}' }, { body: 'New 9:00 AM', template: 'New {{time}}' }],
    ['--body with --var', { body: '{{a}}', variables: ['a=b'] }, { body: 'b', variables: '{"a":"b"}' }],
    ['--expires', { expires: '1h' }, { expiresAt: Date.parse('2026-11-24T15:00Z') }],
    ['--priority', { priority: 'critical' }, { priority: 'critical' }],
    ['--on-unknown', { onUnknown: 'drop' }, { onUnknown: 'drop' }],
    ['--from', { from: '+12025550100' }, { from: '+12025550100' }],
    [
      '--tz, the instant stays',
      { tz: 'Europe/Berlin' },
      { wall: '2026-11-24T15:00:00', dueAt: Date.parse('2026-11-24T14:00Z') },
    ],
    [
      '--to, in the new person’s zone',
      { to: 'berta' },
      {
        to: BERTA,
        contactName: 'Berta Braun',
        zone: 'Europe/Berlin',
        wall: '2026-11-24T15:00:00',
        dueAt: Date.parse('2026-11-24T14:00Z'),
      },
    ],
  ])('%s changes that alone', async (_name, request, expected) => {
    const world = await makeWorld();
    await scheduled(world, { at: '2026-11-24T09:00' });
    const before = await reminderNow(world, 1);
    await change(world, request);
    const after = await reminderNow(world, 1);
    expect(after).toMatchObject(expected);
    const touched = ['updatedAt', 'contactId', 'template', 'variables', 'zone', ...Object.keys(expected)];
    const rest = (row: object) => Object.entries(row).filter(([key]) => !touched.includes(key));
    expect(rest(after)).toEqual(rest(before));
  });

  test('--name is kept for a later move', async () => {
    const world = await makeWorld({ zone: 'America/New_York' });
    await scheduled(world, {
      to: '+12025550142',
      name: 'Ann',
      body: '{{name}} {{time}}',
      at: '2026-11-24T09:00',
    });
    await change(world, { at: '2026-11-24T10:00' });
    expect((await reminderNow(world, 1)).body).toBe('Ann 10:00 AM');
    await change(world, { name: 'Bob' });
    await change(world, { at: '2026-11-24T11:00' });
    expect((await reminderNow(world, 1)).body).toBe('Bob 11:00 AM');
  });

  test.each([
    ['a new time', { at: '2026-11-25T09:00' }, 'scheduled'],
    ['another person', { to: 'berta' }, 'scheduled'],
    ['other words', { body: 'x' }, 'held'],
  ])('that is held: %s leaves it %s', async (_name, request, state) => {
    const world = await makeWorld();
    await scheduled(world, { at: '2026-11-24T09:00' });
    await bring(world, 1, 'held');
    await change(world, request);
    expect((await reminderNow(world, 1)).state).toBe(state);
  });
});

describe('an appointment', () => {
  async function booked(): Promise<World> {
    const world = await makeWorld();
    // Friday 09:00 in New York; due Wednesday, Thursday and two hours before.
    await scheduleIn(world, {
      for: '2026-11-27T09:00',
      before: '2d,1d,2h',
      body: 'Hi {{name}}: {{date}} {{time}}',
    });
    return world;
  }

  test('moves with --for, and its reminders by their lead times', async () => {
    const world = await booked();
    await change(world, { for: '2026-12-01T15:00' });
    expect(
      (await allReminders(world)).map((each) => [utc(each.dueAt), each.body, utc(each.expiresAt)]),
    ).toEqual([
      ['2026-11-29T20:00', 'Hi Cindy Smith: Tuesday, December 1 3:00 PM', '2026-11-30T00:00'],
      ['2026-11-30T20:00', 'Hi Cindy Smith: Tuesday, December 1 3:00 PM', '2026-12-01T00:00'],
      ['2026-12-01T18:00', 'Hi Cindy Smith: Tuesday, December 1 3:00 PM', '2026-12-01T19:45'],
    ]);
    expect(await getAppointment(world.db, 1)).toMatchObject({ wall: '2026-12-01T15:00:00' });
  });

  test('a reminder whose lead time has passed is cancelled, with the reason', async () => {
    const world = await booked();
    const { warnings } = await change(world, { for: '2026-11-24T09:00', id: '3' });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^1 is cancelled: its time, Sun 22 Nov 2026, 09:00 .* had passed when the appointment was moved$/,
      ),
    ]);
    expect((await allReminders(world)).map(({ id, state }) => [id, state])).toEqual([
      [2, 'scheduled'],
      [3, 'scheduled'],
      [1, 'cancelled'],
    ]);
    expect(await eventsOfReminder(world.db, 1)).toMatchObject([{ kind: 'moved', partOf: 1 }]);
  });

  test('reminders that were sent stay as they are, and that is told', async () => {
    const world = await booked();
    await bring(world, 1, 'sent');
    const { notes } = await change(world, { id: '2', for: '2026-12-01T15:00' });
    expect(notes).toEqual(['reminder 1 was sent already: it, the one 2d before, stays as it is']);
    expect((await reminderNow(world, 1)).body).toContain('November 27');
  });

  test('--to makes it another person’s, with all of its reminders', async () => {
    const world = await booked();
    await change(world, { to: 'berta' });
    const rows = await allReminders(world);
    expect(new Set(rows.map(({ to, body }) => `${to} ${body}`))).toEqual(
      new Set([`${BERTA} Hi Berta Braun: Friday, November 27 3:00 PM`]),
    );
    expect(await getAppointment(world.db, 1)).toMatchObject({ to: BERTA, zone: 'Europe/Berlin' });
  });

  test('--at, --body and --expires change the named reminder alone, also beside --to', async () => {
    const world = await booked();
    await change(world, { id: '2', at: '2026-11-26T12:00', to: 'berta', body: 'Only me', expires: '1h' });
    const [first, second, third] = await allReminders(world);
    expect([first?.body, third?.body]).toEqual(Array(2).fill('Hi Berta Braun: Friday, November 27 3:00 PM'));
    expect([utc(first?.dueAt), utc(third?.dueAt)]).toEqual(['2026-11-25T14:00', '2026-11-27T12:00']);
    // 12:00 is understood in Berta's zone.
    expect(second).toMatchObject({ body: 'Only me', dueAt: Date.parse('2026-11-26T11:00Z') });
    expect(utc(second?.expiresAt)).toBe('2026-11-26T12:00');
  });

  test('a reminder moved with --at keeps following its appointment by its new lead', async () => {
    const world = await booked();
    await change(world, { id: '3', at: '2026-11-27T08:00' });
    await change(world, { id: '3', for: '2026-11-27T15:00' });
    expect(utc((await reminderNow(world, 3)).dueAt)).toBe('2026-11-27T19:00');
  });
});

describe('is refused, with nothing changed', () => {
  test.each([
    ['nothing', {}, 'nothing is to be changed'],
    ['--at with --for', { at: 'in 2 hours', for: 'in 2 hours' }, '--at and --for exclude each other'],
    ['--for without an appointment', { for: 'in 2 hours' }, '1 belongs to no appointment'],
    ['a past time', { at: '2026-11-22T09:00' }, 'ago'],
    ['an unknown variable', { body: '{{x}}' }, '{{x}}'],
    ['an empty body', { body: ' ' }, 'the body is empty'],
    ['nobody', { to: 'zelda' }, 'no contact "zelda"'],
    ['an expiry before due', { expires: '2026-11-23T09:00' }, 'is not after the reminder is due'],
    ['a zone that is none', { tz: 'EST' }, 'not a time zone'],
  ])('%s', async (_name, request, message) => {
    const world = await makeWorld();
    await scheduled(world, { at: '2026-11-24T09:00' });
    const before = await reminderNow(world, 1);
    await expect(change(world, request)).rejects.toThrow(message);
    expect(await reminderNow(world, 1)).toEqual(before);
  });

  test('a time after the appointment', async () => {
    const world = await makeWorld();
    await scheduleIn(world, { for: '2026-11-27T09:00' });
    await expect(change(world, { at: '2026-11-27T09:00' })).rejects.toThrow(
      '--at is not before the appointment',
    );
  });

  test.each(['processing', 'sent', 'cancelled'] as const)('a reminder that is %s', async (state) => {
    const world = await makeWorld();
    await bring(world, await scheduled(world), state);
    await expect(change(world, { body: 'x' })).rejects.toThrow('nothing was changed');
  });

  test('a call that grows too long to speak', async () => {
    const world = await makeWorld();
    await scheduled(world, { via: 'call' });
    await expect(change(world, { body: '<'.repeat(1_000) })).rejects.toThrow('too long to be spoken');
  });
});

describe('hours', () => {
  const NIGHT = { from: 1_260, until: 480 };
  const due = Date.parse('2026-11-25T03:30Z');

  test('--any-hour lets what quiet hours had put off go at its time, and --no-any-hour puts it off again', async () => {
    const world = await makeWorld({ quietHours: NIGHT });
    await scheduled(world, { at: '2026-11-24T22:30', priority: 'critical' });
    const morning = (await reminderNow(world, 1)).runAt;
    expect(morning).toBeGreaterThan(due);
    await change(world, { anyHour: true });
    expect(await reminderNow(world, 1)).toMatchObject({ runAt: due, anyHour: 1 });
    expect(await eventsOfReminder(world.db, 1)).toMatchObject([{ kind: 'edited', detail: 'new hours' }]);
    await change(world, { anyHour: false });
    expect(await reminderNow(world, 1)).toMatchObject({ runAt: morning, anyHour: 0 });
  });

  test('what is critical no more keeps to quiet hours, and an undo puts both back', async () => {
    const world = await makeWorld({ quietHours: NIGHT });
    await scheduled(world, { at: '2026-11-24T22:30', priority: 'critical', anyHour: true });
    expect(await reminderNow(world, 1)).toMatchObject({ runAt: due, anyHour: 1 });
    await change(world, { priority: 'normal' });
    expect(await reminderNow(world, 1)).toMatchObject({ anyHour: 0, priority: 'normal' });
    expect((await reminderNow(world, 1)).runAt).toBeGreaterThan(due);
    const last = await lastChange(world);
    if (last) await undoChange(world, last);
    expect(await reminderNow(world, 1)).toMatchObject({ anyHour: 1, priority: 'critical', runAt: due });
  });

  test('what would come too late once quiet hours are kept is warned of, and not said to go', async () => {
    const world = await makeWorld({ quietHours: NIGHT });
    await scheduled(world, { at: '2026-11-24T22:30', priority: 'critical', anyHour: true, expires: '4h' });
    const { notes, warnings } = await change(world, { anyHour: false });
    expect(notes).toEqual([]);
    expect(warnings).toEqual([
      expect.stringContaining('when they end it is of no more use: it will not be sent'),
    ]);
  });

  test('only what is critical may go at any hour', async () => {
    const world = await makeWorld();
    await scheduled(world, { at: '2026-11-24T22:30' });
    await expect(change(world, { anyHour: true })).rejects.toThrow('--any-hour is for what is critical');
    await change(world, { anyHour: true, priority: 'critical' });
    expect(await reminderNow(world, 1)).toMatchObject({ anyHour: 1, priority: 'critical' });
  });
});

test('a dry run shows the change and stores nothing', async () => {
  const world = await makeWorld();
  await scheduled(world, { at: '2026-11-24T09:00' });
  const before = await reminderNow(world, 1);
  const { reminders } = await change(world, { body: 'New', dryRun: true });
  expect(reminders[0]?.body).toBe('New');
  expect(await reminderNow(world, 1)).toEqual(before);
  expect(await eventsOfReminder(world.db, 1)).toEqual([]);
});

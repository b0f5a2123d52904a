// Scheduling: what is stored for a request, and what is refused with nothing stored.

import { describe, expect, test } from 'vitest';
import { schedule } from '../../src/reminders/schedule.ts';
import { addTenant } from '../../src/reminders/tenants.ts';
import { getAppointment } from '../../src/store/appointments.ts';
import { getRule } from '../../src/store/rules.ts';
import { allReminders, BERTA, CINDY, makeWorld, reminderNow, scheduled, scheduleIn, utc } from './world.ts';

describe('an instant', () => {
  test('is resolved in the contact’s zone and stored with zone, wall time and default expiry', async () => {
    const world = await makeWorld();
    const { reminders, outcome } = await scheduleIn(world, { at: 'tue 14:30' });
    expect(outcome).toBe('scheduled');
    expect(await reminderNow(world, reminders[0]?.id ?? 0)).toMatchObject({
      state: 'scheduled',
      to: CINDY,
      contactName: 'Cindy Smith',
      dueAt: Date.parse('2026-11-24T19:30:00Z'),
      runAt: Date.parse('2026-11-24T19:30:00Z'),
      zone: 'America/New_York',
      wall: '2026-11-24T14:30:00',
      expiresAt: Date.parse('2026-11-24T23:30:00Z'),
      body: 'Hello',
      template: null,
      groupKey: null,
      createdAt: world.clock.now(),
    });
  });

  test('a number finds the one contact who has it, with name and zone', async () => {
    const world = await makeWorld();
    const id = await scheduled(world, {
      to: '+49 1511 2345678',
      at: '2026-11-24T08:00',
      body: 'Hallo {{name}}',
    });
    expect(await reminderNow(world, id)).toMatchObject({
      to: BERTA,
      contactName: 'Berta Braun',
      zone: 'Europe/Berlin',
      body: 'Hallo Berta Braun',
      template: 'Hallo {{name}}',
    });
  });

  test('a minute ago is now, two minutes ago is an error', async () => {
    const world = await makeWorld();
    await scheduled(world, { at: '2026-11-23T08:59:10Z' });
    await expect(scheduleIn(world, { at: '2026-11-23T08:58:00Z' })).rejects.toThrow('was 2 minutes ago');
    expect(await allReminders(world)).toHaveLength(1);
  });
});

describe('an appointment', () => {
  test('makes a reminder for each lead time and channel, in one group', async () => {
    const world = await makeWorld();
    const made = await scheduleIn(world, {
      for: '2026-11-27T14:30',
      before: '2h,1d',
      via: 'both',
      body: 'Hi {{name}}, {{date}} at {{time}} with {{doctor}}',
      variables: ['doctor=Dr. Ng', 'unused=x'],
    });
    const rows = await allReminders(world);
    expect(rows.map((row) => [utc(row.dueAt), row.channel, row.leadMs])).toEqual([
      ['2026-11-26T19:30', 'sms', 86_400_000],
      ['2026-11-26T19:30', 'call', 86_400_000],
      ['2026-11-27T17:30', 'sms', 7_200_000],
      ['2026-11-27T17:30', 'call', 7_200_000],
    ]);
    expect(new Set(rows.map((row) => row.body))).toEqual(
      new Set(['Hi Cindy Smith, Friday, November 27 at 2:30 PM with Dr. Ng']),
    );
    expect(new Set(rows.map((row) => row.variables))).toEqual(new Set(['{"doctor":"Dr. Ng"}']));
    expect(new Set(rows.map((row) => row.groupKey)).size).toBe(1);
    expect(rows[0]?.groupKey).toMatch(/^[0-9a-f]{16}$/);
    // An hour and three quarters is sooner than four hours.
    expect(utc(rows[2]?.expiresAt)).toBe('2026-11-27T19:15');
    expect(await getAppointment(world.db, made.appointmentId ?? 0)).toMatchObject({
      startsAt: Date.parse('2026-11-27T19:30:00Z'),
      wall: '2026-11-27T14:30:00',
      zone: 'America/New_York',
      state: 'booked',
    });
  });

  test('without --before reminds a day before, and says so', async () => {
    const world = await makeWorld();
    const { reminders, notes } = await scheduleIn(world, { for: '2026-11-27T14:30' });
    expect(utc(reminders[0]?.dueAt)).toBe('2026-11-26T19:30');
    expect(notes).toEqual(['no --before given: 1d before']);
  });

  test('a lead time that is past is left out with a warning while others remain', async () => {
    const world = await makeWorld();
    const { reminders, warnings } = await scheduleIn(world, { for: 'in 3 hours', before: '1d,2h' });
    expect(reminders.map(({ leadMs }) => leadMs)).toEqual([7_200_000]);
    expect(warnings).toEqual(['1d before the appointment is past: that reminder is left out']);
  });

  test('is refused when every lead time is past', async () => {
    const world = await makeWorld();
    await expect(scheduleIn(world, { for: 'in 1 hour', before: '1d,2h' })).rejects.toThrow(
      '1d and 2h before it is past',
    );
    expect(await allReminders(world)).toEqual([]);
  });

  test('a day before is the same time of day, over a change of the clocks', async () => {
    const world = await makeWorld();
    // Berlin's clocks go forward on 28 March 2027 at 02:00.
    const made = await scheduleIn(world, { to: 'berta', for: '2027-03-28T09:00', before: '1d,24h1m' });
    expect(made.reminders.map(({ wall, dueAt }) => [wall.slice(0, 16), utc(dueAt)])).toEqual([
      ['2027-03-27T08:59', '2027-03-27T07:59'],
      ['2027-03-27T09:00', '2027-03-27T08:00'],
    ]);
  });
});

describe('the clocks', () => {
  test.each([
    ['Berlin, skipped', 'berta', '2027-03-28T02:30', '2027-03-28T01:00', /skip 02:30 .* taken as 03:00/],
    ['Berlin, twice', 'berta', '2027-10-31T02:30', '2027-10-31T00:30', /02:30 comes twice .* first is taken/],
    ['New York, skipped', 'cindy', '2027-03-14T02:30', '2027-03-14T07:00', /skip 02:30/],
    ['New York, twice', 'cindy', '2027-11-07T01:30', '2027-11-07T05:30', /comes twice/],
  ])('%s', async (_name, to, at, instant, note) => {
    const world = await makeWorld();
    const { reminders, notes } = await scheduleIn(world, { to, at });
    expect(utc(reminders[0]?.dueAt)).toBe(instant);
    expect(notes).toEqual([expect.stringMatching(note)]);
  });
});

describe('the zone', () => {
  test.each([
    ['the row', { tz: 'Asia/Tokyo', to: 'cindy' }, 'Asia/Tokyo'],
    ['the contact', { to: 'cindy', tenant: undefined }, 'America/New_York'],
    ['the tenant', { to: '+12025550142', tenant: 'Acme' }, 'Europe/Paris'],
    ['the profile', { to: 'nozone' }, 'Australia/Sydney'],
  ])('comes from %s', async (_name, request, zone) => {
    const world = await makeWorld({ zone: 'Australia/Sydney' });
    await addTenant(world, { name: 'Acme', zone: 'europe/paris' });
    const { reminders } = await scheduleIn(world, { at: '2026-12-01T09:00', ...request });
    expect(reminders[0]?.zone).toBe(zone);
    expect(reminders[0]?.wall).toBe('2026-12-01T09:00:00');
  });

  test('is never guessed', async () => {
    const world = await makeWorld();
    await expect(scheduleIn(world, { to: 'nozone' })).rejects.toThrow(
      'no time zone is known for this recipient',
    );
  });
});

describe('a dedupe key', () => {
  test.each([
    ['an instant', { at: '2026-11-24T09:00', via: 'both' }, 2],
    ['an appointment', { for: '2026-11-27T09:00', before: '1d,2h' }, 2],
    ['a rule', { cron: '0 9 * * *' }, 1],
  ])('of %s schedules once, and gives the same back later', async (_name, words, count) => {
    const world = await makeWorld();
    const first = await scheduleIn(world, { ...words, dedupeKey: 'booking 7' });
    await world.clock.advance(30 * 86_400_000);
    const second = await scheduleIn(world, { ...words, dedupeKey: 'booking 7', body: 'Other words' });
    expect(second.outcome).toBe('already-scheduled');
    expect(second.reminders.map(({ id }) => id)).toEqual(first.reminders.map(({ id }) => id));
    expect(second.notes).toEqual([expect.stringContaining('already scheduled under "booking 7"')]);
    expect(await allReminders(world)).toHaveLength(count);
    expect((await allReminders(world))[0]?.body).toBe('Hello');
  });

  test('belongs to its tenant', async () => {
    const world = await makeWorld({ zone: 'Europe/Berlin' });
    await addTenant(world, { name: 'Acme' });
    await scheduleIn(world, { to: CINDY, dedupeKey: 'k' });
    expect((await scheduleIn(world, { to: CINDY, dedupeKey: 'k', tenant: 'acme' })).outcome).toBe(
      'scheduled',
    );
  });
});

describe('a rule', () => {
  test('is stored with its first occurrence', async () => {
    const world = await makeWorld();
    const made = await scheduleIn(world, {
      cron: '30 9 * * mon-fri',
      tz: 'Europe/Berlin',
      via: 'both',
      body: '{{name}} at {{time}}',
      expires: '1h',
      name: 'Team',
    });
    expect(
      made.reminders.map((each) => [each.channel, utc(each.dueAt), each.occurrenceKey, each.body]),
    ).toEqual([
      ['sms', '2026-11-24T08:30', '2026-11-24T09:30#0', 'Team at 9:30 AM'],
      ['call', '2026-11-24T08:30', '2026-11-24T09:30#0', 'Team at 9:30 AM'],
    ]);
    expect(utc(made.reminders[0]?.expiresAt)).toBe('2026-11-24T09:30');
    expect(await getRule(world.db, made.ruleId ?? 0)).toMatchObject({
      cron: '30 9 * * mon-fri',
      catchUp: 'latest',
      template: '{{name}} at {{time}}',
      name: 'Team',
      expiresAfterMs: 3_600_000,
      newestAt: Date.parse('2026-11-24T08:30:00Z'),
    });
  });
});

describe('a dry run', () => {
  test('shows what would be stored and stores nothing', async () => {
    const world = await makeWorld();
    const made = await scheduleIn(world, { for: '2026-11-27T09:00', before: '1d,2h', dryRun: true });
    expect(made.outcome).toBe('dry-run');
    expect(made.reminders.map(({ id, state }) => [id, state])).toEqual([
      [null, 'scheduled'],
      [null, 'scheduled'],
    ]);
    expect(await allReminders(world)).toEqual([]);
  });
});

describe('is refused, with nothing stored', () => {
  const future = { at: '2026-12-01T09:00' };
  test.each([
    ['no time', {}, 'no time is given'],
    ['two times', { at: 'in 1 hour', for: 'in 2 days' }, '--at and --for exclude each other'],
    ['--before without an appointment', { ...future, before: '1d' }, '--before counts from an appointment'],
    ['a day that no calendar has', { at: '2027-02-29T09:00' }, 'is not a date that exists'],
    ['a day without a time', { at: 'tomorrow' }, 'no time'],
    ['a cron rule of three fields', { cron: '0 9 *' }, 'is not a cron expression'],
    ['a day that never comes', { cron: '0 9 30 2 *' }, 'no such day ever comes'],
    ['an empty body', { ...future, body: '  \n ' }, 'the body is empty'],
    ['1,601 characters', { ...future, body: 'x'.repeat(1601) }, 'has 1601 characters'],
    [
      '1,601 characters once filled in',
      { ...future, body: `{{v}}${'x'.repeat(1500)}`, variables: [`v=${'y'.repeat(101)}`] },
      'has 1601 characters',
    ],
    ['a NUL', { ...future, body: 'a\0b' }, 'a NUL'],
    ['an unknown variable', { ...future, body: 'Hi {{nmae}}' }, '{{nmae}}'],
    ['a variable that the clock tells', { ...future, variables: ['time=now'] }, 'told by the clock'],
    ['a variable without a value', { ...future, variables: ['doctor'] }, 'is not NAME=VALUE'],
    ['a call too long to speak', { ...future, via: 'call', body: '&'.repeat(1000) }, 'too long to be spoken'],
    ['a wrong number', { ...future, to: '+1 202 555 01' }, 'wrong length'],
    ['a premium number', { ...future, to: '+1 900 555 0123' }, 'premium'],
    ['a national number without a country', { ...future, to: '202 555 0123' }, 'no country code'],
    ['nobody of that name', { ...future, to: 'zelda' }, 'there is no contact "zelda"'],
    ['no such tenant', { ...future, tenant: 'acne' }, 'there is no tenant "acne"'],
    ['a zone that is none', { ...future, tz: 'Berlin' }, '"Berlin" is not a time zone'],
    ['a channel that is none', { ...future, via: 'fax' }, '--via: "fax" is not one of sms, call, both'],
    ['an expiry before due', { ...future, expires: '2026-11-30T09:00' }, 'is not after the reminder is due'],
    ['a bare number as expiry', { ...future, expires: '90' }, 'is not a duration'],
    ['--catch-up without a rule', { ...future, catchUp: 'all' }, '--catch-up is about a recurring reminder'],
    [
      'an instant as expiry of a rule',
      { cron: '0 9 * * *', expires: '2026-12-01T09:00' },
      'a time after due',
    ],
    [
      'a service that is to call',
      { ...future, via: 'call', from: `MG${'0'.repeat(32)}` },
      'cannot place calls',
    ],
    ['an empty key', { ...future, dedupeKey: ' ' }, '--dedupe-key is a text'],
  ])('%s', async (_name, request, message) => {
    const world = await makeWorld();
    await expect(schedule(world, { to: 'cindy', body: 'Hello', ...request })).rejects.toThrow(message);
    expect(await allReminders(world)).toEqual([]);
    expect(
      await world.db.get('select (select count(*) from appointment) + (select count(*) from rule) as n'),
    ).toEqual({
      n: 0,
    });
  });
});

describe('warnings', () => {
  test('an expiry after the appointment, no sender', async () => {
    const world = await makeWorld({ zone: 'Europe/Berlin', from: undefined });
    await addTenant(world, { name: 'Acme' });
    const made = await scheduleIn(world, {
      to: BERTA,
      tenant: 'acme',
      for: '2026-11-27T08:00',
      before: '2h,1h',
      expires: '3h',
    });
    expect(made.warnings).toEqual([
      'no sending number is set: give --from, or set REMIND_FROM before it is due',
      expect.stringContaining('could still go out after the appointment'),
    ]);
  });

  test('a curly quote that doubles the price is pointed out', async () => {
    const world = await makeWorld();
    const { reminders } = await scheduleIn(world, { body: `Don’t forget. ${'x'.repeat(80)}` });
    expect(reminders[0]?.estimate).toMatchObject({
      segments: 2,
      encoding: 'UCS-2',
      hint: expect.stringContaining('’ → '),
    });
  });
});

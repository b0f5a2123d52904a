import { describe, expect, test, vi } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { assertNotPast, leadBefore, resolveWhen } from '../../src/core/when.ts';

const at = Date.parse;
const BERLIN = 'Europe/Berlin';
// Tuesday 24 November 2026, 11:20 in Berlin.
const NOW = at('2026-11-24T10:20:00Z');

async function wallOf(text: string, now = NOW, zone = BERLIN): Promise<string> {
  return (await resolveWhen(text, { now, zone })).wall;
}

describe('ISO 8601', () => {
  test.each([
    ['2026-11-25T14:30', '2026-11-25T13:30:00Z'],
    ['2026-11-25 14:30', '2026-11-25T13:30:00Z'],
    ['2026-11-25T14:30:15', '2026-11-25T13:30:15Z'],
    ['2026-11-25T9:05', '2026-11-25T08:05:00Z'],
    ['2026-11-25T14:30:15.25', '2026-11-25T13:30:15.250Z'],
    ['2026-11-25T14:30Z', '2026-11-25T14:30:00Z'],
    ['2026-11-25t14:30z', '2026-11-25T14:30:00Z'],
    ['2026-11-25T14:30-05:00', '2026-11-25T19:30:00Z'],
    ['2026-11-25T14:30 +0545', '2026-11-25T08:45:00Z'],
    ['2026-11-25T14:30+14', '2026-11-25T00:30:00Z'],
    ['2020-01-01T00:00', '2019-12-31T23:00:00Z'],
  ])('%s is %s', async (text, instant) => {
    expect((await resolveWhen(text, { now: NOW, zone: BERLIN })).instant).toBe(at(instant));
  });

  test('an offset is obeyed, and the wall time is the zone’s all the same', async () => {
    expect(await resolveWhen('2026-11-25T14:30-05:00', { now: NOW, zone: BERLIN })).toEqual({
      instant: at('2026-11-25T19:30:00Z'),
      wall: '2026-11-25T20:30:00',
      zone: BERLIN,
      note: null,
    });
  });
});

describe('times from now', () => {
  test.each([
    ['now', '2026-11-24T10:20:00Z'],
    ['in 20 minutes', '2026-11-24T10:40:00Z'],
    ['+2h', '2026-11-24T12:20:00Z'],
    ['+1h30m', '2026-11-24T11:50:00Z'],
    ['in 90 secs', '2026-11-24T10:21:30Z'],
    ['in an hour', '2026-11-24T11:20:00Z'],
    ['in half an hour', '2026-11-24T10:50:00Z'],
    ['In an Hour and a half', '2026-11-24T11:50:00Z'],
    ['in 1.5 hours', '2026-11-24T11:50:00Z'],
    ['2 hours and 5 minutes from now', '2026-11-24T12:25:00Z'],
    ['in 2 days', '2026-11-26T10:20:00Z'],
    ['+1w', '2026-12-01T10:20:00Z'],
    ['in 2 days, 3 hours', '2026-11-26T13:20:00Z'],
    ['in half a day', '2026-11-24T22:20:00Z'],
  ])('%s is %s', async (text, instant) => {
    expect((await resolveWhen(text, { now: NOW, zone: BERLIN })).instant).toBe(at(instant));
  });

  test('hours pass by the clock, days by the calendar, over a change of the clocks', async () => {
    const saturdayNoon = at('2026-10-24T10:00:00Z');
    expect(await wallOf('in 24 hours', saturdayNoon)).toBe('2026-10-25T11:00:00');
    expect(await wallOf('in 1 day', saturdayNoon)).toBe('2026-10-25T12:00:00');
  });
});

describe('plain English, said on Tuesday 24 November 2026 at 11:20 in Berlin', () => {
  test.each([
    ['tomorrow 9am', '2026-11-25T09:00:00'],
    ['tomorrow at 9:15 am', '2026-11-25T09:15:00'],
    ['9am tomorrow', '2026-11-25T09:00:00'],
    ['today 18:00', '2026-11-24T18:00:00'],
    ['tue 14:30', '2026-11-24T14:30:00'],
    ['tue 09:00', '2026-12-01T09:00:00'],
    ['Tuesday, 9 am', '2026-12-01T09:00:00'],
    ['mon 14:30', '2026-11-30T14:30:00'],
    ['wed 9am', '2026-11-25T09:00:00'],
    ['noon on friday', '2026-11-27T12:00:00'],
    ['next friday at noon', '2026-12-04T12:00:00'],
    ['this friday 5pm', '2026-11-27T17:00:00'],
    ['friday next week 10:00', '2026-12-04T10:00:00'],
    ['14:30', '2026-11-24T14:30:00'],
    ['11:20', '2026-11-25T11:20:00'],
    ['at 11:21', '2026-11-24T11:21:00'],
    ['9am', '2026-11-25T09:00:00'],
    ['noon', '2026-11-24T12:00:00'],
    ['midnight', '2026-11-25T00:00:00'],
    ['tomorrow 12am', '2026-11-25T00:00:00'],
    ['tomorrow 12 pm', '2026-11-25T12:00:00'],
    ['tomorrow morning at 9', '2026-11-25T09:00:00'],
    ['tonight at 8', '2026-11-24T20:00:00'],
    ['tomorrow at 15', '2026-11-25T15:00:00'],
    ['25 dec 9am', '2026-12-25T09:00:00'],
    ['Dec 25 at 9.30am', '2026-12-25T09:30:00'],
    ['25 dec 2027 09:00', '2027-12-25T09:00:00'],
    ['jan 5 at 9am', '2027-01-05T09:00:00'],
    ['june 1 9am', '2027-06-01T09:00:00'],
    ['24 nov 9am', '2026-11-24T09:00:00'],
    ['tuesday 24 november 2:30pm', '2026-11-24T14:30:00'],
    ['2026-11-25 2:30pm', '2026-11-25T14:30:00'],
    ['in 2 days at 9am', '2026-11-26T09:00:00'],
    ['the day after tomorrow at 8:00', '2026-11-26T08:00:00'],
    ['yesterday 9am', '2026-11-23T09:00:00'],
    ['last friday 5pm', '2026-11-20T17:00:00'],
  ])('"%s" is %s', async (text, wall) => {
    expect(await wallOf(text)).toBe(wall);
  });

  test('the day is the recipient’s: "tomorrow" in Tokyo is not "tomorrow" in Honolulu', async () => {
    const now = at('2026-11-24T16:00:00Z');
    expect(await wallOf('tomorrow 9am', now, 'Asia/Tokyo')).toBe('2026-11-26T09:00:00');
    expect(await wallOf('tomorrow 9am', now, 'Pacific/Honolulu')).toBe('2026-11-25T09:00:00');
  });
});

describe('refused', () => {
  test.each([
    ['', 'cannot read'],
    ['soon', 'cannot read'],
    ['tomorrow 9am sharp', 'cannot read "sharp"'],
    ['day after tomorrow 8:00', 'cannot read "day after"'],
    ['9am tomorrow and 5pm friday', 'cannot read'],
    ['feb 30 9am', 'cannot read'],
    ['december 9am', 'cannot read'],
    ['in 3 blue moons', 'cannot read'],
    ['5', 'cannot read'],
    ['9'.repeat(81), 'a time of 81 characters'],
    ['9999-12-31T23:59', 'between the years 1900 and 2200'],
    ['0000-01-01T00:00Z', 'between the years 1900 and 2200'],
    ['2200-01-01T00:00Z', 'between the years 1900 and 2200'],
    ['+99999999999999d', 'between the years 1900 and 2200'],
    ['in 99999999999999999999 hours', 'between the years 1900 and 2200'],
    ['1 jan 1850 9am', 'between the years 1900 and 2200'],
    ['2026-02-30T09:00', 'not a date that exists'],
    ['2026-02-30', 'not a date that exists'],
    ['2026-02-30 9am', 'not a date that exists'],
    ['2026-13-01T09:00', 'not a date that exists'],
    ['2026-11-25T25:00', 'not a time of day that exists'],
    ['2026-11-25T24:00', 'not a time of day that exists'],
    ['2026-11-25T09:60', 'not a time of day that exists'],
    ['tomorrow 25:00', 'not a time of day that exists'],
    ['tomorrow 9:75', 'not a time of day that exists'],
    ['2026-11-25T09:00+25:00', 'offset that no place has'],
    ['2026-11-25', 'names a day and no time'],
    ['tomorrow', 'names a day and no time'],
    ['next week', 'names a day and no time'],
    ['tomorrow evening', 'names a day and no time'],
    ['dec 25', 'names a day and no time'],
    ['tomorrow at 3', 'may be morning or evening'],
    ['at 9', 'may be morning or evening'],
    ["tomorrow 9 o'clock", 'may be morning or evening'],
    ['3/4 at 9am', 'one day in America and another in Europe'],
    ['3.4.2026 9:00', 'one day in America and another in Europe'],
    ['tomorrow 9am EST', 'names a time zone'],
    ['tomorrow 9am UTC+2', 'names a time zone'],
    ['tomorrow 2-3pm', 'stretch of time'],
    ['friday 24 november 2:30pm', 'is a Tuesday'],
  ])('"%s": %s', async (text, message) => {
    const refused = resolveWhen(text, { now: NOW, zone: BERLIN });
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toHaveProperty('hint', expect.any(String));
  });
});

// What a person types on the day before each change, and what becomes of it.
describe('changes of the clocks', () => {
  test.each([
    ['America/New_York', '2026-03-07T12:00:00Z', 'tomorrow 2:30am', '2026-03-08T07:00:00Z', 'skip 02:30'],
    ['America/New_York', '2026-10-31T12:00:00Z', 'tomorrow 1:30am', '2026-11-01T05:30:00Z', 'comes twice'],
    ['Europe/London', '2026-03-28T12:00:00Z', 'sunday 01:15', '2026-03-29T01:00:00Z', 'skip 01:15'],
    ['Europe/London', '2026-10-24T12:00:00Z', 'sunday 01:15', '2026-10-25T00:15:00Z', 'comes twice'],
    ['Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T02:30', '2026-03-29T01:00:00Z', 'taken as 03:00'],
    [
      'Europe/Berlin',
      '2026-10-24T12:00:00Z',
      '2026-10-25T02:30',
      '2026-10-25T00:30:00Z',
      'the first is taken',
    ],
    [
      'Australia/Lord_Howe',
      '2026-10-03T00:00:00Z',
      'tomorrow 2:10am',
      '2026-10-03T15:30:00Z',
      'taken as 02:30',
    ],
    ['Australia/Lord_Howe', '2026-04-04T00:00:00Z', 'tomorrow 1:45am', '2026-04-04T14:45:00Z', 'comes twice'],
    ['Australia/Sydney', '2026-10-03T00:00:00Z', 'tomorrow 2:30am', '2026-10-03T16:00:00Z', 'skip 02:30'],
    ['America/Santiago', '2026-09-05T12:00:00Z', 'midnight', '2026-09-06T04:00:00Z', 'taken as 01:00'],
    ['America/Sao_Paulo', '2026-10-31T12:00:00Z', 'tomorrow 00:30', '2026-11-01T03:30:00Z', null],
    ['Asia/Kathmandu', '2026-10-31T12:00:00Z', 'tomorrow 2:30am', '2026-10-31T20:45:00Z', null],
    ['Asia/Tokyo', '2026-03-07T12:00:00Z', 'tomorrow 2:30am', '2026-03-07T17:30:00Z', null],
  ])('%s, said at %s: "%s" is %s', async (zone, now, text, instant, note) => {
    const when = await resolveWhen(text, { now: at(now), zone });
    expect(when.instant).toBe(at(instant));
    if (note === null) expect(when.note).toBeNull();
    else expect(when.note).toContain(note);
  });
});

test('a time more than a minute ago is refused, with how long ago and where', async () => {
  const when = await resolveWhen('2026-11-24T08:20', { now: NOW, zone: BERLIN });
  const refuse = () => assertNotPast(when, NOW, '--at');
  expect(refuse).toThrow(UsageError);
  expect(refuse).toThrow('--at: Tue 24 Nov 2026, 08:20 (Europe/Berlin, UTC+01:00) was 3 hours ago');
  expect(refuse).toThrow(expect.objectContaining({ hint: expect.stringContaining('11:20 (Europe/Berlin') }));
});

test('a minute ago is still now', () => {
  expect(() => assertNotPast({ instant: NOW - 60_000, zone: BERLIN }, NOW)).not.toThrow();
  expect(() => assertNotPast({ instant: NOW - 60_001, zone: BERLIN }, NOW)).toThrow('1 minute ago');
});

describe('leadBefore', () => {
  const day = 86_400_000;
  test.each([
    ['an hour before is an hour', '2026-10-25T09:00:00Z', 3_600_000, '2026-10-25T08:00:00Z'],
    ['a day before, over the end of summer time', '2026-10-25T09:00:00Z', day, '2026-10-24T08:00:00Z'],
    ['a day before, over the start of summer time', '2026-03-29T08:00:00Z', day, '2026-03-28T09:00:00Z'],
    ['a day and two hours before', '2026-10-25T09:00:00Z', day + 7_200_000, '2026-10-24T06:00:00Z'],
    ['a day before, when that time was skipped', '2026-03-30T00:30:00Z', day, '2026-03-29T01:00:00Z'],
  ])('%s', (_, appointment, lead, due) => {
    expect(leadBefore(at(appointment), lead, BERLIN).instant).toBe(at(due));
  });
});

describe('the machine’s zone plays no part', () => {
  // Were these walls the machine's, its clocks would be jumping: in New York, Santiago, Lord Howe and Berlin.
  const cases = [
    ['2026-03-08T01:30:00Z', 'Europe/Berlin'],
    ['2026-09-05T22:30:00Z', 'Europe/Berlin'],
    ['2026-10-03T17:10:00Z', 'Asia/Tokyo'],
    ['2026-12-31T23:30:00Z', 'America/New_York'],
  ] as const;
  const texts = ['tomorrow 2:30am', '3am', '02:45', 'sunday 02:30', 'next friday at noon', 'midnight'];
  texts.push('in 2 days at 9am', '8 mar 2027 2:30am', 'today 23:00', '2026-03-08T02:30', 'in 20 minutes');

  async function resolveAll(): Promise<number[]> {
    const found: number[] = [];
    for (const [now, zone] of cases) {
      for (const text of texts) found.push((await resolveWhen(text, { now: at(now), zone })).instant);
    }
    return found;
  }

  test.each([
    ['America/New_York', 300],
    ['America/Santiago', 180],
    ['Australia/Lord_Howe', -660],
    ['Asia/Kathmandu', -345],
    ['Europe/Berlin', -60],
  ])('%s', async (zone, offset) => {
    vi.stubEnv('TZ', 'UTC');
    const expected = await resolveAll();
    vi.stubEnv('TZ', zone);
    expect(new Date(at('2026-01-01T00:00:00Z')).getTimezoneOffset()).toBe(offset);
    expect(await resolveAll()).toEqual(expected);
    expect(expected).toHaveLength(44);
  });
});

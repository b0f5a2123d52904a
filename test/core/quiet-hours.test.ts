// Quiet hours: read, chosen, and left in the right direction, across midnight and the changes of clocks.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chooseQuiet,
  formatQuietHours,
  isQuiet,
  moveOutOfQuiet,
  NEVER_QUIET,
  parseQuietHours,
  quietEndAt,
  USUAL_QUIET,
} from '../../src/core/quiet-hours.ts';
import { toUtc } from '../../src/core/say-time.ts';
import { wallAt } from '../../src/core/zone.ts';

const at = (text: string): number => Date.parse(text);
const hours = parseQuietHours;

describe('quiet hours', () => {
  it.each(['21:00-08:00', '00:00-06:30', '12:00-14:00', 'never'])('%s are read and written', (text) => {
    expect(formatQuietHours(hours(text))).toBe(text);
  });

  it.each(['', '21-8', '25:00-08:00', '08:00-08:00', '9pm-8am'])('%j are none', (text) => {
    expect(() => hours(text)).toThrow();
  });

  it('are the contact’s, else the tenant’s, else the profile’s', () => {
    const of = (text: string) => ({ quietFrom: hours(text).from, quietUntil: hours(text).until });
    const none = { quietFrom: null, quietUntil: null };
    expect(chooseQuiet(of('20:00-09:00'), of('22:00-07:00'), USUAL_QUIET)).toEqual(hours('20:00-09:00'));
    expect(chooseQuiet(of('never'), of('22:00-07:00'), USUAL_QUIET)).toEqual(NEVER_QUIET);
    expect(chooseQuiet(none, of('22:00-07:00'), USUAL_QUIET)).toEqual(hours('22:00-07:00'));
    expect(chooseQuiet(null, none, USUAL_QUIET)).toEqual(USUAL_QUIET);
    expect(chooseQuiet(null, none, undefined)).toEqual(NEVER_QUIET);
  });

  it.each([
    ['2026-11-24T20:59:59', '21:00-08:00', false],
    ['2026-11-24T21:00:00', '21:00-08:00', true],
    ['2026-11-24T07:59:59', '21:00-08:00', true],
    ['2026-11-24T08:00:00', '21:00-08:00', false],
    ['2026-11-24T13:00:00', '12:00-14:00', true],
    ['2026-11-24T14:00:00', '12:00-14:00', false],
    ['2026-11-24T00:00:00', 'never', false],
  ])('%s in %s: %s', (wall, span, quiet) => {
    expect(isQuiet(wall, hours(span))).toBe(quiet);
  });
});

// The instants at which a quiet stretch ends that is cut or stretched by a change of clocks.
describe('a quiet stretch ends', () => {
  it.each([
    ['on the next morning', 'Europe/Berlin', '21:00-08:00', '2026-11-24T21:30:00Z', '2026-11-25T07:00:00Z'],
    ['on the same morning', 'Asia/Tokyo', '21:00-08:00', '2026-11-23T22:00:00Z', '2026-11-23T23:00:00Z'],
    [
      'after a night with an hour less',
      'America/New_York',
      '21:00-08:00',
      '2026-03-08T03:00:00Z',
      '2026-03-08T12:00:00Z',
    ],
    [
      'after a night with an hour more',
      'America/New_York',
      '21:00-08:00',
      '2026-11-01T02:00:00Z',
      '2026-11-01T13:00:00Z',
    ],
    [
      'after the gap that its end falls into',
      'Europe/Berlin',
      '21:00-02:30',
      '2026-03-29T00:30:00Z',
      '2026-03-29T01:00:00Z',
    ],
    [
      'at the first of two half past two',
      'Europe/Berlin',
      '21:00-02:30',
      '2026-10-24T23:00:00Z',
      '2026-10-25T00:30:00Z',
    ],
    [
      'at the second when it is in the second pass',
      'Europe/Berlin',
      '21:00-02:30',
      '2026-10-25T01:10:00Z',
      '2026-10-25T01:30:00Z',
    ],
    [
      'by half an hour on Lord Howe',
      'Australia/Lord_Howe',
      '21:00-08:00',
      '2026-04-04T14:00:00Z',
      '2026-04-04T21:30:00Z',
    ],
    ['in Kathmandu', 'Asia/Kathmandu', '21:00-08:00', '2026-11-24T16:00:00Z', '2026-11-25T02:15:00Z'],
    ['where clocks never change', 'UTC', '12:00-14:00', '2026-11-24T13:00:00Z', '2026-11-24T14:00:00Z'],
  ])('%s (%s, %s)', (_why, zone, span, instant, end) => {
    expect(toUtc(quietEndAt(at(instant), zone, hours(span)))).toBe(end);
  });
});

describe('a reminder that is due in quiet hours', () => {
  const zone = 'America/New_York';
  const move = (dueAt: string, now: string, isBefore: boolean, span = '21:00-08:00') => {
    const { runAt, moved } = moveOutOfQuiet({
      dueAt: at(dueAt),
      zone,
      hours: hours(span),
      isBefore,
      now: at(now),
    });
    return [moved, toUtc(runAt)];
  };

  it.each([
    [
      'is left alone outside of them',
      '2026-11-24T15:00:00Z',
      '2026-11-20T00:00:00Z',
      true,
      null,
      '2026-11-24T15:00:00Z',
    ],
    [
      'goes the evening before its appointment',
      '2026-11-24T12:00:00Z',
      '2026-11-20T00:00:00Z',
      true,
      'earlier',
      '2026-11-24T01:30:00Z',
    ],
    [
      'goes later without an appointment',
      '2026-11-24T12:00:00Z',
      '2026-11-20T00:00:00Z',
      false,
      'later',
      '2026-11-24T13:00:00Z',
    ],
    [
      'goes at once when that is just past',
      '2026-11-24T12:00:00Z',
      '2026-11-24T01:45:00Z',
      true,
      'earlier',
      '2026-11-24T01:45:00Z',
    ],
    [
      'goes later when the quiet has begun',
      '2026-11-24T12:00:00Z',
      '2026-11-24T02:30:00Z',
      true,
      'later',
      '2026-11-24T13:00:00Z',
    ],
    [
      'at their first minute goes half an hour earlier',
      '2026-11-25T02:00:00Z',
      '2026-11-20T00:00:00Z',
      true,
      'earlier',
      '2026-11-25T01:30:00Z',
    ],
  ] as const)('%s', (_why, dueAt, now, isBefore, moved, runAt) => {
    expect(move(dueAt, now, isBefore)).toEqual([moved, runAt]);
  });

  it('goes in the only minutes of the day that are not quiet', () => {
    expect(move('2026-11-24T15:00:00Z', '2026-11-20T00:00:00Z', true, '08:10-08:00')).toEqual([
      'earlier',
      '2026-11-24T13:09:00Z',
    ]);
  });

  it('never goes in quiet hours, later than a day, or earlier than now', () => {
    const zones = [
      'America/New_York',
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Africa/Casablanca',
    ];
    const minute = fc.integer({ min: 0, max: 1_439 });
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.record({ from: minute, until: minute }),
        fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') }),
        fc.integer({ min: 0, max: 48 * 3_600_000 }),
        fc.boolean(),
        (zone, hours, dueAt, ahead, isBefore) => {
          const now = dueAt - ahead;
          const { runAt, moved } = moveOutOfQuiet({ dueAt, zone, hours, isBefore, now });
          expect(isQuiet(wallAt(runAt, zone), hours)).toBe(false);
          expect(runAt).toBeGreaterThanOrEqual(now);
          expect(runAt - dueAt).toBeLessThanOrEqual(25 * 3_600_000);
          expect(Math.sign(runAt - dueAt)).toBe(moved === null ? 0 : { earlier: -1, later: 1 }[moved]);
        },
      ),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { expiryAt, validityPeriodSeconds } from '../../src/core/expiry.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DUE = Date.parse('2026-11-24T12:00:00Z');
const terms = { dueAt: DUE, appointmentAt: null, explicit: null, zone: 'Europe/Berlin' };

describe('expiryAt', () => {
  test.each([
    ['without an appointment, four hours after due', null, DUE + 4 * HOUR],
    ['a day ahead of the appointment, four hours after due', DUE + 24 * HOUR, DUE + 4 * HOUR],
    ['two hours ahead, a quarter of an hour before the appointment', DUE + 2 * HOUR, DUE + 105 * MINUTE],
    ['sixteen minutes ahead, one minute after due', DUE + 16 * MINUTE, DUE + MINUTE],
    ['fifteen minutes ahead, at the appointment', DUE + 15 * MINUTE, DUE + 15 * MINUTE],
    ['five minutes ahead, at the appointment', DUE + 5 * MINUTE, DUE + 5 * MINUTE],
  ])('%s', (_, appointmentAt, expected) => {
    expect(expiryAt({ ...terms, appointmentAt })).toBe(expected);
  });

  test('what the person says goes before the default', () => {
    expect(expiryAt({ ...terms, appointmentAt: DUE + HOUR, explicit: { afterMs: 3 * HOUR } })).toBe(
      DUE + 3 * HOUR,
    );
    expect(expiryAt({ ...terms, explicit: { at: DUE + 1 } })).toBe(DUE + 1);
  });

  test.each([
    ['at due', { at: DUE }],
    ['before due', { at: DUE - HOUR }],
    ['no time after due', { afterMs: 0 }],
  ])('an expiry %s is refused, with both times', (_, explicit) => {
    const refuse = () => expiryAt({ ...terms, explicit });
    expect(refuse).toThrow(UsageError);
    expect(refuse).toThrow('13:00 (Europe/Berlin, UTC+01:00)');
  });

  test.each([0, -HOUR])('an appointment %d ms after due is refused', (after) => {
    expect(() => expiryAt({ ...terms, appointmentAt: DUE + after })).toThrow(UsageError);
  });
});

test.each([
  ['the seconds left', 90_000, 90],
  ['whole seconds, rounded down', 90_999, 90],
  ['never less than Twilio takes', 999, 1],
  ['the least even when it is too late', -5_000, 1],
  ['never more than ten hours', 11 * HOUR, 36_000],
])('the validity period is %s', (_, left, seconds) => {
  expect(validityPeriodSeconds(DUE + left, DUE)).toBe(seconds);
});

import { expect, test } from 'vitest';
import { clockTime, describeInstant, spokenDate, spokenTime, toUtc } from '../../src/core/say-time.ts';

const at = Date.parse;

test.each([
  ['2026-11-24T13:30:00Z', 'Europe/Berlin', 'Tue 24 Nov 2026, 14:30 (Europe/Berlin, UTC+01:00)'],
  ['2026-07-01T13:30:00Z', 'Europe/Berlin', 'Wed 1 Jul 2026, 15:30 (Europe/Berlin, UTC+02:00)'],
  ['2026-01-01T00:00:05Z', 'America/New_York', 'Wed 31 Dec 2025, 19:00:05 (America/New_York, UTC-05:00)'],
  ['2026-01-01T00:00:00Z', 'Asia/Kathmandu', 'Thu 1 Jan 2026, 05:45 (Asia/Kathmandu, UTC+05:45)'],
  ['2026-01-01T00:00:00Z', 'America/St_Johns', 'Wed 31 Dec 2025, 20:30 (America/St_Johns, UTC-03:30)'],
  ['2026-01-01T00:00:00Z', 'UTC', 'Thu 1 Jan 2026, 00:00 (UTC, UTC+00:00)'],
])('%s in %s is told as %s', (instant, zone, text) => {
  expect(describeInstant(at(instant), zone)).toBe(text);
});

test.each([
  ['2026-11-01T01:30:00-04:00', '2026-11-01T05:30:00Z'],
  ['2026-11-01T06:30:00.040Z', '2026-11-01T06:30:00.040Z'],
])('%s is written in UTC, and read back as the same instant', (text, utc) => {
  expect(toUtc(at(text))).toBe(utc);
  expect(at(utc)).toBe(at(text));
  expect(clockTime(at(text))).toBe(`${utc.slice(11, 19)}Z`);
});

test('no instant is written as none', () => {
  expect(toUtc(null)).toBeNull();
});

test.each([
  ['2026-11-24T14:30:00', '2:30 PM'],
  ['2026-11-24T00:05:00', '12:05 AM'],
  ['2026-11-24T12:00:00', '12:00 PM'],
  ['2026-11-24T11:59:59', '11:59 AM'],
  ['2026-11-24T23:00:00', '11:00 PM'],
])('%s is spoken as %s', (wall, text) => {
  expect(spokenTime(wall)).toBe(text);
});

test('a date is spoken without its year', () => {
  expect(spokenDate('2026-11-24T14:30:00')).toBe('Tuesday, November 24');
});

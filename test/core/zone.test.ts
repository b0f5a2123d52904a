import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { foldAt, isZone, nextChange, offsetAt, resolveWall, wallAt, zoneName } from '../../src/core/zone.ts';

const at = Date.parse;

describe('zoneName', () => {
  test.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    [' europe/berlin ', 'Europe/Berlin'],
    ['AMERICA/NEW_YORK', 'America/New_York'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['asia/kolkata', 'Asia/Kolkata'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['US/Eastern', 'US/Eastern'],
    ['utc', 'UTC'],
    ['Etc/UTC', 'UTC'],
  ])('%s is %s', (text, name) => {
    expect(zoneName(text)).toBe(name);
    expect(isZone(text)).toBe(true);
  });

  test.each([
    ['EST', 'did you mean America/New_York?'],
    ['gmt', 'did you mean Europe/London?'],
    ['New York', 'did you mean America/New_York?'],
    ['Europe/Tokyo', 'did you mean Asia/Tokyo?'],
    ['+01:00', 'write it as Area/City'],
    ['Etc/GMT+5', 'write it as Area/City'],
    ['Mars/Olympus', 'write it as Area/City'],
    ['../etc/passwd', 'write it as Area/City'],
    ['', 'write it as Area/City'],
    ['constructor', 'write it as Area/City'],
  ])('"%s" is refused with a hint', (text, hint) => {
    expect(isZone(text)).toBe(false);
    const refuse = () => zoneName(text);
    expect(refuse).toThrow(UsageError);
    expect(refuse).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) }));
  });

  test('an unknown zone is refused wherever it is used', () => {
    expect(() => offsetAt(0, 'Nowhere/Land')).toThrow(UsageError);
  });
});

// Gaps: a wall time that no clock shows, the first instant after it, and what the clock shows then.
const GAPS = [
  ['America/New_York', '2026-03-08T02:30:00', '2026-03-08T07:00:00Z', '2026-03-08T03:00:00'],
  ['America/New_York', '2026-03-08T02:00:00', '2026-03-08T07:00:00Z', '2026-03-08T03:00:00'],
  ['Europe/London', '2026-03-29T01:59:59', '2026-03-29T01:00:00Z', '2026-03-29T02:00:00'],
  ['Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00'],
  ['Australia/Lord_Howe', '2026-10-04T02:15:00', '2026-10-03T15:30:00Z', '2026-10-04T02:30:00'],
  ['Australia/Sydney', '2026-10-04T02:30:00', '2026-10-03T16:00:00Z', '2026-10-04T03:00:00'],
  ['America/Santiago', '2026-09-06T00:30:00', '2026-09-06T04:00:00Z', '2026-09-06T01:00:00'],
  // Samoa crossed the date line and had no 30 December at all.
  ['Pacific/Apia', '2011-12-30T12:00:00', '2011-12-30T10:00:00Z', '2011-12-31T00:00:00'],
] as const;

// Folds: the wall time, its first and its second instant.
const FOLDS = [
  ['America/New_York', '2026-11-01T01:30:00', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'],
  ['Europe/London', '2026-10-25T01:00:00', '2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z'],
  ['Europe/Berlin', '2026-10-25T02:59:59', '2026-10-25T00:59:59Z', '2026-10-25T01:59:59Z'],
  ['Australia/Lord_Howe', '2026-04-05T01:45:00', '2026-04-04T14:45:00Z', '2026-04-04T15:15:00Z'],
  ['Australia/Sydney', '2026-04-05T02:30:00', '2026-04-04T15:30:00Z', '2026-04-04T16:30:00Z'],
  ['America/Santiago', '2026-04-04T23:30:00', '2026-04-05T02:30:00Z', '2026-04-05T03:30:00Z'],
] as const;

const UNIQUE = [
  ['America/New_York', '2026-03-08T01:59:59', '2026-03-08T06:59:59Z'],
  ['America/New_York', '2026-03-08T03:00:00', '2026-03-08T07:00:00Z'],
  ['America/New_York', '2026-11-01T00:59:59', '2026-11-01T04:59:59Z'],
  ['America/New_York', '2026-11-01T02:00:00', '2026-11-01T07:00:00Z'],
  ['Europe/London', '2026-07-01T12:00:00', '2026-07-01T11:00:00Z'],
  ['Europe/Berlin', '2026-10-25T03:00:00', '2026-10-25T02:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-05T02:00:00', '2026-04-04T15:30:00Z'],
  ['Australia/Lord_Howe', '2026-10-04T02:30:00', '2026-10-03T15:30:00Z'],
  // Brazil gave summer time up in 2019: November has no gap any more.
  ['America/Sao_Paulo', '2026-11-01T00:30:00', '2026-11-01T03:30:00Z'],
  ['Asia/Kathmandu', '2026-11-24T14:30:00', '2026-11-24T08:45:00Z'],
  ['Asia/Tokyo', '2026-03-08T02:30:00', '2026-03-07T17:30:00Z'],
  ['Pacific/Kiritimati', '2026-01-01T00:00:00', '2025-12-31T10:00:00Z'],
  ['UTC', '2026-01-01T00:00:00', '2026-01-01T00:00:00Z'],
] as const;

describe('resolveWall', () => {
  test.each(GAPS)('%s has no %s: the first instant after the gap is %s', (zone, wall, first, shown) => {
    expect(resolveWall(wall, zone)).toEqual({ kind: 'gap', instant: at(first) });
    expect(wallAt(at(first), zone)).toBe(shown);
    expect(wallAt(at(first) - 1000, zone) < wall).toBe(true);
  });

  test.each(FOLDS)('%s has %s twice: at %s and at %s', (zone, wall, first, second) => {
    expect(resolveWall(wall, zone)).toEqual({ kind: 'fold', instant: at(first), second: at(second) });
    expect(wallAt(at(first), zone)).toBe(wall);
    expect(wallAt(at(second), zone)).toBe(wall);
    expect(foldAt(at(first), zone)).toBe(0);
    expect(foldAt(at(second), zone)).toBe(1);
  });

  test.each(UNIQUE)('%s has %s once: at %s', (zone, wall, instant) => {
    expect(resolveWall(wall, zone)).toEqual({ kind: 'unique', instant: at(instant) });
    expect(wallAt(at(instant), zone)).toBe(wall);
    expect(foldAt(at(instant), zone)).toBe(0);
  });

  // An oracle that shares nothing with the code: Intl prints every quarter hour, and the print is turned round.
  const ORACLE_ZONES = [
    'America/New_York',
    'Europe/London',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Asia/Kathmandu',
    'Africa/Casablanca',
    'Pacific/Chatham',
  ];
  test.each(ORACLE_ZONES)('agrees with Intl on every quarter hour of a year in %s', (zone) => {
    const print = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    const passes = new Map<string, number[]>();
    const quarter = 900_000;
    const start = at('2026-01-01T00:00:00Z');
    for (let instant = start; instant < start + 365 * 86_400_000; instant += quarter) {
      const wall = print.format(instant).replace(' ', 'T');
      passes.set(wall, [...(passes.get(wall) ?? []), instant]);
    }
    const wrong = [...passes].filter(([wall, instants]) => {
      const meaning = resolveWall(wall, zone);
      const found = meaning.kind === 'fold' ? [meaning.instant, meaning.second] : [meaning.instant];
      return found.join() !== instants.join();
    });
    expect(wrong).toEqual([]);
  });
});

describe('nextChange', () => {
  test.each([
    ['Europe/Berlin', '2026-01-01T00:00:00Z', '2026-03-29T01:00:00Z'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z'],
    ['Australia/Lord_Howe', '2026-06-01T00:00:00Z', '2026-10-03T15:30:00Z'],
  ])('in %s after %s it is %s', (zone, after, change) => {
    expect(nextChange(at(after), at('2027-01-01T00:00:00Z'), zone)).toBe(at(change));
  });

  test('there is none in Tokyo, nor before the change', () => {
    expect(nextChange(at('2026-01-01T00:00:00Z'), at('2027-01-01T00:00:00Z'), 'Asia/Tokyo')).toBeUndefined();
    expect(
      nextChange(at('2026-03-28T01:00:00Z'), at('2026-03-29T00:59:59.999Z'), 'Europe/Berlin'),
    ).toBeUndefined();
  });
});

// Date's offsets are Intl's, or there are none; and nobody notices that they were asked for.

import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { answerOffsetsBy, offsetAt, zoneName } from '../../src/core/zone.ts';
import { dateOffsets } from '../../src/system/date-offsets.ts';

const WINTER = Date.UTC(2026, 11, 1);
const SUMMER = Date.UTC(2026, 6, 1);

describe('an offset', () => {
  test('is what Intl says, for every place there is and instants to come and gone', () => {
    const instant = fc.integer({ min: Date.UTC(1973, 0, 1), max: Date.UTC(2100, 0, 1) });
    let answers = 0;
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const quick = dateOffsets(process.env);
      const claim = (at: number): void => {
        const answer = quick(at, zone);
        if (answer === undefined) return;
        answers += 1;
        expect([zone, at, answer]).toEqual([zone, at, offsetAt(at, zone)]);
      };
      fc.assert(fc.property(instant, claim), { numRuns: 8 });
    }
    // All but the few places that keep UTC all year.
    expect(answers).toBeGreaterThan(390 * 8);
  });

  test.each([
    ['Europe/Berlin', WINTER, 60],
    ['Europe/London', WINTER, 0],
    ['Europe/London', SUMMER, 60],
    ['America/St_Johns', WINTER, -210],
    ['America/Port-au-Prince', WINTER, -300],
    ['Asia/Calcutta', WINTER, 330],
    ['Australia/Lord_Howe', WINTER, 660],
  ])('in %s at %d is told', (zone, at, minutes) => {
    expect(dateOffsets(process.env)(at, zone)).toBe(minutes * 60_000);
  });

  test.each([
    ['Mars/Olympus'],
    ['europe/berlin'],
    ['Africa/Abidjan'],
    ['Etc/GMT+5'],
    ['EST5EDT'],
    ['Foo/Bar5'],
    ['UTC'],
    [''],
  ])('of "%s" is left to Intl', (zone) => {
    expect(dateOffsets(process.env)(WINTER, zone)).toBeUndefined();
  });

  test('of a year whose offsets had seconds is left to Intl, and so is one question too many', () => {
    const quick = dateOffsets(process.env);
    expect(quick(0, 'Africa/Monrovia')).toBeUndefined();
    const answers = Array.from({ length: 1_000 }, () => quick(WINTER, 'Asia/Tokyo'));
    expect(new Set(answers)).toEqual(new Set([540 * 60_000, undefined]));
    expect(answers.at(-1)).toBeUndefined();
  });
});

describe('the process', () => {
  const before = process.env['TZ'];
  afterEach(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });

  test.each([['Pacific/Apia'], [undefined]])('stays in its own zone: %s', (own) => {
    if (own === undefined) delete process.env['TZ'];
    else process.env['TZ'] = own;
    const local = new Date(SUMMER).getTimezoneOffset();
    dateOffsets(process.env)(SUMMER, 'Europe/Berlin');
    expect(process.env['TZ']).toBe(own);
    expect(new Date(SUMMER).getTimezoneOffset()).toBe(local);
  });

  test('that has a copy of the environment, as a worker thread has, gets no answer', () => {
    process.env['TZ'] = 'America/New_York';
    expect(dateOffsets({ ...process.env })(WINTER, 'Europe/Berlin')).toBeUndefined();
  });
});

test('zones are known by it without Intl, and refused by Intl', () => {
  const asked: string[] = [];
  const quick = dateOffsets(process.env);
  answerOffsetsBy((instant, zone) => {
    asked.push(zone);
    return quick(instant, zone);
  });
  expect(zoneName('America/Montevideo')).toBe('America/Montevideo');
  expect(offsetAt(WINTER, 'America/Montevideo')).toBe(-180 * 60_000);
  expect(zoneName('america/montevideo')).toBe('America/Montevideo');
  expect(() => zoneName('America/Nowhere')).toThrow('is not a time zone');
  expect(offsetAt(WINTER, 'UTC')).toBe(0);
  expect(new Set(asked)).toEqual(new Set(['America/Montevideo', 'america/montevideo', 'America/Nowhere']));
  answerOffsetsBy(() => undefined);
});

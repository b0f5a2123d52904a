// Names, countries, senders and quiet hours: what is the same, what is accepted, what is said of the rest.

import { describe, expect, test } from 'vitest';
import { countryCode, countryShape } from '../../src/core/country.ts';
import { beginsWord, cleanName, looksLikePhone, nameKey } from '../../src/core/name.ts';
import { formatQuietHours, isQuiet, parseQuietHours } from '../../src/core/quiet-hours.ts';
import { canCall, isMessagingService } from '../../src/core/sender.ts';

test.each([
  ['Cindy  Smith ', 'cindy smith'],
  ['ÉMILE', 'émile'],
  ['E\u0301mile', 'émile'],
  ['Ｃｉｎｄｙ', 'cindy'],
  // A Turkish machine would make this ı.
  ['IRIS', 'iris'],
])('%j is compared as %j', (name, key) => {
  expect(nameKey(name)).toBe(key);
});

test.each([
  ['+12025550123', true],
  ['(202) 555-0123', true],
  ['202.555.0123', true],
  ['911', true],
  ['12', false],
  ['3 amigos', false],
  ['Agent 007', false],
  ['+', false],
])('%j is meant as a number: %j', (text, expected) => {
  expect(looksLikePhone(text)).toBe(expected);
});

test.each([
  ['Cindy Smith', 'cin', true],
  ['Cindy Smith', 'SMITH', true],
  ['Cindy Smith', 'indy', false],
  ['Anna Hanna', 'anna', true],
  ['Hanna Anna', 'anna', true],
  ['Hanna', 'anna', false],
  ['Jean-Luc', 'luc', true],
])('%j begins a word with %j: %j', (name, query, expected) => {
  expect(beginsWord(name, query)).toBe(expected);
});

test('a name is kept as written but for spare spaces', () => {
  expect(cleanName('  Dr.  Émile O’Hara ')).toBe('Dr. Émile O’Hara');
  expect(() => cleanName('a\nb\u0000')).toThrow('holds a control character');
  expect(() => cleanName('\ud800')).toThrow('holds a control character');
});

describe('a country', () => {
  test.each([
    ['us', 'US'],
    [' gb ', 'GB'],
    ['XK', 'XK'],
  ])('%j is %s', (text, code) => {
    expect(countryCode(text)).toBe(code);
  });

  test.each(['UK', 'USA', '1', '', 'ZZ', 'EU', 'QQ'])('%j is none', (text) => {
    expect(() => countryCode(text)).toThrow('is not a country code');
  });

  test('is known by its shape without asking Intl, but for letters that surely are none', () => {
    expect(countryShape('qq')).toBe('QQ');
    expect(() => countryShape('uk')).toThrow(
      expect.objectContaining({ message: '"uk" is not a country code', hint: 'the code of Britain is GB' }),
    );
  });
});

test('numbers can call; services, short codes and names cannot', () => {
  const service = `MG${'a'.repeat(32)}`;
  expect(['+12025550100', service, '12345', 'ACME'].map(canCall)).toEqual([true, false, false, false]);
  expect([service, 'MG1', 'ACME'].map(isMessagingService)).toEqual([true, false, false]);
});

describe('quiet hours', () => {
  test.each([
    ['21:00-08:00', ['20:59 no', '21:00 yes', '23:59 yes', '00:00 yes', '07:59 yes', '08:00 no', '12:00 no']],
    ['12:30-14:00', ['12:29 no', '12:30 yes', '13:59 yes', '14:00 no', '00:00 no']],
    ['00:00-06:00', ['23:59 no', '00:00 yes', '05:59 yes', '06:00 no']],
  ])('%s', (text, times) => {
    const hours = parseQuietHours(text);
    const told = times.map((each) => {
      const time = each.slice(0, 5);
      return `${time} ${isQuiet(`2026-11-24T${time}:00`, hours) ? 'yes' : 'no'}`;
    });
    expect(told).toEqual(times);
    expect(formatQuietHours(hours)).toBe(text);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { speakable } from '../../src/core/spoken.ts';

test.each([
  ['Hello,\n\tCindy \u0007!', 'Hello, Cindy !'],
  ['  a\u0000b  ', 'a b'],
  ['half \ud83d of one', 'half of one'],
  ['whole 😀', 'whole 😀'],
  ['no\ufffe\uffffn', 'non'],
  ['שלום <b>&', 'שלום <b>&'],
  ['\u0000', ''],
])('%j is spoken as %j', (text, spoken) => {
  expect(speakable(text)).toBe(spoken);
});

test('what comes out is what XML 1.0 can hold, and making it safe twice changes nothing', () => {
  const any = fc.string({ unit: 'binary' });
  const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
  fc.assert(
    fc.property(fc.oneof(any, units), (text) => {
      const spoken = speakable(text);
      expect(spoken).toMatch(/^[\x20-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10fffd}]*$/u);
      expect(speakable(spoken)).toBe(spoken);
    }),
  );
});

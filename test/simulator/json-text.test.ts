// Text that is written out by hand reads as JSON.stringify would have it.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quoted } from '../../src/simulator/json-text.ts';

it.each([
  ['nothing', null],
  ['no letters', ''],
  ['a number', '+12025550123'],
  ['quotes and backslashes', 'C:\\ "now"'],
  ['lines and tabs', 'one\n\ttwo\r'],
  ['other controls', '\u0000\u001f\u007f\u2028'],
  ['umlauts and emoji', 'Grüße 👋'],
  ['half a pair, first', 'a\ud83d'],
  ['half a pair, second', '\udc4b b'],
])('%s', (_what, text) => {
  expect(quoted(text)).toBe(JSON.stringify(text));
});

it('any UTF-16', () => {
  const units = fc.array(fc.nat(0xffff), { maxLength: 20 });
  fc.assert(
    fc.property(units, (codes) => {
      const text = String.fromCharCode(...codes);
      expect(quoted(text)).toBe(JSON.stringify(text));
    }),
    { seed: 1, numRuns: 500 },
  );
});

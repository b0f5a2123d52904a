// Rows as bytes: nothing of them is lost, overwritten or torn, however long they are.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { merge, toBytes } from '../../src/simulator/rest/slab.ts';

const MB = 1024 * 1024;

it('bytes stay as they were while much is written after them', () => {
  const first = toBytes('Grüße 👋');
  for (let i = 0; i < 2_000; i += 1) toBytes('x'.repeat(1_000));
  expect(first.toString()).toBe('Grüße 👋');
});

it('a text that is longer than any piece of memory is whole', () => {
  const text = 'ä'.repeat(MB);
  expect(toBytes(text).toString()).toBe(text);
});

it('pieces of any lengths, in any order, some of them left out, are the same bytes when they are merged', () => {
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 300, size: 'max' }), { maxLength: 40 });
  const order = fc.constantFrom<(pieces: Buffer[]) => Buffer[]>(
    (pieces) => pieces,
    (pieces) => pieces.reverse(),
    (pieces) => pieces.filter((_piece, index) => index % 3 !== 1),
    (pieces) => pieces.map((piece) => piece.subarray(Math.min(1, piece.length))),
  );
  fc.assert(
    fc.property(texts, order, (all, arrange) => {
      const pieces = arrange(all.map(toBytes));
      expect(Buffer.concat(merge(pieces)).equals(Buffer.concat(pieces))).toBe(true);
    }),
    { seed: 1, numRuns: 300 },
  );
});

it('what was written side by side is one piece', () => {
  const pieces = ['a', 'b', 'c'].map((letter) => toBytes(letter));
  expect(merge(pieces).map(String)).toEqual(['abc']);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeForm, field, parseForm } from '../../src/simulator/form.ts';

test('what is encoded is read back, repeats and order included', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
      const read = [...parseForm(encodeForm(pairs))].flatMap(([key, values]) =>
        values.map((value) => [key, value]),
      );
      const grouped = [...new Set(pairs.map(([key]) => key))].flatMap((key) =>
        pairs.filter((pair) => pair[0] === key),
      );
      expect(read).toEqual(grouped);
    }),
  );
});

test('it is encoded as browsers do', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '+14155550123', 'CA12_a.b-c*', 'a b', '!~()'),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
      expect(encodeForm(pairs)).toBe(new URLSearchParams(pairs).toString());
    }),
  );
});

test.each([
  ['', {}],
  ['a', { a: [''] }],
  ['a=', { a: [''] }],
  ['=b', { '': ['b'] }],
  ['a=b=c', { a: ['b=c'] }],
  ['&&a=1&', { a: ['1'] }],
  ['a+b=c%2Bd', { 'a b': ['c+d'] }],
  ['a=%zz', { a: ['%zz'] }],
  ['a=%ff', { a: ['%ff'] }],
  ['DateSent%3E=2026-01-01', { 'DateSent>': ['2026-01-01'] }],
  ['a[b]=1&a[b]=2', { 'a[b]': ['1', '2'] }],
])('%j is read as Twilio reads it', (text, fields) => {
  expect(Object.fromEntries(parseForm(text))).toEqual(fields);
});

test('the first value counts where one is expected', () => {
  expect(field(parseForm('To=1&To=2'), 'To')).toBe('1');
});

test('it never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseForm(text)));
});

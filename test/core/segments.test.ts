import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countSegments, describeSaving, plainSaving } from '../../src/core/segments.ts';

const a = (count: number) => 'a'.repeat(count);

describe('countSegments', () => {
  test.each([
    ['an empty text', '', 'GSM-7', 1, 0],
    ['160 letters', a(160), 'GSM-7', 1, 160],
    ['161 letters', a(161), 'GSM-7', 2, 161],
    ['two full segments', a(306), 'GSM-7', 2, 306],
    ['one letter more', a(307), 'GSM-7', 3, 307],
    ['1600 letters', a(1600), 'GSM-7', 11, 1600],
    ['80 euro signs', '€'.repeat(80), 'GSM-7', 1, 160],
    ['81 euro signs', '€'.repeat(81), 'GSM-7', 2, 162],
    ['an escape that does not fit the first segment', `${a(152)}€${a(152)}`, 'GSM-7', 3, 306],
    ['every extended letter', '\f^{}\\[~]|€', 'GSM-7', 1, 20],
    [
      'Greek capitals, accents and line breaks of GSM-7',
      'ΔΦΓΛΩΠΨΣΘΞ éèùìòÇØøÅåÆæßÄÖÑÜ§äöñüà\r\n',
      'GSM-7',
      1,
      36,
    ],
    ['70 letters of UCS-2', `’${a(69)}`, 'UCS-2', 1, 70],
    ['71 letters of UCS-2', `’${a(70)}`, 'UCS-2', 2, 71],
    ['two full segments of UCS-2', `’${a(133)}`, 'UCS-2', 2, 134],
    ['one letter more of UCS-2', `’${a(134)}`, 'UCS-2', 3, 135],
    ['35 emoji', '😀'.repeat(35), 'UCS-2', 1, 70],
    ['36 emoji', '😀'.repeat(36), 'UCS-2', 2, 72],
    // 67 is odd: an emoji that would straddle the border moves over whole, in each segment.
    ['67 emoji', '😀'.repeat(67), 'UCS-2', 3, 134],
    ['a euro sign among UCS-2', `中${'€'.repeat(69)}`, 'UCS-2', 1, 70],
    ['Hebrew', 'שלום', 'UCS-2', 1, 4],
  ])('%s', (_, text, encoding, segments, units) => {
    expect(countSegments(text)).toMatchObject({ encoding, segments, units });
  });

  test('what is left is what still fits', () => {
    expect(countSegments(a(100)).left).toBe(60);
    expect(countSegments(a(161)).left).toBe(145);
    expect(countSegments(`’${a(75)}`).left).toBe(58);
  });

  test('lists each letter that forces UCS-2 once', () => {
    expect(countSegments('“It’s on”, it’s 中😀').forcing).toEqual(['“', '’', '”', '中', '😀']);
    expect(countSegments('It is on').forcing).toEqual([]);
  });

  test('adding to a text never makes it cheaper', () => {
    const word = fc.string({ unit: fc.constantFrom('a', '€', '’', '😀', 'é', '\n'), maxLength: 400 });
    fc.assert(
      fc.property(word, word, (head, tail) => {
        expect(countSegments(head + tail).segments).toBeGreaterThanOrEqual(countSegments(head).segments);
      }),
    );
  });
});

describe('plainSaving', () => {
  test('a curly quote that makes a second segment is pointed out', () => {
    const text = `It’s time. ${a(100)}`;
    expect(plainSaving(text)).toEqual({
      replacements: [{ from: '’', to: "'" }],
      text: `It's time. ${a(100)}`,
      saved: 1,
    });
    expect(describeSaving(text)).toBe("’ → ' saves 1 segment");
  });

  test('several letters are listed together', () => {
    expect(describeSaving(`“Now” – ${a(160)}…\u00a0\u200b`)).toBe(
      '“ → ", ” → ", – → -, … → ..., U+00A0 → space, U+200B → nothing save 1 segment',
    );
  });

  test('an accent that GSM-7 lacks may be left off', () => {
    expect(describeSaving(`Garçon ${a(80)}`)).toBe('ç → c saves 1 segment');
  });

  test.each([
    ['a short text', 'It’s time'],
    ['plain text', a(300)],
    ['a letter without a plain form', `It’s 中 ${a(100)}`],
    ['an emoji', `It’s time 😀 ${a(100)}`],
    ['longer plain words that cost as much', `…${a(67)}${'…'.repeat(2)}`.slice(0, 70)],
  ])('%s has nothing to save', (_, text) => {
    expect(plainSaving(text)).toBeUndefined();
    expect(describeSaving(text)).toBeUndefined();
  });

  test('what it proposes is GSM-7 and costs as much less as it says', () => {
    const unit = fc.constantFrom('a', '’', '“', '…', '\u00a0', 'é', 'ç', '€');
    fc.assert(
      fc.property(fc.string({ unit, minLength: 60, maxLength: 500 }), (text) => {
        const saving = plainSaving(text);
        if (saving === undefined) return;
        const after = countSegments(saving.text);
        expect(after.encoding).toBe('GSM-7');
        expect(countSegments(text).segments - after.segments).toBe(saving.saved);
      }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import {
  type Deafness,
  heardFraction,
  heardText,
  type MadeSound,
  partsOf,
  wasHeard,
} from '../../src/simulator/hearing.ts';

/** Ten letters in a second, from instant 1,000 on. */
const TEN: MadeSound = { at: 1_000, until: 2_000, ms: 1_000, text: '0123456789', isName: false };

const deaf = (from: number, until: number | null, loss: Deafness['loss'] = 'talked-over'): Deafness => ({
  from,
  until,
  loss,
});

describe('the parts of what was said', () => {
  test.each<[string, Partial<MadeSound>, Deafness[], string[], string, number]>([
    ['all of it', {}, [], ['0123456789'], '0123456789', 1],
    ['nothing that ended before', {}, [deaf(0, 1_000)], ['0123456789'], '0123456789', 1],
    ['nothing that began after', {}, [deaf(2_000, 9_000)], ['0123456789'], '0123456789', 1],
    ['its beginning', {}, [deaf(0, 1_300, 'before-beep')], ['-012 before-beep', '3456789'], '3456789', 0.7],
    ['its end', {}, [deaf(1_800, 2_500)], ['01234567', '-89 talked-over'], '01234567', 0.8],
    ['its middle', {}, [deaf(1_200, 1_500)], ['01', '-234 talked-over', '56789'], '01 … 56789', 0.7],
    [
      'all, for as long as it lasts',
      {},
      [deaf(500, null, 'nobody-listens')],
      ['-0123456789 nobody-listens'],
      '',
      0,
    ],
    ['from now on', {}, [deaf(1_500, null, 'before-beep')], ['01234', '-56789 before-beep'], '01234', 0.5],
    ['what was cut off', { until: 1_400 }, [], ['0123', '-456789 cut-off'], '0123', 0.4],
    ['what never began', { until: 1_000 }, [], ['-0123456789 cut-off'], '', 0],
    [
      'cut off while it was not heard',
      { until: 1_600 },
      [deaf(1_400, 1_900)],
      ['0123', '-45 talked-over', '-6789 cut-off'],
      '0123',
      0.4,
    ],
    [
      'two reasons that touch',
      {},
      [deaf(900, 1_200, 'before-beep'), deaf(1_200, 1_400)],
      ['-01 before-beep', '-23 talked-over', '456789'],
      '456789',
      0.6,
    ],
    [
      'one reason twice, in one part',
      {},
      [deaf(900, 1_200), deaf(1_200, 1_400)],
      ['-0123 talked-over', '456789'],
      '456789',
      0.6,
    ],
  ])('%s', (_what, sound, spans, parts, heard, fraction) => {
    const found = partsOf({ ...TEN, ...sound }, spans);
    expect(found.map(({ text, loss }) => (loss === null ? text : `-${text} ${loss}`))).toEqual(parts);
    expect(heardText(found, false)).toBe(heard);
    expect(heardFraction(found)).toBeCloseTo(fraction, 9);
  });

  test.each<[string, Deafness[], string, number]>([
    ['heard', [], 'a.mp3', 1],
    ['half heard', [deaf(0, 1_500)], 'a.mp3', 0.5],
    ['unheard', [deaf(0, 2_500)], '', 0],
  ])('a sound file is known by its name, %s', (_what, spans, heard, fraction) => {
    const found = partsOf({ ...TEN, text: 'a.mp3', isName: true }, spans);
    expect(heardText(found, true)).toBe(heard);
    expect(heardFraction(found)).toBe(fraction);
  });

  test('no letter is lost or doubled, wherever the cuts fall', () => {
    const text = 'The quick brown fox jumps over the lazy dog.';
    for (let cut = 0; cut <= 100; cut += 1) {
      const parts = partsOf({ ...TEN, text, until: 1_950 }, [deaf(1_000 + cut * 3, 1_000 + cut * 7)]);
      expect(parts.map((part) => part.text).join('')).toBe(text);
      expect(parts.reduce((sum, { from, to }) => sum + to - from, 0)).toBeGreaterThan(0.97);
    }
  });

  test('a sound of no length has no parts', () => {
    expect(partsOf({ ...TEN, ms: 0, until: 1_000 }, [])).toEqual([]);
    expect(heardFraction([])).toBe(0);
  });
});

test.each([
  [1_000, 1_200, true],
  [1_000, 1_201, false],
  [1_300, 1_400, false],
  [1_500, 1_600, true],
  [1_700, 1_900, false],
])('what was said from %i to %i was heard: %s', (from, until, heard) => {
  expect(wasHeard({ from, until }, [deaf(1_200, 1_500), deaf(1_800, null)])).toBe(heard);
});

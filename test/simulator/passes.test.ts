import { describe, expect, test } from 'vitest';
import { partsOf } from '../../src/simulator/hearing.ts';
import { hearMessage, type SaidSound } from '../../src/simulator/passes.ts';

/** One after the other, 60 ms a letter, heard from one instant to another; `cut` ends the last at `until`. */
function hear(texts: readonly string[], from = 0, until = Number.POSITIVE_INFINITY) {
  let at = 0;
  const sounds: SaidSound[] = [];
  for (const text of texts) {
    const ms = text.length * 60;
    if (at >= until) break;
    const sound = { at, ms, until: Math.min(at + ms, until), text, isName: text.endsWith('.mp3') };
    sounds.push({ ...sound, parts: partsOf(sound, [{ from: -1, until: from, loss: 'before-beep' }]) });
    at += ms;
  }
  return hearMessage(sounds);
}

const M = 'This is an automated reminder. Your appointment is at ten. Press 1 to confirm.';
const LENGTH = M.length * 60;

test('nothing said is no message', () => {
  expect(hearMessage([])).toBeNull();
  expect(hear([''])).toBeNull();
});

describe('a message said once', () => {
  test.each([
    ['heard whole', 0, Number.POSITIVE_INFINITY, 1, 1],
    ['without its first half', LENGTH / 2, Number.POSITIVE_INFINITY, 0.5, 0],
    ['without its second half', 0, LENGTH / 2, 0.5, 0],
    ['not heard', LENGTH, Number.POSITIVE_INFINITY, 0, 0],
    ['but for a letter', 60, Number.POSITIVE_INFINITY, 1 - 1 / M.length, 0],
  ])('%s', (_what, from, until, fraction, wholePasses) => {
    const heard = hear([M], from, until);
    expect(heard).toMatchObject({ text: M, passes: 1, wholePasses });
    expect(heard?.fraction).toBeCloseTo(fraction, 9);
  });
});

describe('a message said twice', () => {
  test('cut at any instant of its first pass leaves one whole pass', () => {
    for (let from = 61; from <= LENGTH; from += 97) {
      expect(hear([M, M], from)).toMatchObject({ text: M, fraction: 1, passes: 2, wholePasses: 1 });
    }
  });

  test.each<[string, string[], number, number, object]>([
    ['heard twice', [M, M], 0, 9e9, { passes: 2, wholePasses: 2, fraction: 1 }],
    ['from one verb', [`${M} ${M}`], 1_000, 9e9, { text: M, passes: 2, wholePasses: 1, fraction: 1 }],
    ['cut in its second pass', [M, M], 0, LENGTH * 1.5, { passes: 2, wholePasses: 1, fraction: 1 }],
    [
      'its two halves in the wrong order',
      [M, M],
      LENGTH / 2,
      LENGTH * 1.5,
      { passes: 2, wholePasses: 0, fraction: 1 },
    ],
    ['three times', [M, M, M], LENGTH * 1.5, 9e9, { passes: 3, wholePasses: 1, fraction: 1 }],
    [
      'in several verbs',
      ['This is a reminder.', 'Ten o’clock.', 'This is a reminder.', 'Ten o’clock.'],
      100,
      9e9,
      { text: 'This is a reminder. Ten o’clock.', passes: 2, wholePasses: 1, fraction: 1 },
    ],
    [
      'as a sound file',
      ['http://127.0.0.1/reminder.mp3', 'http://127.0.0.1/reminder.mp3'],
      100,
      9e9,
      { text: 'http://127.0.0.1/reminder.mp3', passes: 2, wholePasses: 1, fraction: 1 },
    ],
  ])('%s', (_what, texts, from, until, expected) => {
    expect(hear(texts, from, until)).toMatchObject(expected);
  });

  test('after a greeting that was not heard: the message is whole, what was said is not', () => {
    const heard = hear(['Good morning!', M, M, 'Goodbye.'], 13 * 60);
    expect(heard).toMatchObject({ text: M, passes: 2, wholePasses: 2 });
    expect(heard?.fraction).toBeCloseTo(1 - 13 / (13 + 76 + 8), 1);
  });

  test('a small phrase that is said twice is not the message', () => {
    const texts = ['Thank you.', 'Thank you.', M];
    expect(hear(texts)).toMatchObject({ text: `Thank you. Thank you. ${M}`, passes: 1, wholePasses: 1 });
    expect(hear(texts, 0, 2_000)).toMatchObject({ passes: 1, wholePasses: 0 });
  });
});

test('a thousand repeats are counted in no time', () => {
  expect(hear(Array.from({ length: 1_000 }, () => M))).toMatchObject({ passes: 1_000, wholePasses: 1_000 });
});

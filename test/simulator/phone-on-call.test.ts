// A phone on a line of the test's own: what it hears, says and presses, at either end.

import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../src/simulator/clock.ts';
import { Journal } from '../../src/simulator/journal.ts';
import { parsePhones } from '../../src/simulator/phone-file.ts';
import { PhoneOnCall, type Question, type Sound } from '../../src/simulator/phone-on-call.ts';
import { Phones } from '../../src/simulator/phones.ts';
import { CINDY, clientOf, NOON, realClock, simulate } from './harness.ts';

const OFFICE = '+15005550006';

interface Rig {
  readonly phone: PhoneOnCall;
  /** What the phone did to the line, with milliseconds since answering. */
  readonly did: string[];
  readonly clock: VirtualClock;
  /** Sounds to it from now to its end, or for `ms` of it. */
  play(sound: Sound, ms?: number): Promise<void>;
  pass(ms: number): Promise<void>;
  row(): NonNullable<ReturnType<Journal['of']>['calls'][number]>;
}

function rig(phone: string, side: 'callee' | 'caller' = 'callee'): Rig {
  const clock = new VirtualClock(realClock, { start: NOON, speed: 0 });
  const journal = new Journal(clock, () => null);
  const phones = new Phones(parsePhones(`- {number: "${CINDY}", ${phone}}`));
  const did: string[] = [];
  const note = (what: string) => did.push(`${clock.now() - NOON} ${what}`);
  const onCall = new PhoneOnCall(
    { world: { clock, journal, phones, changed() {} }, sid: 'CA1', side, number: CINDY, peer: OFFICE },
    {
      onKey: (key) => note(key) > 0,
      onSpeech: ({ text, ms }) => note(`“${text}” ${ms}`) < 0,
      onHangUp: () => {
        note('hangs up');
        onCall.end(side);
      },
    },
  );
  if (side === 'caller') onCall.dial();
  else onCall.ring();
  onCall.answer();
  return {
    phone: onCall,
    did,
    clock,
    async play(sound, ms = sound.ms) {
      const end = onCall.hear(sound);
      await clock.advance(ms);
      end({ cut: ms < sound.ms });
    },
    pass: (ms) => clock.advance(ms),
    row: () => {
      const [row] = journal.of(CINDY).calls;
      if (row === undefined) throw new Error('no call');
      return row;
    },
  };
}

const say = (text: string): Sound => ({ verb: 'say', text, ms: text.length * 100 });
const KEYS: Question = { keys: true, speech: false };
const SPEECH: Question = { keys: false, speech: true };
const BOTH: Question = { keys: true, speech: true };

describe('answers', () => {
  test.each<[string, string, Question[], string[]]>([
    ['keys in their order', 'presses: [1, 23]', [KEYS, KEYS, KEYS], ['1000 1', '11000 2', '11250 3']],
    [
      'words in their order',
      'says: ["yes", "no"]',
      [SPEECH, SPEECH, SPEECH],
      ['1000 “yes” 180', '11000 “no” 120'],
    ],
    [
      'words to what takes words, keys to what takes keys',
      'presses: [1, 2], says: ["yes"]',
      [SPEECH, KEYS, KEYS],
      ['1000 “yes” 180', '11000 1', '21000 2'],
    ],
    [
      'keys first where both are taken',
      'presses: [1], says: ["yes"]',
      [BOTH, BOTH],
      ['1000 1', '11000 “yes” 180'],
    ],
    ['nothing to what takes neither', 'presses: [1]', [{ keys: false, speech: false }], []],
    ['after a time of their own', 'presses: [{digits: 1, after: 3s}]', [KEYS], ['3000 1']],
    [
      'words, and a key when they are said',
      'says: [{words: "call me back", for: 2s, and-presses: "#"}]',
      [SPEECH],
      ['1000 “call me back” 2000', '3000 #'],
    ],
  ])('%s', async (_what, phone, questions, expected) => {
    const { phone: onCall, did, pass } = rig(`hello: none, ${phone}`);
    for (const question of questions) {
      onCall.ask(question);
      await pass(10_000);
    }
    expect(did).toEqual(expected);
  });

  test('an answer is the line’s to take or not, and the transcript says which', async () => {
    const { phone, pass, row } = rig('presses: [1], hello: "Hi"');
    phone.ask(KEYS);
    await pass(5_000);
    expect(row().pressed).toEqual([{ at: NOON + 1_000, digits: '1', taken: true }]);
    expect(row().said).toEqual([{ at: NOON, words: 'Hi', ms: 120, taken: false }]);
  });
});

describe('words that somebody waits for', () => {
  const MENU = say('Press one to confirm, press five to cancel.');
  const WHEN = 'hello: none, presses: [{digits: 5, when: "to CANCEL"}]';
  const END = MENU.text.indexOf('to cancel') * 100 + 900;

  test('are answered a moment after they were said, once', async () => {
    const { play, pass, did } = rig(WHEN);
    await play(MENU);
    await play(MENU);
    await pass(5_000);
    expect(did).toEqual([`${END + 1_000} 5`]);
  });

  test('are not answered when they were cut off', async () => {
    const { play, pass, did } = rig(WHEN);
    await play(MENU, END - 1);
    await pass(5_000);
    expect(did).toEqual([]);
    await play(MENU);
    await pass(5_000);
    expect(did).toHaveLength(1);
  });

  test('are not answered when they were talked over, but when they are said again', async () => {
    const { play, pass, did } = rig(`${WHEN}, talks-over: {at: ${END - 100}ms, for: 300ms}`);
    await play(MENU);
    await play(MENU);
    await pass(5_000);
    expect(did).toEqual([`${END - 100} “” 300`, `${MENU.ms + END + 1_000} 5`]);
  });

  test('may have other blanks, and stand in the name of a sound file', async () => {
    const { play, pass, did } = rig(
      'hello: none, presses: [{digits: 1, when: "to  confirm", after: 0s}, {digits: 2, when: menu.mp3, after: 0s}]',
    );
    await play(say('to\n confirm'));
    await play({ verb: 'play', text: 'http://127.0.0.1/menu.mp3', ms: 4_000 });
    await pass(5_000);
    expect(did).toEqual(['1100 1', '5100 2']);
  });

  test('may be the last that somebody listens to, or be answered in words', async () => {
    const { play, did, row } = rig(
      'hello: none, hangs-up-when: good bye, says: [{words: "bye", when: good}]',
    );
    await play(say('And now: good bye, and again good bye'), 3_700);
    expect(did).toEqual(['2300 “bye” 180', '2700 hangs up']);
    expect(row()).toMatchObject({ endedAt: NOON + 2_700, endedBy: 'callee' });
    expect(row().heard).toMatchObject([{ cut: true, until: NOON + 2_700 }]);
  });
});

test('what somebody talks over is not heard', async () => {
  const { play, row } = rig(
    'talks-over: [{at: 200ms, for: 300ms, words: "who is it?"}, {at: 800ms, for: 1s}]',
  );
  await play({ ...say('0123456789'), ms: 1_000 });
  expect(row().heard).toMatchObject([{ heard: '01 … 567', heardFraction: 0.5 }]);
  expect(row().said).toMatchObject([{ words: 'Hello?' }, { words: 'who is it?' }, { words: '' }]);
});

test('whoever calls says no hello, and does the rest', async () => {
  const { did, pass, row, phone } = rig('presses: [{digits: 12, at: 2s}], hangs-up-after: 4s', 'caller');
  await pass(10_000);
  expect(did).toEqual(['2000 1', '2250 2', '4000 hangs up']);
  expect(row()).toMatchObject({ side: 'caller', from: CINDY, to: OFFICE, endedBy: 'caller' });
  phone.end('callee');
  expect(row().endedBy).toBe('caller');
});

test('a machine calls nobody: who calls from its number is a person', async () => {
  const { did, pass, play, row } = rig('is: voicemail', 'caller');
  await play(say('hello'));
  await pass(60_000);
  expect(did).toEqual([]);
  expect(row().heard).toMatchObject([{ heard: 'hello' }]);
});

test('a key of the other end skips a greeting as a tone does', async () => {
  const { phone, pass, play, row } = rig('is: voicemail, greeting: 8s');
  await pass(1_000);
  phone.hearKey('#');
  await pass(250);
  await play(say('hello'));
  expect(row()).toMatchObject({ beepAt: NOON + 1_000, recordedFrom: NOON + 1_250 });
  expect(row().heard).toMatchObject([
    { verb: 'digits', text: '#', heardFraction: 0 },
    { verb: 'say', heard: 'hello' },
  ]);
});

test('each tone of several counts when it sounds, and not when they were cut off before', async () => {
  const digits: Sound = { verb: 'digits', text: 'w8w1', ms: 1_500 };
  const { play, row } = rig('is: voicemail, greeting: 8s');
  await play(digits);
  expect(row().machineKeys).toMatchObject([
    { key: '8', does: 'nothing', at: NOON + 500 },
    { key: '1', does: 'skip', at: NOON + 1_250 },
  ]);
  const cut = rig('is: voicemail, greeting: 8s');
  await cut.play(digits, 1_000);
  await cut.pass(1_000);
  expect(cut.row().machineKeys).toHaveLength(1);
});

test('what was still to be said when the call ended is missed', async () => {
  const { phone, pass, row } = rig('hangs-up-after: 1s');
  await pass(2_000);
  phone.miss(say('never said'));
  expect(row()).toMatchObject({ heard: [], missed: [{ verb: 'say', text: 'never said', ms: 1_000 }] });
});

test('whoever declines is busy to the caller', async () => {
  const simulator = await simulate({
    phones: parsePhones(`- {number: "${CINDY}", declines-after: 2 rings}`),
  });
  await clientOf(simulator).calls.create({ to: CINDY, from: OFFICE, twiml: '<Response/>' });
  await simulator.clock.advance(12_299);
  expect(simulator.calls()[0]?.status).toBe('ringing');
  await simulator.clock.advance(1);
  expect(simulator.calls()[0]?.status).toBe('busy');
});

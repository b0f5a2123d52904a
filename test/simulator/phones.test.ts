import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { parsePhones } from '../../src/simulator/phone-file.ts';
import { completeScript, PHONE_KINDS } from '../../src/simulator/phones.ts';
import { CINDY, clientOf, NOON, simulate } from './harness.ts';

const FROM = '+15005550006';

test('a whole phone file is read', () => {
  const phones = parsePhones(`
# the neighbours
- number: +15551230001
  name: Cindy
  answer-after: 2 rings
  hello: Cindy speaking
  presses: [1, {digits: "2#", at: 20s}, {digits: 0w3, after: 1500ms}, {digits: 4, when: to confirm}]
  says: [tomorrow, {words: who is it, when: hello, after: 2s, for: 3s, and-presses: "#"}]
  talks-over: {at: 2s, for: 3s}
  hangs-up-after: 1m
  hangs-up-when: good bye
- number: (415) 555-0124
  is: voicemail
  greeting: 8s
  beep: none
  skip-keys: any
  erase-keys: none
  owner-presses: 5
  owner-listens-after: 1h
  records: 30s
  silence: 4s
  full: no
- {number: +442079460958, is: busy}
`);
  expect(phones).toEqual([
    {
      number: '+15551230001',
      name: 'Cindy',
      kind: 'person',
      answerAfterMs: 12_000,
      declinesAfterMs: null,
      hello: { words: 'Cindy speaking', ms: 840 },
      presses: [
        { digits: '1', afterAskedMs: 1_000 },
        { digits: '2#', atMs: 20_000 },
        { digits: '0w3', afterAskedMs: 1_500 },
        { digits: '4', when: 'to confirm', afterMs: 1_000 },
      ],
      says: [
        { words: 'tomorrow', ms: 480, thenKeys: '', afterAskedMs: 1_000 },
        { words: 'who is it', ms: 3_000, thenKeys: '#', when: 'hello', afterMs: 2_000 },
        { words: '', ms: 3_000, thenKeys: '', atMs: 2_000 },
      ],
      hangsUpAfterMs: 60_000,
      hangsUpWhen: 'good bye',
      mailbox: completeScript({ number: '' }).mailbox,
    },
    expect.objectContaining({
      kind: 'voicemail',
      answerAfterMs: 24_000,
      mailbox: {
        greeting: { words: 'Please leave a message after the tone.', ms: 8_000 },
        beepMs: 0,
        skipKeys: '0123456789*#',
        eraseKeys: '',
        ownerPresses: { digits: '5', when: null },
        ownerListensAfterMs: 3_600_000,
        recordsMs: 30_000,
        silenceMs: 4_000,
        isFull: false,
      },
    }),
    expect.objectContaining({ number: '+442079460958', kind: 'busy' }),
  ]);
});

test('the guide shows phones that are read', () => {
  const guide = readFileSync(new URL('../../docs/simulator.md', import.meta.url), 'utf8');
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(guide) ?? [];
  expect(parsePhones(yaml, 'docs/simulator.md')).toHaveLength(4);
});

test('the guide tells of every key and every kind', () => {
  const guide = readFileSync(new URL('../../docs/simulator.md', import.meta.url), 'utf8');
  const told = [...guide.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
  expect(told).toEqual(expect.arrayContaining([...PHONE_KINDS]));
  const known = () => parsePhones('- {number: +15551230001, nonsense: 1}');
  for (const key of /known are (.*)/.exec(String(catchError(known)))?.[1]?.split(', ') ?? ['none']) {
    expect(told).toContain(key);
  }
});

function catchError(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

test('a greeting may be words, a list may stand under phones:, and an empty file has no phones', () => {
  const [phone] = parsePhones('phones:\n  - {number: +15551230001, is: voicemail, greeting: "0123456789"}');
  expect(phone?.mailbox.greeting).toEqual({ words: '0123456789', ms: 600 });
  expect(parsePhones('')).toEqual([]);
  expect(parsePhones('phones: []')).toEqual([]);
});

test('a person may say nothing on answering, and a full mailbox says that it is', () => {
  const [silent, full] = parsePhones(`
- {number: +15551230001, hello: none, declines-after: 1 ring}
- {number: +15551230002, is: voicemail, full: yes}
`);
  expect(silent).toMatchObject({ hello: { words: '', ms: 0 }, declinesAfterMs: 6_000 });
  expect(full?.mailbox).toMatchObject({ isFull: true, greeting: { words: expect.stringMatching(/full/) } });
});

test.each([
  ['- name: Cindy', 'line 1: number: missing'],
  ['- number: +15551230001\n- number: 12', 'line 2: number: 12 is no phone number'],
  [
    '- number: +15551230001\n  answers: 3',
    'line 2: answers: unknown; known are number, name, is, answer-after',
  ],
  ['- number: +15551230001\n  constructor: 3', 'line 2: constructor: unknown'],
  ['- number: +15551230001\n  is: asleep', 'line 2: is: asleep is none of person, voicemail'],
  ['- number: +15551230001\n  answer-after: 3', 'line 2: answer-after: 3 is no duration'],
  ['- number: +15551230001\n  name:', 'line 2: name: expected a value'],
  ['- number: +15551230001\n\n  presses: [one]', 'line 3: digits: one has other keys'],
  [
    '- number: +15551230001\n  presses:\n    - {digits: 1, at: 1s, after: 1s}',
    'line 3: at: counts from answering',
  ],
  ['- number: +15551230001\n  presses:\n    - {at: 1s}', 'line 3: digits: missing'],
  ['- number: +15551230001\n  presses:\n    - {digits: 1, if: 1s}', 'line 3: if: unknown'],
  [
    '- number: +15551230001\n  presses:\n    - {digits: 1, at: 1s, when: ok}',
    'line 3: at: counts from answering',
  ],
  ['- number: +15551230001\n  says: [{for: 3s}]', 'line 2: words: missing'],
  ['- number: +15551230001\n  talks-over: {at: 1s}', 'line 2: talks-over: expected {at: 2s, for: 3s}'],
  ['- number: +15551230001\n  greeting: 8s', 'line 2: greeting: goes with is: voicemail'],
  [
    '- number: +15551230001\n  presses: 1\n  is: voicemail',
    'line 2: presses: does not go with is: voicemail, which is no person',
  ],
  [
    '- number: +15551230001\n  is: voicemail\n  skip-keys: ABC',
    'line 3: skip-keys: ABC has other keys than 0-9',
  ],
  ['- number: +15551230001\n  is: voicemail\n  owner-presses: {when: a}', 'line 3: digits: missing'],
  ['- number: +15551230001\n  is: voicemail\n  full: maybe', 'line 3: full: maybe is neither yes nor no'],
  ['- number: +15551230001\n- number: +1 555 123 0001', 'line 2: number: +15551230001 has a script already'],
  ['- number: [1', 'line 1'],
  ['just words', 'line 1: expected a list of phones'],
  ['- just words', 'line 1: expected a phone'],
  ['phones: 3', 'expected a list of phones'],
])('%j is refused with its line and key', (text, message) => {
  expect(() => parsePhones(text, 'p.yaml')).toThrow(UsageError);
  expect(() => parsePhones(text, 'p.yaml')).toThrow(
    `p.yaml, ${message.startsWith('line') ? message : `line 1: ${message}`}`,
  );
});

test('what is said to a machine before its beep is lost, and it stops recording in its own time', async () => {
  const phone = `- {number: "${CINDY}", is: voicemail, answer-after: 1s, greeting: 100ms, beep: 200ms, records: 900ms}`;
  const simulator = await simulate({ phones: parsePhones(phone) });
  const events: string[] = [];
  simulator.onEvent(({ event, at }) => events.push(`${event} ${at - NOON}`));
  const twiml = '<Response><Say>0123456789</Say><Say>abcdefghijklmnopqrst</Say></Response>';
  await clientOf(simulator).calls.create({ to: CINDY, from: FROM, twiml });
  await simulator.clock.advance(60_000);
  const call = simulator.transcripts(CINDY)[0]?.calls[0];
  expect(call).toMatchObject({
    answeredAt: NOON + 1_300,
    beepAt: NOON + 1_400,
    recordedFrom: NOON + 1_600,
    endedAt: NOON + 2_500,
    endedBy: 'callee',
  });
  expect(call?.heard).toMatchObject([
    { text: '0123456789', heard: '56789', heardFraction: 0.5, cut: false },
    { text: 'abcdefghijklmnopqrst', heard: 'abcdefghij', heardFraction: 0.5, cut: true },
  ]);
  expect(events).toContain('beep 1400');
});

test('SendDigits are played first and turn detection off', async () => {
  const simulator = await simulate();
  const twiml = '<Response><Say>hi</Say></Response>';
  const params = { to: CINDY, from: FROM, twiml, sendDigits: 'ww12', machineDetection: 'Enable' };
  await clientOf(simulator).calls.create(params);
  await simulator.clock.advance(30_000);
  expect(simulator.calls()[0]?.answeredBy).toBeNull();
  expect(simulator.transcripts(CINDY)[0]?.calls[0]?.heard).toMatchObject([
    { verb: 'digits', text: 'ww12', at: NOON + 1_300, until: NOON + 2_800 },
    { verb: 'say' },
  ]);
});

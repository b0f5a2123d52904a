import { expect, test } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { parsePhones } from '../../src/simulator/phone-file.ts';
import { startApp } from './app.ts';
import { CINDY, clientOf, NOON, simulate } from './harness.ts';

const FROM = '+15005550006';

test('a whole phone file is read', () => {
  const phones = parsePhones(`
# the neighbours
- number: +15551230001
  name: Cindy
  answer-after: 2 rings
  presses: [1, {digits: "2#", at: 20s}, {digits: 03, after: 1500ms}]
  hangs-up-after: 1m
- number: (415) 555-0124
  is: voicemail
  greeting: 8s
  records: 30s
- {number: +442079460958, is: busy}
`);
  expect(phones).toEqual([
    {
      number: '+15551230001',
      name: 'Cindy',
      kind: 'person',
      answerAfterMs: 12_000,
      presses: [
        { digits: '1', afterAskedMs: 1_000 },
        { digits: '2#', atMs: 20_000 },
        { digits: '03', afterAskedMs: 1_500 },
      ],
      hangsUpAfterMs: 60_000,
      greetingMs: 6_000,
      recordsMs: 120_000,
    },
    expect.objectContaining({
      kind: 'voicemail',
      answerAfterMs: 24_000,
      greetingMs: 8_000,
      recordsMs: 30_000,
    }),
    expect.objectContaining({ number: '+442079460958', kind: 'busy' }),
  ]);
});

test('a greeting may be words, a list may stand under phones:, and an empty file has no phones', () => {
  const [phone] = parsePhones('phones:\n  - {number: +15551230001, is: voicemail, greeting: "0123456789"}');
  expect(phone?.greetingMs).toBe(600);
  expect(parsePhones('')).toEqual([]);
  expect(parsePhones('phones: []')).toEqual([]);
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
  ['- number: +15551230001\n  presses:\n    - {digits: 1, when: 1s}', 'line 3: when: unknown'],
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
  const phone = `- {number: "${CINDY}", is: voicemail, answer-after: 1s, greeting: 300ms, records: 900ms}`;
  const simulator = await simulate({ phones: parsePhones(phone) });
  const events: string[] = [];
  simulator.onEvent(({ event, at }) => events.push(`${event} ${at - NOON}`));
  const twiml = '<Response><Say>0123456789</Say><Say>abcdefghijklmnopqrst</Say></Response>';
  await clientOf(simulator).calls.create({ to: CINDY, from: FROM, twiml });
  await simulator.clock.advance(60_000);
  const call = simulator.transcripts(CINDY)[0]?.calls[0];
  expect(call).toMatchObject({
    answeredAt: NOON + 1_300,
    beepAt: NOON + 1_600,
    endedAt: NOON + 2_500,
    endedBy: 'callee',
  });
  expect(call?.heard).toMatchObject([
    { text: '0123456789', heard: '56789', cut: false },
    { text: 'abcdefghijklmnopqrst', heard: 'abcdefghij', cut: true },
  ]);
  expect(events).toContain('beep 1600');
});

test.each([
  ['a person', 'is: person', 'Enable', 'human', 2_200],
  ['a machine', 'is: voicemail, greeting: 8s', 'Enable', 'machine_start', 2_400],
  ['a greeting just long enough', 'is: voicemail, greeting: 2400ms', 'Enable', 'machine_start', 2_400],
  ['a machine at its beep', 'is: voicemail, greeting: 8s', 'DetectMessageEnd', 'machine_end_beep', 8_000],
  [
    'a machine that never stops talking',
    'is: voicemail, greeting: 40s',
    'DetectMessageEnd',
    'unknown',
    30_000,
  ],
  ['a terse machine, taken for a person', 'is: voicemail, greeting: 2s', 'Enable', 'human', 3_200],
])('detection: %s', async (_what, phone, machineDetection, answeredBy, afterMs) => {
  const app = await startApp();
  const simulator = await simulate({
    phones: parsePhones(`- {number: "${CINDY}", answer-after: 1s, ${phone}}`),
  });
  await clientOf(simulator).calls.create({ to: CINDY, from: FROM, url: app.url, machineDetection });
  await simulator.clock.advance(1_300 + afterMs - 1);
  expect(app.hooks).toHaveLength(0);
  await simulator.clock.advance(1);
  expect(app.hooks[0]?.params).toMatchObject({ AnsweredBy: answeredBy });
  expect(simulator.calls()[0]?.answeredBy).toBe(answeredBy);
});

test('asynchronous detection does not hold the call up and reports to its own callback', async () => {
  const app = await startApp(() => '<Response><Pause length="20"/></Response>');
  const simulator = await simulate();
  await clientOf(simulator).calls.create({
    to: CINDY,
    from: FROM,
    url: `${app.url}/voice`,
    machineDetection: 'Enable',
    asyncAmd: 'true',
    asyncAmdStatusCallback: `${app.url}/amd`,
  });
  await simulator.clock.advance(30_000);
  expect(app.hooks.map(({ url }) => url)).toEqual(['/voice', '/amd']);
  expect(app.hooks[0]?.params['AnsweredBy']).toBeUndefined();
  expect(app.hooks[1]?.params).toMatchObject({ AnsweredBy: 'human', MachineDetectionDuration: '2200' });
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

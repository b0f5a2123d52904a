// The accidents of calling answering machines, one by one, and what each remedy does about them.

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parsePhones } from '../../src/simulator/phone-file.ts';
import { tempFolder } from '../store/temp-db.ts';
import { startApp } from './app.ts';
import { CINDY, clientOf, NOON, simulate } from './harness.ts';

const FROM = '+15005550006';
const MESSAGE =
  'This is an automated appointment reminder from your doctor. Your appointment is at ten on December 24th.';
const MENU = 'Press 1 to confirm. Press 5 to cancel. Press 9 to have us contact you.';
const MACHINE = 'is: voicemail, answer-after: 1s, greeting: 8s';
const TERSE = 'is: voicemail, answer-after: 1s, greeting: 3s';
const ANSWERED = NOON + 1_300;

const say = (text: string) => `<Say>${text}</Say>`;

/** One call, two hours of it; what was heard of it. */
async function call(phone: string, twiml: string, more: object = {}) {
  const simulator = await simulate({
    phones: parsePhones(`- {number: "${CINDY}", name: Front desk, ${phone}}`),
  });
  const client = clientOf(simulator);
  await client.calls.create({ to: CINDY, from: FROM, twiml: `<Response>${twiml}</Response>`, ...more });
  await simulator.clock.advance(7_200_000);
  const [heard] = simulator.hear(CINDY);
  if (heard === undefined) throw new Error('nothing was heard');
  return { simulator, heard, row: simulator.transcripts(CINDY)[0]?.calls[0] };
}

describe('the message starts half-way', () => {
  test('because it began before the beep', async () => {
    const { heard } = await call(TERSE, say(MESSAGE));
    expect(heard).toMatchObject({
      name: 'Front desk',
      answeredBy: 'voicemail',
      beepAt: ANSWERED + 3_000,
      said: MESSAGE,
      heard: MESSAGE.slice(Math.round(3_250 / 60)),
      wholePasses: 0,
      erased: false,
    });
    expect(heard.heardFraction).toBeCloseTo(1 - 3_250 / 60 / MESSAGE.length, 9);
    expect(heard.parts.map(({ loss }) => loss)).toEqual(['before-beep', null]);
  });

  test('nothing of it is left when the greeting is longer', async () => {
    const { heard } = await call(MACHINE, say(MESSAGE));
    expect(heard).toMatchObject({ heard: '', heardFraction: 0, wholePasses: 0 });
  });

  test('detection that waits for the beep leaves all of it', async () => {
    const { heard } = await call(MACHINE, say(MESSAGE), { machineDetection: 'DetectMessageEnd' });
    expect(heard).toMatchObject({ heard: MESSAGE, heardFraction: 1, wholePasses: 1, passes: 1 });
  });

  test('repeating it leaves one whole pass', async () => {
    const { heard } = await call(TERSE, say(MESSAGE).repeat(2));
    expect(heard).toMatchObject({ message: MESSAGE, passes: 2, wholePasses: 1, heardFraction: 1 });
    const looped = await call(TERSE, `<Say loop="2">${MESSAGE}</Say>`);
    expect(looped.heard).toMatchObject({ message: MESSAGE, passes: 2, wholePasses: 1, heardFraction: 1 });
  });
});

describe('a key tone at once', () => {
  test('skips to the beep, and all of the message is recorded', async () => {
    const { heard, simulator } = await call(MACHINE, `<Play digits="1"/>${say(MESSAGE)}`);
    expect(heard).toMatchObject({
      beepAt: ANSWERED,
      heard: MESSAGE,
      heardFraction: 1,
      wholePasses: 1,
      played: '1',
      machineKeys: [{ at: ANSWERED, key: '1', by: 'caller', does: 'skip' }],
    });
    expect(simulator.calls()[0]?.status).toBe('completed');
  });

  test('may be sent with the call', async () => {
    const { heard } = await call(MACHINE, say(MESSAGE), { sendDigits: 'ww#' });
    expect(heard).toMatchObject({ beepAt: ANSWERED + 1_000, heardFraction: 1 });
  });

  test('loses the first words where the beep is longer than the tone, unless they wait for it', async () => {
    const long = `${MACHINE}, beep: 1s`;
    const { heard } = await call(long, `<Play digits="1"/>${say(MESSAGE)}`);
    expect(heard.heardFraction).toBeCloseTo(1 - 750 / 60 / MESSAGE.length, 9);
    expect((await call(long, `<Play digits="1ww"/>${say(MESSAGE)}`)).heard.heardFraction).toBe(1);
  });

  test.each([
    ['another key', MACHINE, '5'],
    ['a machine that takes no keys', `${MACHINE}, skip-keys: none`, '1'],
    ['a full mailbox', `${MACHINE}, full: yes`, '1'],
  ])('does not help with %s', async (_what, phone, digits) => {
    const { heard } = await call(phone, `<Play digits="${digits}"/>${say(MESSAGE)}`);
    expect(heard.heardFraction).toBeLessThan(0.5);
    expect(heard.machineKeys.every(({ does }) => does === 'nothing')).toBe(true);
  });

  test('is a beep in the ear of a person', async () => {
    const { heard, row } = await call('is: person', `<Play digits="1"/>${say(MESSAGE)}`);
    expect(heard).toMatchObject({ answeredBy: 'person', played: '1', machineKeys: [] });
    expect(row?.heard[0]).toMatchObject({ verb: 'digits', heard: '1', ms: 250 });
  });
});

describe('“This message has been erased.”', () => {
  const repeated = `<Pause length="9"/>${say(`${MESSAGE} ${MENU}`)}`;

  test('the owner is told to press 5, presses it on the machine, and the application never knows', async () => {
    const app = await startApp();
    const { heard, row, simulator } = await call(
      `${MACHINE}, owner-presses: 5, owner-listens-after: 1h`,
      `${repeated}<Gather numDigits="1" action="${app.url}/answer"/>`,
    );
    expect(app.hooks).toEqual([]);
    expect(heard).toMatchObject({ erased: true, heard: '', heardFraction: 0, wholePasses: 0 });
    expect(heard.parts.map(({ loss }) => loss)).toEqual(['erased']);
    const [key] = row?.machineKeys ?? [];
    expect(key).toMatchObject({ key: '5', by: 'owner', does: 'erase' });
    // An hour after the call, when the recording has got as far as "press 5", and a second to find the key.
    const pressed = MESSAGE.length + 1 + MENU.indexOf('Press 5') + 'Press 5'.length;
    const into = 750 + pressed * 60 + 1_000;
    expect(key?.at).toBe((row?.endedAt ?? 0) + 3_600_000 + Math.round(into));
    expect(simulator.calls()[0]?.status).toBe('completed');
  });

  test('the call had reached the machine whole, until then', async () => {
    const simulator = await simulate({
      phones: parsePhones(`- {number: "${CINDY}", ${MACHINE}, owner-presses: 5, owner-listens-after: 1h}`),
    });
    await clientOf(simulator).calls.create({
      to: CINDY,
      from: FROM,
      twiml: `<Response>${repeated}</Response>`,
    });
    await simulator.clock.advance(600_000);
    expect(simulator.hear(CINDY)[0]).toMatchObject({ erased: false, heardFraction: 1 });
    await simulator.clock.advance(3_600_000);
    expect(simulator.hear(CINDY)[0]).toMatchObject({ erased: true, heardFraction: 0 });
    expect(simulator.transcripts(CINDY)[0]?.calls[0]?.heard.map(({ heard }) => heard)).toEqual(['', '']);
  });

  test('a message without a menu is safe', async () => {
    const { heard } = await call(`${MACHINE}, owner-presses: 5`, `<Pause length="9"/>${say(MESSAGE)}`);
    expect(heard).toMatchObject({ erased: false, heardFraction: 1, machineKeys: [] });
  });

  test('so is one whose invitation was lost before the beep', async () => {
    const { heard } = await call(`${MACHINE}, owner-presses: 5`, say(`${MENU} ${MESSAGE}`));
    expect(heard).toMatchObject({ erased: false, machineKeys: [] });
  });

  test('another key than the machine’s does nothing, and that is all it does', async () => {
    const { heard } = await call(`${MACHINE}, owner-presses: 1`, repeated);
    expect(heard).toMatchObject({ erased: false, heardFraction: 1 });
    expect(heard.machineKeys).toMatchObject([{ key: '1', by: 'owner', does: 'nothing' }]);
  });

  test('a recorded menu is known by the name of its file', async () => {
    const app = await startApp(() => (response) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg' }).end(Buffer.alloc(32_000));
    });
    const { heard } = await call(
      `${MACHINE}, owner-presses: {digits: 5, when: menu.mp3}`,
      `<Pause length="9"/><Play>${app.url}/menu.mp3</Play>`,
    );
    expect(heard).toMatchObject({ erased: true, heardFraction: 0 });
  });

  test('a key of the caller’s erases what was recorded so far, and it is recorded anew after another beep', async () => {
    const { heard, row } = await call(
      `${MACHINE}, erase-keys: 7`,
      `<Play digits="1"/>${say(MESSAGE)}<Play digits="7"/><Pause length="2"/>${say('Good bye.')}`,
    );
    expect(heard).toMatchObject({ erased: true, heard: 'Good bye.', wholePasses: 0 });
    expect(heard.parts.map(({ text, loss }) => [text, loss])).toEqual([
      [MESSAGE, 'erased'],
      ['Good bye.', null],
    ]);
    expect(row?.said.map(({ words }) => words)).toEqual([
      'Please leave a message after the tone.',
      'This message has been erased.',
    ]);
    expect(row?.beepAt).toBeGreaterThan(ANSWERED + MESSAGE.length * 60);
  });
});

describe('a machine hangs up', () => {
  test('when it has recorded all it takes', async () => {
    const { heard, row } = await call(`${MACHINE}, records: 2s`, `<Play digits="1"/>${say(MESSAGE)}`);
    expect(row).toMatchObject({ endedAt: ANSWERED + 250 + 2_000, endedBy: 'callee' });
    expect(heard.parts.map(({ loss }) => loss)).toEqual([null, 'cut-off']);
  });

  test('and what was not begun by then is lost too, as far as it did not hang on an answer', async () => {
    const twiml = [
      '<Play digits="1"/>',
      say('Good morning, this is your doctor.'),
      say(MESSAGE),
      '<Pause/>',
      `<Gather>${say(MENU)}</Gather>`,
      say('No answer came.'),
    ];
    const { heard } = await call(`${MACHINE}, records: 1s`, twiml.join(''));
    expect(heard.parts.map(({ text, loss }) => [text, loss])).toEqual([
      ['Good morning, thi', null],
      ['s is your doctor.', 'cut-off'],
      [MESSAGE, 'cut-off'],
      [MENU, 'cut-off'],
    ]);
    expect(heard.heardFraction).toBeCloseTo(1000 / 60 / (34 + MESSAGE.length + MENU.length), 2);
  });

  test('in a question, and the rest of that is lost, not what would have followed', async () => {
    const { heard } = await call(
      `${MACHINE}, records: 1s`,
      `<Play digits="1"/><Gather>${say(MESSAGE)}${say(MENU)}</Gather>${say('No answer came.')}`,
    );
    expect(heard.parts.map(({ text, loss }) => [text, loss]).slice(2)).toEqual([[MENU, 'cut-off']]);
    expect(heard.said).toBe(`${MESSAGE} ${MENU}`);
  });

  test('after a silence, in which a pause is one and a voice is none', async () => {
    const twiml = `<Play digits="1"/>${say(MESSAGE)}<Pause length="60"/>`;
    const { row } = await call(`${MACHINE}, silence: 4s`, twiml);
    expect(row).toMatchObject({ endedAt: ANSWERED + 250 + MESSAGE.length * 60 + 4_000, endedBy: 'callee' });
  });

  test('after its greeting when it is full, and nothing is recorded', async () => {
    const { heard, row } = await call(`${MACHINE}, full: yes`, say(MESSAGE).repeat(3));
    expect(row).toMatchObject({ endedAt: ANSWERED + 8_000, endedBy: 'callee', recordedFrom: null });
    expect(heard).toMatchObject({ heardFraction: 0, heard: '', beepAt: null });
    expect(new Set(heard.parts.map(({ loss }) => loss))).toEqual(new Set(['nobody-listens', 'cut-off']));
  });
});

test('what was heard is kept with the state', async () => {
  const stateFile = join(tempFolder(), 'state.json');
  const simulator = await simulate({
    stateFile,
    phones: parsePhones(`- {number: "${CINDY}", ${TERSE}}`),
  });
  const twiml = `<Response>${say(MESSAGE)}</Response>`;
  await clientOf(simulator).calls.create({ to: CINDY, from: FROM, twiml });
  await simulator.clock.advance(60_000);
  const before = simulator.hear();
  await simulator.stop();
  expect(before).toHaveLength(1);
  expect((await simulate({ stateFile })).hear()).toEqual(before);
});

test('a machine without a beep records from the end of its greeting', async () => {
  const { heard, row } = await call(`${MACHINE}, beep: none`, `<Pause length="8"/>${say(MESSAGE)}`);
  expect(heard).toMatchObject({ beepAt: null, heardFraction: 1 });
  expect(row?.recordedFrom).toBe(ANSWERED + 8_000);
});

test('a fax understands nothing, and gives up', async () => {
  const { heard, row } = await call('is: fax', say(MESSAGE).repeat(10));
  expect(heard).toMatchObject({ answeredBy: 'fax', heard: '', heardFraction: 0 });
  expect(row).toMatchObject({ endedAt: ANSWERED + 35_000, endedBy: 'callee' });
});

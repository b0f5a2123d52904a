import { expect, test } from 'vitest';
import { parsePhones } from '../../src/simulator/phone-file.ts';
import { startApp } from './app.ts';
import { CINDY, clientOf, NOON, simulate } from './harness.ts';

const FROM = '+15005550006';

/** One call to a phone with these presses; the first document is `body`, every other says what was posted to it. */
async function ask(body: string, phone: string, firstTwiml?: string) {
  const app = await startApp(({ url, params }) =>
    url === '/start' && params['Digits'] === undefined
      ? `<Response>${body}</Response>`
      : '<Response><Say>Thank you.</Say></Response>',
  );
  const simulator = await simulate({ phones: parsePhones(`- {number: "${CINDY}", ${phone}}`) });
  const source = firstTwiml === undefined ? { url: `${app.url}/start` } : { twiml: firstTwiml };
  await clientOf(simulator).calls.create({ to: CINDY, from: FROM, ...source } as never);
  await simulator.clock.advance(120_000);
  const received = simulator.transcripts(CINDY)[0]?.calls[0];
  const answeredAt = NOON + 1_300;
  return {
    app,
    simulator,
    action: app.hooks[1]?.params,
    actionUrl: app.hooks[1]?.url,
    heard: received?.heard.map(({ text, heard, cut }) => (cut ? `${heard}…` : text)) ?? [],
    pressed: received?.pressed.map(
      ({ at, digits, taken }) => `${digits}@${at - answeredAt}${taken ? '' : ' lost'}`,
    ),
  };
}

const QUESTION = '<Say>0123456789</Say>';

test.each([
  ['one digit of one', '<Gather numDigits="1">', 'presses: [7]', '7', ''],
  ['three of three', '<Gather numDigits="3">', 'presses: ["123"]', '123', ''],
  ['more than asked for', '<Gather numDigits="2">', 'presses: ["12345"]', '12', ''],
  ['ended by #', '<Gather>', 'presses: ["42#"]', '42', '#'],
  ['ended by a key of its own', '<Gather finishOnKey="*">', 'presses: ["4#2*"]', '4#2', '*'],
  ['ended by the timeout', '<Gather timeout="2">', 'presses: ["42"]', '42', ''],
  ['no finishing key', '<Gather finishOnKey="" timeout="2">', 'presses: ["4#"]', '4#', ''],
])('digits: %s', async (_what, gather, phone, digits, finishedOn) => {
  const { action, heard } = await ask(`${gather}${QUESTION}</Gather><Say>Nothing came.</Say>`, phone);
  expect(action).toMatchObject({ Digits: digits, FinishedOnKey: finishedOn, msg: 'Gather End' });
  expect(heard).toEqual(['0123456789', 'Thank you.']);
});

test.each([
  ['nobody presses', '<Gather timeout="2">', 'name: Cindy'],
  ['# comes first', '<Gather>', 'presses: ["#"]'],
  ['only speech is asked for', '<Gather input="speech">', 'presses: [1]'],
])('when %s the next verb runs and nothing is posted', async (_what, gather, phone) => {
  const { app, heard } = await ask(`${gather}${QUESTION}</Gather><Say>Nothing came.</Say>`, phone);
  expect(app.hooks).toHaveLength(1);
  expect(heard).toEqual(['0123456789', 'Nothing came.']);
});

test('it waits for its timeout after the question, and for it again after each key', async () => {
  const gather = `<Gather timeout="4" action="/got">${QUESTION}</Gather>`;
  const { simulator, action } = await ask(gather, 'presses: [{digits: 1, after: 3s}, {digits: 2, at: 7s}]');
  expect(action).toMatchObject({ Digits: '12' });
  const call = simulator.transcripts(CINDY)[0]?.calls[0];
  // Asked at 600 ms, keys at 3,600 and 7,000, so the action runs at 11,000.
  expect(call?.heard[1]?.at).toBe(NOON + 1_300 + 11_000);
});

test('an empty answer is posted when that is asked for', async () => {
  const gather = '<Gather timeout="1" actionOnEmptyResult="true"/>';
  expect((await ask(gather, 'name: Cindy')).action).toMatchObject({ Digits: '' });
});

test('a key cuts the question off, and counts', async () => {
  const gather = `<Gather numDigits="1">${QUESTION}<Pause length="9"/><Say>never said</Say></Gather>`;
  const { heard, action, pressed } = await ask(gather, 'presses: [{digits: 5, at: 300ms}]');
  expect(heard).toEqual(['01234…', 'Thank you.']);
  expect(pressed).toEqual(['5@300']);
  expect(action).toMatchObject({ Digits: '5' });
});

test('keys pressed when nothing asks are lost', async () => {
  const { pressed, app } = await ask(
    `<Say>0123456789</Say><Gather timeout="1"/>`,
    'presses: [{digits: 5, at: 300ms}]',
  );
  expect(pressed).toEqual(['5@300 lost']);
  expect(app.hooks).toHaveLength(1);
});

test('each question gets the next answer', async () => {
  const twice = `<Gather numDigits="1" timeout="1">${QUESTION}</Gather>`.repeat(2);
  const { pressed, action } = await ask(
    `<Gather timeout="1" finishOnKey="9"/>${twice}`,
    'presses: [9, 9, 1]',
  );
  // 9 finishes the first without digits; the second takes it as its digit.
  expect(pressed).toEqual(['9@1000', '9@2600']);
  expect(action).toMatchObject({ Digits: '9' });
});

test('the action is relative to the document, which is its default, and takes the method asked for', async () => {
  expect((await ask('<Gather numDigits="1"/>', 'presses: [1]')).actionUrl).toBe('/start');
  const { actionUrl, app } = await ask(
    '<Gather numDigits="1" action="got?a=1" method="get"/>',
    'presses: [1]',
  );
  expect(app.hooks[1]?.method).toBe('GET');
  expect(actionUrl).toMatch(/^\/got\?a=1&.*&Digits=1&/);
});

test('an inline question without an action has nowhere to take the answer', async () => {
  const { simulator } = await ask('', 'presses: [1]', '<Response><Gather numDigits="1"/></Response>');
  expect(simulator.notifications()).toMatchObject([{ code: 11100, level: 'error' }]);
});

test('a person who hangs up in the middle of a question ends it', async () => {
  const { simulator, heard } = await ask(
    `<Gather>${QUESTION}</Gather><Say>never</Say>`,
    'hangs-up-after: 120ms',
  );
  expect(heard).toEqual(['01…']);
  expect(simulator.calls()[0]).toMatchObject({ status: 'completed', durationSeconds: 1 });
});

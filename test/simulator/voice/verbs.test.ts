import { expect, test } from 'vitest';
import { ANN, BOB, OURS, type SceneOptions, SECOND, stage } from './scene.ts';

async function hears(twiml: string, options: SceneOptions = {}) {
  const { pages = {}, ...rest } = options;
  const scene = await stage({
    phones: `[{number: "${ANN}", hello: none}]`,
    pages: { '/voice': twiml, '/next': '<Say>Next.</Say>', ...pages },
    ...rest,
  });
  scene.simulator.call({ from: ANN, to: OURS });
  await scene.simulator.clock.advance(120_000);
  return scene;
}

test.each([
  ['Say voice', '<Say voice="Robbie">x</Say>', 13511],
  ['Say language', '<Say language="English">x</Say>', 13512],
  ['Say loop', '<Say loop="-1">x</Say>', 13510],
  ['Play loop', '<Play loop="x">http://example.com/x.mp3</Play>', 13410],
  ['Play digits', '<Play digits="12x"/>', 13430],
  ['Pause length', '<Say>x</Say><Pause length="long"/>', 13910],
  ['Redirect method', '<Redirect method="PUT">/next</Redirect>', 13710],
])('%s: a bad value is a warning', async (_what, twiml, code) => {
  expect((await hears(twiml)).warnings()).toContain(`warning ${code}`);
});

test.each(['man', 'woman', 'alice', 'Polly.Joanna-Neural', 'Google.en-US-Chirp3-HD-Aoede'])(
  'the voice %s is known',
  async (voice) => {
    expect((await hears(`<Say voice="${voice}" language="en-GB">x</Say>`)).warnings()).toEqual([]);
  },
);

test('more than 4,096 characters are not said', async () => {
  const { heard, warnings } = await hears(`<Say>${'x'.repeat(4_097)}</Say><Say>on</Say>`);
  expect([heard(ANN), warnings()]).toEqual([['say: on'], ['warning 13521']]);
});

test('loop 0 is a thousand times', async () => {
  const { simulator } = await hears('<Say loop="0">x</Say>');
  expect(simulator.transcripts(ANN)[0]?.calls[0]?.heard).toHaveLength(1_000);
});

test('Refer is for SIP: an error, and its action is told that it failed', async () => {
  const { warnings, asked, heard } = await hears(
    '<Refer action="/next"><Sip>sip:a@example.com</Sip></Refer>',
  );
  expect(warnings()).toEqual(['error 13801']);
  expect(asked('/next')).toEqual([{ CallStatus: 'in-progress', ReferCallStatus: 'failed' }]);
  expect(heard(ANN)).toEqual(['say: Next.']);
  expect((await hears('<Refer/><Say>on</Say>')).heard(ANN)).toEqual(['say: on']);
});

test.each(['Connect', 'Pay', 'Prompt', 'Start', 'Stop'])('%s is not simulated, and says so', async (verb) => {
  const { simulator, heard } = await hears(`<${verb}/><Say>on</Say>`);
  expect(simulator.notifications()).toMatchObject([
    { code: 12200, message: `${verb} is not simulated; skipped` },
  ]);
  expect(heard(ANN)).toEqual(['say: on']);
});

test('Leave outside a queue is skipped', async () => {
  const { warnings, heard } = await hears('<Leave/><Say>on</Say>');
  expect([warnings(), heard(ANN)]).toEqual([['warning 12200'], ['say: on']]);
});

test('Sms sends a text to the other party, and its action takes over', async () => {
  const { simulator, asked, heard } = await hears('<Sms action="/next" statusCallback="/sms">See you.</Sms>');
  expect(simulator.messages()).toMatchObject([
    { direction: 'outbound-call', from: OURS, to: ANN, body: 'See you.', status: 'delivered' },
  ]);
  expect(asked('/next')).toMatchObject([{ SmsSid: simulator.messages()[0]?.sid, SmsStatus: 'queued' }]);
  expect(asked('/sms').at(-1)).toMatchObject({ MessageStatus: 'delivered' });
  expect(heard(ANN)).toEqual(['say: Next.']);
});

test('Sms from and to others', async () => {
  const { simulator, heard } = await hears(`<Sms from="${SECOND}" to="${BOB}">Hi</Sms><Say>on</Say>`);
  expect(simulator.messages()).toMatchObject([{ from: SECOND, to: BOB }]);
  expect(heard(ANN)).toEqual(['say: on']);
});

test.each([
  ['To', '<Sms to="me">Hi</Sms>', 14101],
  ['From', `<Sms from="${BOB}">Hi</Sms>`, 14102],
  ['Body', '<Sms/>', 14103],
  ['method', '<Sms method="PUT">Hi</Sms>', 14104],
  ['statusCallback', '<Sms statusCallback="http://[">Hi</Sms>', 14105],
])('Sms: a bad %s is a warning', async (_what, twiml, code) => {
  const { warnings, heard } = await hears(`${twiml}<Say>on</Say>`);
  expect(warnings()).toEqual([`warning ${code}`]);
  expect(heard(ANN)).toEqual(['say: on']);
});

test('a Pause of no length, and nothing at all', async () => {
  expect((await hears('<Say>a</Say><Pause length="0"/><Say>b</Say>')).heard(ANN)).toEqual([
    'say: a',
    'pause: ',
    'say: b',
  ]);
});

test('events of a call: every request and its answer, over REST', async () => {
  const { client, simulator, app } = await hears('<Gather numDigits="1" action="/next"/>', {
    phones: `[{number: "${ANN}", presses: [7]}]`,
  });
  const { sid } = simulator.calls()[0] ?? { sid: '' };
  const events = await client.calls(sid).events.list();
  const told = events.map(({ request, response }) => [
    request.url,
    request.parameters.call_status,
    response.response_code,
  ]);
  expect(told).toEqual([
    [`${app.url}/status`, 'completed', 200],
    [`${app.url}/next`, 'in-progress', 200],
    [`${app.url}/voice`, 'ringing', 200],
  ]);
  expect(events[1]).toMatchObject({
    request: { method: 'POST', parameters: { digits: '7', call_sid: sid, finished_on_key: '' } },
    response: {
      content_type: 'text/xml',
      response_body: '<Response><Say>Next.</Say></Response>',
      request_duration: 0,
      date_created: 'Thu, 01 Jan 2026 12:00:01 +0000',
    },
  });
});

test('an event without an answer', async () => {
  const { client, simulator } = await hears('', {
    pages: { '/voice': () => (response) => response.destroy() },
  });
  const events = await client.calls(simulator.calls()[0]?.sid ?? '').events.list();
  expect(events.at(-1)).toMatchObject({ response: { response_code: null, response_body: '' } });
});

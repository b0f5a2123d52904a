import { expect, test } from 'vitest';
import { ANN, BOB, OURS, SECOND, stage } from './scene.ts';

/** An API call from one number of the account to the other, which answers with its page. */
async function between(calling: string, called: string, params: object = {}, advanceMs = 60_000) {
  const scene = await stage({ pages: { '/voice': called } });
  await scene.client.calls.create({
    from: OURS,
    to: SECOND,
    twiml: `<Response>${calling}</Response>`,
    ...params,
  } as never);
  await scene.simulator.clock.advance(advanceMs);
  return scene;
}

test('a call to a number that is Twilio’s too is two legs, each with its own TwiML, status and price', async () => {
  const { simulator, legs, asked, app } = await between(
    '<Say>0123456789</Say><Pause length="5"/>',
    '<Say>Hello</Say><Pause length="30"/>',
  );
  expect(legs()).toEqual([
    `outbound-api ${OURS} ${SECOND} completed 6`,
    `inbound ${OURS} ${SECOND} completed 6`,
  ]);
  expect(simulator.calls().map(({ priceMicros }) => priceMicros)).toEqual([14_000, 8_500]);
  expect(simulator.transcripts()).toEqual([]);
  expect(app.hooks[0]?.params).toMatchObject({ CallStatus: 'ringing', Direction: 'inbound', From: OURS });
  expect(asked('/status')).toMatchObject([{ CallStatus: 'completed', CallDuration: '6' }]);
});

test('keys that one leg plays are pressed at the other', async () => {
  const { asked, legs } = await between(
    '<Pause length="2"/><Play digits="1w2#"/><Pause length="3"/>',
    '<Gather action="/got"><Say>Which number?</Say></Gather>',
  );
  expect(asked('/got')).toMatchObject([{ Digits: '12', FinishedOnKey: '#' }]);
  expect(legs()).toHaveLength(2);
});

test('SendDigits are keys for the other leg’s question', async () => {
  const { asked } = await between(
    '<Pause length="3"/>',
    '<Gather numDigits="2" action="/got"><Say>Hi.</Say></Gather>',
    {
      sendDigits: 'w42',
    },
  );
  expect(asked('/got')).toMatchObject([{ Digits: '42' }]);
});

test('what one leg says is heard by the other', async () => {
  const { asked } = await between(
    '<Pause length="2"/><Say>I want to cancel</Say><Pause length="9"/>',
    '<Gather input="speech" speechTimeout="1" action="/got"><Say>Well?</Say></Gather>',
  );
  expect(asked('/got')).toMatchObject([{ SpeechResult: 'I want to cancel' }]);
});

test('what one leg says is recorded by the other', async () => {
  const { simulator } = await between(
    '<Pause length="2"/><Say>This is a message</Say><Pause length="9"/>',
    '<Record action="/got" timeout="2"/>',
  );
  expect(simulator.recordings()).toMatchObject([{ words: 'This is a message', source: 'RecordVerb' }]);
});

test('a question that begins while the other leg speaks hears the rest', async () => {
  const { asked } = await between(
    `<Say>${'0123456789'.repeat(5)}</Say><Pause length="9"/>`,
    '<Say>0123456789</Say><Gather input="speech" speechTimeout="1" action="/got"/>',
  );
  expect(asked('/got')[0]?.['SpeechResult']).toBe('0123456789'.repeat(4));
});

test('when one leg hangs up the other ends', async () => {
  const { legs } = await between('<Pause length="3"/>', '<Say loop="0">and on</Say>');
  expect(legs()).toEqual([
    `outbound-api ${OURS} ${SECOND} completed 3`,
    `inbound ${OURS} ${SECOND} completed 3`,
  ]);
  const other = await between('<Say loop="0">and on</Say>', '<Say>Bye.</Say>');
  expect(other.legs()).toEqual([
    `outbound-api ${OURS} ${SECOND} completed 1`,
    `inbound ${OURS} ${SECOND} completed 1`,
  ]);
});

test.each([
  ['<Reject reason="busy"/>', 'busy', 'busy'],
  ['<Reject/>', 'no-answer', 'no-answer'],
])('%s is what the calling leg gets', async (twiml, calling, called) => {
  const { legs } = await between('<Say>Hi</Say>', twiml);
  expect(legs()).toEqual([
    `outbound-api ${OURS} ${SECOND} ${calling}`,
    `inbound ${OURS} ${SECOND} ${called}`,
  ]);
});

test('a called leg that lets it ring too long is given up', async () => {
  const { legs } = await between('<Say>Hi</Say>', '<Pause length="40"/><Say>Hello</Say>', { timeout: 10 });
  expect(legs()).toEqual([`outbound-api ${OURS} ${SECOND} no-answer`, `inbound ${OURS} ${SECOND} no-answer`]);
});

test('a number without a VoiceUrl fails the call', async () => {
  const scene = await stage({});
  scene.simulator.setNumber(SECOND, { voiceUrl: '' });
  await scene.client.calls.create({ from: OURS, to: SECOND, twiml: '<Response/>' });
  await scene.simulator.clock.advance(5_000);
  expect(scene.legs()).toEqual([`outbound-api ${OURS} ${SECOND} failed`, `inbound ${OURS} ${SECOND} failed`]);
});

test('Dial to a number of the account: four ends, two lines, and the voices cross both', async () => {
  const { simulator, heard, legs } = await stage({
    phones: `
      - {number: "${ANN}", says: [{words: From Ann, at: 6s}]}
      - {number: "${BOB}", hello: none, says: [{words: From Bob, at: 8s}], hangs-up-after: 12s}`,
    pages: {
      '/voice': ({ params }) => `<Response><Dial>${params['To'] === OURS ? SECOND : BOB}</Dial></Response>`,
    },
  });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(60_000);
  expect(legs().map((leg) => leg.split(' ').slice(0, 4).join(' '))).toEqual([
    `inbound ${ANN} ${OURS} completed`,
    `outbound-dial ${ANN} ${SECOND} completed`,
    `inbound ${ANN} ${SECOND} completed`,
    `outbound-dial ${ANN} ${BOB} completed`,
  ]);
  expect(heard(BOB)).toContain('speech: From Ann');
  expect(heard(ANN)).toContain('speech: From Bob');
});

test('a number that dials itself is a loop, which ends', async () => {
  const { simulator, legs } = await stage({ pages: { '/voice': `<Dial>${OURS}</Dial>` } });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(60_000);
  expect(legs().length).toBeLessThan(60);
  expect(legs().every((leg) => !leg.includes('in-progress') && !leg.includes('ringing'))).toBe(true);
});

import { expect, test } from 'vitest';
import { startApp } from './app.ts';
import { CINDY, clientOf, NOON, simulate } from './harness.ts';

const NUMBER = '+15005550006';
const OTHER = '+12025550142';

/** CINDY texts the account's number, whose URL answers with `twiml`. */
async function text(body: string, answer: Parameters<typeof startApp>[0], settings: object = {}) {
  const app = await startApp(answer);
  const simulator = await simulate();
  simulator.setNumber(NUMBER, { smsUrl: `${app.url}/sms`, ...settings });
  const message = simulator.text({ from: CINDY, to: NUMBER, body });
  await simulator.clock.advance(5_000);
  const texts = simulator.transcripts(CINDY)[0]?.texts.map(({ body }) => body) ?? [];
  const codes = simulator.notifications().map(({ level, code }) => `${level} ${code}`);
  return { app, simulator, message, texts, codes };
}

test('a text to a number is kept, charged and told to the number’s URL, signed', async () => {
  const { app, simulator, message } = await text('Hello there', () => '<Response/>');
  expect(await clientOf(simulator).messages(message.sid).fetch()).toMatchObject({
    direction: 'inbound',
    status: 'received',
    from: CINDY,
    to: NUMBER,
    body: 'Hello there',
    price: '-0.00830',
    numSegments: '1',
    dateSent: new Date(NOON),
  });
  expect(app.hooks).toHaveLength(1);
  expect(app.hooks[0]?.params).toMatchObject({
    MessageSid: message.sid,
    SmsMessageSid: message.sid,
    SmsSid: message.sid,
    AccountSid: simulator.accountSid,
    SmsStatus: 'received',
    From: CINDY,
    To: NUMBER,
    Body: 'Hello there',
    NumMedia: '0',
    NumSegments: '1',
    FromCountry: 'US',
    ApiVersion: '2010-04-01',
  });
  expect(app.hooks[0]?.signature).toMatch(/^[\w+/]{27}=$/);
  expect((await clientOf(simulator).balance.fetch()).balance).toBe('99.9917');
});

test('a text comes over the control address too, and one to a stranger’s number is refused', async () => {
  const simulator = await simulate();
  const post = (body: object) =>
    fetch(`${simulator.url}/sim/text`, { method: 'POST', body: JSON.stringify(body) });
  const good = await post({ from: '(415) 555-0123', to: NUMBER, body: 'hi', media: ['http://x.test/1.png'] });
  expect(good.status).toBe(201);
  const { sid } = (await good.json()) as { sid: string };
  expect(sid).toMatch(/^MM/);
  expect(simulator.messages()[0]).toMatchObject({ sid, from: CINDY, media: ['http://x.test/1.png'] });
  expect((await post({ from: CINDY, to: '+14155550199', body: 'hi' })).status).toBe(404);
  for (const bad of [
    { from: 'Cindy', to: NUMBER, body: 'hi' },
    { from: CINDY, to: NUMBER },
    { from: CINDY, to: NUMBER, body: '' },
    { from: CINDY, to: NUMBER, body: 'x'.repeat(1_601) },
    { from: CINDY, to: NUMBER, body: 'hi', media: 'http://x.test/1.png' },
    { from: CINDY, to: NUMBER, body: 'hi', media: ['1.png'] },
  ]) {
    const refused = await post(bad);
    expect([refused.status, Object.keys((await refused.json()) as object)]).toEqual([400, ['error', 'hint']]);
  }
  expect(simulator.messages()).toHaveLength(1);
});

test.each<[what: string, body: string, expected: string[]]>([
  ['Message', '<Message>Thank you</Message>', ['Thank you']],
  ['two Messages', '<Message>One</Message><Message>Two</Message>', ['One', 'Two']],
  [
    'Body and Media',
    '<Message><Body> As  it is </Body><Media>http://x.test/1.png</Media></Message>',
    [' As  it is '],
  ],
  ['Sms, its name of old', '<Sms>Old</Sms>', ['Old']],
  ['another recipient', '<Message to="+14155550100">Not you</Message>', []],
  ['nothing', '', []],
])('%s is answered as TwiML says', async (_what, body, expected) => {
  const { texts, codes, simulator } = await text('hi', () => `<Response>${body}</Response>`);
  expect(texts).toEqual(expected);
  expect(codes).toEqual([]);
  const sent = simulator.messages().slice(1);
  expect(sent.every(({ direction, from }) => direction === 'outbound-reply' && from === NUMBER)).toBe(true);
});

test('plain text is a reply as it is', async () => {
  const { texts } = await text('hi', () => (response) => {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('Just words');
  });
  expect(texts).toEqual(['Just words']);
});

test('Redirect asks the next document, relative to the one before', async () => {
  const { app, texts } = await text('hi', ({ url }) =>
    url === '/sms'
      ? '<Response><Redirect method="GET">next?a=1</Redirect></Response>'
      : '<Response><Message>Next</Message></Response>',
  );
  expect(app.hooks.map(({ method, url }) => `${method} ${url.split('&')[0]}`)).toEqual([
    'POST /sms',
    'GET /next?a=1',
  ]);
  expect(texts).toEqual(['Next']);
});

test('an action takes over after its Message, told what became of it', async () => {
  const { app, texts, simulator } = await text('hi', ({ url }) =>
    url === '/sms'
      ? '<Response><Message action="/after" statusCallback="/status">One</Message><Message>Never</Message></Response>'
      : '<Response/>',
  );
  const after = app.hooks.find(({ url }) => url === '/after');
  expect(after?.params).toMatchObject({
    MessageSid: simulator.messages()[1]?.sid,
    MessageStatus: 'queued',
    Body: 'hi',
  });
  expect(texts).toEqual(['One']);
  expect(
    app.hooks.filter(({ url }) => url === '/status').map(({ params }) => params['MessageStatus']),
  ).toEqual(['sending', 'sent', 'delivered']);
});

test.each<[what: string, body: string, code: string]>([
  ['a verb of voice', '<Say>Hello</Say>', 'warning 12200'],
  ['a To that is none', '<Message to="Cindy">x</Message>', 'warning 14101'],
  ['a From of somebody else', '<Message from="+14155550100">x</Message>', 'warning 14102'],
  ['no body', '<Message/>', 'warning 14103'],
  ['too long a body', `<Message>${'x'.repeat(1601)}</Message>`, 'warning 14103'],
  [
    'a method that is none',
    '<Message method="PUT" action="/x">x</Message><Message>y</Message>',
    'error 14104',
  ],
  ['a loop of redirects', '<Redirect>/sms</Redirect>', 'error 14106'],
])('%s is noted and hurts nothing else', async (_what, body, code) => {
  const { codes, simulator, message } = await text('hi', () => `<Response>${body}</Response>`);
  expect(codes).toEqual([code]);
  expect(simulator.notifications()[0]?.resourceSid).toBe(message.sid);
});

test('a document that fails is the fallback’s turn, told the code and the URL', async () => {
  const app = await startApp(({ url }) =>
    url === '/sms'
      ? (response) => response.writeHead(500).end()
      : '<Response><Message>Sorry</Message></Response>',
  );
  const simulator = await simulate();
  simulator.setNumber(NUMBER, {
    smsUrl: `${app.url}/sms`,
    smsFallbackUrl: `${app.url}/fallback`,
    smsFallbackMethod: 'GET',
  });
  simulator.text({ from: CINDY, to: NUMBER, body: 'hi' });
  await simulator.clock.advance(5_000);
  expect(app.hooks[1]?.method).toBe('GET');
  const query = new URL(app.hooks[1]?.url ?? '', app.url).searchParams;
  expect([query.get('ErrorCode'), query.get('ErrorUrl')]).toEqual(['11200', `${app.url}/sms`]);
  expect(simulator.transcripts(CINDY)[0]?.texts.map(({ body }) => body)).toEqual(['Sorry']);
});

test('a message to a number of a simulated account is a text that it receives', async () => {
  const app = await startApp(() => '<Response><Message>Got it</Message></Response>');
  const simulator = await simulate();
  simulator.setNumber(OTHER, { smsUrl: app.url });
  await clientOf(simulator).messages.create({ to: OTHER, from: NUMBER, body: 'ping' });
  await simulator.clock.advance(10_000);
  expect(app.hooks[0]?.params).toMatchObject({ From: NUMBER, To: OTHER, Body: 'ping' });
  expect(simulator.messages().map(({ direction, body, status }) => `${direction} ${body} ${status}`)).toEqual(
    [
      'outbound-api ping delivered',
      'inbound ping received',
      'outbound-reply Got it delivered',
      'inbound Got it received',
    ],
  );
});

test('ten replies to one text are sent, and no more', async () => {
  const { texts, codes } = await text(
    'hi',
    () => `<Response>${'<Message>m</Message>'.repeat(12)}</Response>`,
  );
  expect(texts).toHaveLength(10);
  expect(codes).toEqual(['warning 14109', 'warning 14109']);
});

test('two numbers that answer each other are stopped after thirty replies in a row', async () => {
  const app = await startApp(() => '<Response><Message>And you?</Message></Response>');
  const simulator = await simulate();
  simulator.setNumber(NUMBER, { smsUrl: app.url });
  simulator.setNumber(OTHER, { smsUrl: app.url });
  await clientOf(simulator).messages.create({ to: OTHER, from: NUMBER, body: 'How are you?' });
  await simulator.clock.advance(3_600_000);
  const replies = simulator.messages().filter(({ direction }) => direction === 'outbound-reply');
  expect(replies).toHaveLength(61);
  expect(replies.at(-1)).toMatchObject({ status: 'failed', errorCode: 14107 });
  expect(replies.slice(0, -1).every(({ status }) => status === 'delivered')).toBe(true);
});

test('a picture in a reply may be named relative to the document', async () => {
  const { simulator, codes } = await text(
    'hi',
    () => '<Response><Message><Body>Look</Body><Media>cat.png</Media></Message></Response>',
  );
  expect(simulator.messages()[1]?.media).toEqual([
    expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/cat\.png$/),
  ]);
  expect(codes).toEqual([]);
});

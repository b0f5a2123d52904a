import twilio from 'twilio';
import { expect, test } from 'vitest';
import { type Answer, type Hook, startApp } from './app.ts';
import { CINDY, clientOf, simulate } from './harness.ts';

const FROM = '+15005550006';
const APOLOGY = "We're sorry. An application error has occurred. Goodbye.";

/** One call to CINDY, run to its end: what was heard, and what the debugger shows. */
async function call(params: object, advanceMs = 120_000) {
  const simulator = await simulate();
  const { sid } = await clientOf(simulator).calls.create({ to: CINDY, from: FROM, ...params } as never);
  await simulator.clock.advance(advanceMs);
  const received = simulator.transcripts(CINDY)[0]?.calls[0];
  return {
    simulator,
    sid,
    status: simulator.calls()[0]?.status,
    heard: received?.heard.map(({ verb, text }) => (text === '' ? verb : text)) ?? [],
    times: received?.heard.map(({ at, until }) => until - at) ?? [],
    warnings: simulator.notifications().map(({ level, code }) => `${level} ${code}`),
  };
}

const run = (body: string) => call({ twiml: `<Response>${body}</Response>` });

test('verbs run in order, each for its time', async () => {
  const { heard, times, status } = await run(
    '<Say>0123456789</Say><Pause/><Pause length="3"/><Play digits="1w2W#"/><Say loop="2">ab</Say>',
  );
  expect(heard).toEqual(['0123456789', 'pause', 'pause', '1w2W#', 'ab', 'ab']);
  expect(times).toEqual([600, 1_000, 3_000, 250 * 3 + 500 + 1_000, 120, 120]);
  expect(status).toBe('completed');
});

test('spoken markup is spoken without its tags, and its breaks take time', async () => {
  const { heard, times } = await run(
    '<Say>Hi <break time="2s"/><emphasis>there</emphasis> &amp; <![CDATA[<all>]]></Say>',
  );
  expect(heard).toEqual(['Hi there & <all>']);
  expect(times).toEqual([16 * 60 + 2_000]);
});

test.each([
  ['Hangup', '<Say>a</Say><Hangup/><Say>b</Say>'],
  ['Reject', '<Say>a</Say><Reject/><Say>b</Say>'],
  ['the end', '<Say>a</Say>'],
])('%s ends the call', async (_what, body) => {
  expect(await run(body)).toMatchObject({ heard: ['a'], status: 'completed', warnings: [] });
});

test.each([
  ['an unknown verb', '<Sing>la</Sing>', 12200],
  ['a name that every object has', '<constructor/><toString/>', 12200],
  ['a verb that is not simulated', '<Connect/>', 12200],
  ['nothing to say', '<Say> </Say>', 13520],
  ['a bad loop', '<Say loop="often">x</Say>', 13510],
  ['a bad timeout', '<Gather timeout="-1"/>', 13313],
  ['a bad number of digits', '<Gather numDigits="0"/>', 13314],
  ['a bad finishing key', '<Gather finishOnKey="!"/>', 13310],
  ['two finishing keys', '<Gather finishOnKey="##"/>', 13311],
  ['a bad method', '<Gather method="PUT"/>', 13312],
  ['a question with a verb that asks nothing', '<Gather><Hangup/></Gather>', 13320],
])('%s is a warning, and the next verb runs', async (_what, body, code) => {
  const { heard, warnings } = await run(`${body}<Say>on we go</Say>`);
  expect([...new Set(warnings)]).toEqual([`warning ${code}`]);
  expect(heard.at(-1)).toBe('on we go');
});

test.each([
  ['not XML', 'hello', 12100],
  ['not closed', '<Response><Say>x</Response>', 12100],
  ['another root', '<Answer/>', 12100],
  ['space before the declaration', ' <?xml version="1.0"?><Response/>', 12100],
  ['an undefined entity', '<Response>&nbsp;</Response>', 12100],
  ['a bomb of entities', '<!DOCTYPE x [<!ENTITY a "aaaa">]><Response>&a;</Response>', 12100],
  ['a thousand levels', `<Response>${'<a>'.repeat(300)}${'</a>'.repeat(300)}</Response>`, 12100],
  ['a relative URL and nothing it is relative to', '<Response><Redirect>next</Redirect></Response>', 11100],
])('%s: the error is noted and the callee hears an apology', async (_what, twiml, code) => {
  expect(await call({ twiml })).toMatchObject({
    heard: [APOLOGY],
    warnings: [`error ${code}`],
    status: 'completed',
  });
});

async function serve(answer: (hook: Hook) => Answer, params: object = {}) {
  const app = await startApp(answer);
  return { app, ...(await call({ url: `${app.url}/voice/start?a=1`, ...params })) };
}

test('documents are asked for with a signed POST that says who is calling whom', async () => {
  const { app, simulator, sid } = await serve(() => '<Response/>');
  expect(app.hooks).toMatchObject([
    {
      method: 'POST',
      url: '/voice/start?a=1',
      params: { CallSid: sid, From: FROM, To: CINDY, CallStatus: 'in-progress', Direction: 'outbound-api' },
    },
  ]);
  const { signature = '', url, params = {} } = app.hooks[0] ?? {};
  expect(twilio.validateRequest(simulator.authToken, signature, app.url + url, params)).toBe(true);
});

test('Redirect follows relative and absolute URLs, by its method', async () => {
  const { app, heard } = await serve(({ url }) => {
    if (url.startsWith('/voice/start'))
      return '<Response><Redirect method="GET">../next?b=2</Redirect><Say>never</Say></Response>';
    return '<Response><Say>there</Say></Response>';
  });
  expect(heard).toEqual(['there']);
  expect(app.hooks[1]?.method).toBe('GET');
  expect(app.hooks[1]?.url).toMatch(/^\/next\?b=2&CallSid=CA/);
});

test.each([
  ['text/xml; charset=utf-8', '<Response><Say>x</Say></Response>', 'x'],
  ['application/xml', '<Response><Say>x</Say></Response>', 'x'],
  ['text/html', '<Response><Say>x</Say></Response>', 'x'],
  ['text/plain', 'just words', 'just words'],
])('a document of type %s is understood', async (type, body, text) => {
  const { heard } = await serve(
    () => (response) => response.writeHead(200, { 'content-type': type }).end(body),
  );
  expect(heard).toEqual([text]);
});

test.each([
  ['text/xml; charset=ISO-8859-1', '<Response><Say>caf\xe9</Say></Response>'],
  ['text/xml', '<?xml version="1.0" encoding="iso-8859-1"?><Response><Say>caf\xe9</Say></Response>'],
  ['text/plain; charset="latin1"', 'caf\xe9'],
  ['text/xml; charset=utf-8', '<Response><Say>caf\xc3\xa9</Say></Response>'],
  ['text/xml; charset=no-such-thing', '<Response><Say>caf\xc3\xa9</Say></Response>'],
])('the characters of a document of type %s are read as it says', async (type, bytes) => {
  const { heard } = await serve(
    () => (response) => response.writeHead(200, { 'content-type': type }).end(Buffer.from(bytes, 'latin1')),
  );
  expect(heard).toEqual(['café']);
});

const answers: Record<string, Answer> = {
  '404': (response) => response.writeHead(404).end('no'),
  '500': (response) => response.writeHead(500, { 'content-type': 'text/xml' }).end('<Response/>'),
  'no type': (response) => response.writeHead(200).end('<Response/>'),
  'a picture': (response) => response.writeHead(200, { 'content-type': 'image/png' }).end('x'),
  'too much': (response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(' '.repeat(65_537)),
  'half a reply': (response) => {
    response.writeHead(200, { 'content-type': 'text/xml', 'content-length': 100 }).write('<Resp');
    setImmediate(() => response.destroy());
  },
  'nothing but a cut': (response) => response.destroy(),
  'a loop of redirects': (response) => response.writeHead(302, { location: '/voice/start' }).end(),
  'a way out': (response) => response.writeHead(302, { location: 'http://example.com/' }).end(),
};

test.each([
  ['404', 11200],
  ['500', 11200],
  ['no type', 12300],
  ['a picture', 12300],
  ['too much', 11750],
  ['half a reply', 11200],
  ['nothing but a cut', 11205],
  ['a loop of redirects', 11215],
  ['a way out', 11210],
])('an application that answers %s is an error, and the callee hears an apology', async (what, code) => {
  const { heard, warnings, status } = await serve(() => answers[what] ?? '');
  expect(warnings).toEqual([`error ${code}`]);
  expect(heard).toEqual([APOLOGY]);
  expect(status).toBe('completed');
});

test('an error keeps the exchange that went wrong', async () => {
  const { simulator, sid, app } = await serve(() => answers['404'] ?? '');
  const client = clientOf(simulator);
  const [listed] = await client.calls(sid).notifications.list();
  const fetched = await client
    .calls(sid)
    .notifications(listed?.sid ?? '')
    .fetch();
  expect(fetched).toMatchObject({
    errorCode: '11200',
    log: '0',
    requestUrl: `${app.url}/voice/start?a=1`,
    requestMethod: 'POST',
    responseBody: 'no',
    callSid: sid,
  });
  expect(fetched.requestVariables).toContain(`CallSid=${sid}`);
});

test('the fallback is told what failed; if it fails too, there is the apology', async () => {
  const app = await startApp(({ url }) =>
    url === '/fallback'
      ? '<Response><Say>Plan B</Say></Response>'
      : (response) => response.writeHead(500).end(),
  );
  const good = await call({ url: `${app.url}/broken`, fallbackUrl: `${app.url}/fallback` });
  expect(good).toMatchObject({ heard: ['Plan B'], warnings: ['error 11200'] });
  expect(app.hooks[1]?.params).toMatchObject({ ErrorCode: '11200', ErrorUrl: `${app.url}/broken` });
  const bad = await call({ url: `${app.url}/broken`, fallbackUrl: `${app.url}/broken-too` });
  expect(bad).toMatchObject({ heard: [APOLOGY], warnings: ['error 11200', 'error 11200'] });
});

test('an HTTP redirect is followed with a GET', async () => {
  const { app, heard } = await serve(({ url }) => {
    if (url.startsWith('/voice/start'))
      return (response) => response.writeHead(302, { location: '/b' }).end();
    return '<Response><Say>moved</Say></Response>';
  });
  expect(app.hooks.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /voice/start?a=1', 'GET /b']);
  expect(heard).toEqual(['moved']);
});

test('a document that redirects to itself without end is ended, not the simulator', async () => {
  const { app, warnings, heard } = await serve(() => '<Response><Redirect/></Response>');
  expect(app.hooks).toHaveLength(100);
  expect(warnings).toEqual(['error 11215']);
  expect(heard).toEqual([APOLOGY]);
});

/** A WAV of silence: 8,000 bytes a second. */
function wav(seconds: number): Buffer {
  const sound = Buffer.alloc(44 + seconds * 8_000);
  sound.write('RIFF', 0, 'latin1');
  sound.writeUInt32LE(8_000, 28);
  return sound;
}

const sound = (type: string, bytes: Buffer) => (): Answer => (response) =>
  response.writeHead(200, { 'content-type': type }).end(bytes);

test.each([
  ['a WAV by its own rate', 'audio/wav', wav(3), 3_000],
  ['an MP3 by 128 kbit/s', 'audio/mpeg', Buffer.alloc(32_000), 2_000],
])('Play takes as long as %s', async (_what, type, bytes, ms) => {
  const app = await startApp(sound(type, bytes));
  const { heard, times } = await run(`<Play>${app.url}/a.wav</Play>`);
  expect(heard).toEqual([`${app.url}/a.wav`]);
  expect(times).toEqual([ms]);
});

test('a sound that is not there, or is none, ends the document', async () => {
  const missing = await startApp(() => (response) => response.writeHead(404).end());
  expect(await run(`<Play>${missing.url}/a</Play>`)).toMatchObject({
    heard: [APOLOGY],
    warnings: ['error 11200'],
  });
  const page = await startApp(() => '<html/>');
  expect(await run(`<Play>${page.url}/a</Play>`)).toMatchObject({
    heard: [APOLOGY],
    warnings: ['error 12300'],
  });
});

test('a sound elsewhere is not fetched, but heard', async () => {
  const { heard, warnings } = await run('<Play>https://example.com/a.mp3</Play><Say>on</Say>');
  expect(heard).toEqual(['https://example.com/a.mp3', 'on']);
  expect(warnings).toEqual(['warning 11200']);
});

test('a Url may lead straight to a sound', async () => {
  const { heard } = await serve(sound('audio/mpeg', Buffer.alloc(16_000)));
  expect(heard).toHaveLength(1);
});

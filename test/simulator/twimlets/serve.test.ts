import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { describeSimEvent } from '../../../src/simulator/describe-event.ts';
import type { SimEvent } from '../../../src/simulator/journal.ts';
import { seededRandom } from '../../../src/simulator/random.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { TWIMLETS } from '../../../src/simulator/twimlets/table.ts';
import { parseTwiml } from '../../../src/simulator/voice/twiml.ts';
import { NOON, simulate } from '../harness.ts';

const NAMES = Object.keys(TWIMLETS);

test('the eleven are there', () => {
  expect(NAMES.join(' ')).toBe(
    'callme conference echo findme forward holdmusic menu message simulring voicemail whisper',
  );
});

test.each(['GET', 'POST', 'PUT'])('a Twimlet answers %s with XML, without credentials', async (method) => {
  const { url } = await simulate();
  const response = await fetch(`${url}/message?Message%5B0%5D=Hi`, { method });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
  expect(await response.text()).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Say>Hi</Say></Response>\n',
  );
  const none = await fetch(`${url}/message?Message=${method}`, { method: 'HEAD' });
  expect([none.status, await none.text()]).toEqual([200, '']);
});

const post = (url: string, form: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

test('what Twilio posts decides, whatever the charset it names', async () => {
  const { url } = await simulate();
  const menu = `${url}/menu?Digits=2&Options[1]=${encodeURIComponent('/message?Message=One')}`;
  const found = await post(menu, { CallSid: 'CA1', Digits: '1' });
  expect([found.status, found.headers.get('location')]).toEqual([302, '/message?Message=One']);
  expect(await found.text()).toBe('');
  const charset = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
  const whispered = await fetch(`${url}/whisper`, { method: 'POST', headers: charset, body: 'Digits=5' });
  expect(await whispered.text()).toContain('<Response/>');
  const json = { 'content-type': 'application/json' };
  const unread = await fetch(`${url}/whisper`, { method: 'POST', headers: json, body: 'Digits=5' });
  expect(await unread.text()).toContain('<Gather');
});

test.each([
  ['https://h/ü ☃?a=1&b', 'https://h/%c3%bc %e2%98%83?a=1&b'],
  ['/menu', '/menu'],
  ['javascript:x', 'javascript:x'],
])('a redirect to %s is sent as %s', async (failUrl, location) => {
  const { url } = await simulate();
  const response = await post(`${url}/forward?Dial=true`, { DialCallStatus: 'busy', FailUrl: failUrl });
  expect([response.status, response.headers.get('location')]).toEqual([302, location]);
});

test.each(['http://h/\r\nSet-Cookie: a=b', 'http://h/\0', '\n'])(
  'a redirect to %j is none',
  async (failUrl) => {
    const { url } = await simulate();
    const response = await post(`${url}/forward?Dial=true`, { DialCallStatus: 'busy', FailUrl: failUrl });
    expect([response.status, response.headers.get('location'), await response.text()]).toEqual([
      200,
      null,
      '',
    ]);
    expect(response.headers.get('set-cookie')).toBeNull();
  },
);

test('an e-mail is an event, with the time of the simulator, and nothing is sent', async () => {
  const simulator = await simulate();
  const seen: SimEvent[] = [];
  simulator.onEvent((event) => seen.push(event));
  const recording = { From: '+14155550123', RecordingUrl: 'http://127.0.0.1/RE1' };
  await post(`${simulator.url}/voicemail?Email=you%40example.com&Transcribe=false`, recording);
  expect(seen).toEqual([
    {
      at: NOON,
      event: 'email',
      from: 'voicemail@twimlets.com',
      to: 'you@example.com',
      subject: 'New Voicemail Message from (415) 555-0123',
      text: 'You have a new voicemail from (415) 555-0123\n\nClick this link to listen to the message:\nhttp://127.0.0.1/RE1.mp3',
    },
  ]);
  expect(seen.map(describeSimEvent)).toEqual([
    'you@example.com is sent an e-mail, were this Twilio: “New Voicemail Message from (415) 555-0123”',
  ]);
});

/** A GET with a Host header of one's own, which fetch does not allow. */
function askHost({ url }: Simulator, path: string, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('end', () => resolve(text)).on('error', reject);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}

test.each([
  ['twimlets.com', 'http://twimlets.com/'],
  ['localhost:1', 'http://localhost:1/'],
  ['example.com', undefined],
  ['8.8.8.8', undefined],
  ['"><x>', undefined],
  ['', undefined],
])('asked as %s, a Twimlet names itself %s', async (host, base) => {
  const simulator = await simulate();
  const reply = await askHost(simulator, '/voicemail?Email=a@b.c', host);
  expect(reply).toContain(`transcribeCallback="${base ?? `${simulator.url}/`}voicemail?Email=a@b.c"`);
});

const PARAMETERS = [
  ...[
    'Message',
    'Twiml',
    'Options',
    'Digits',
    'PhoneNumber',
    'PhoneNumbers',
    'CallerId',
    'FailUrl',
    'Timeout',
  ],
  ...[
    'AllowedCallers',
    'Dial',
    'DialCallStatus',
    'DialStatus',
    'HumanCheck',
    'Name',
    'Moderators',
    'Password',
  ],
  ...['Music', 'EnableSmsNotifications', 'Email', 'Transcribe', 'Language', 'Voice', 'Bucket', 'From', 'To'],
  ...[
    'Caller',
    'Called',
    'ApiVersion',
    'RecordingUrl',
    'TranscriptionStatus',
    'TranscriptionText',
    '__proto__',
  ],
];
const SUFFIXES = ['', '', '[]', '[0]', '[1]', '[__proto__]', '[a][b]', '[', ']', '[]['];
const VALUES = [
  ...['', '0', '1', 'true', 'completed', 'failed', 'busy', 'http', 'http://h/a?b&c', '-', '+14155550123'],
  ...['a\\', ']]>', '<![CDATA[', '&#0;', '&#x110000;', '&amp', '"\'', '\0\x01\x1f\x7f', '\u2028\ufffe\uffff'],
  ...[
    '👩‍🚀',
    '%',
    '%zz',
    '9'.repeat(400),
    ' '.repeat(300),
    'com.twilio.music.rock',
    '__proto__',
    '2008-08-01',
  ],
];

test('fifteen hundred requests of rubbish: each is a document that can be read, or a redirect', async () => {
  const { url } = await simulate();
  const random = seededRandom(7, 'rubbish');
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random.next() * items.length)] as T;
  const pairs = () =>
    Array.from(
      { length: Math.floor(random.next() * 6) },
      () =>
        `${pick(PARAMETERS)}${pick(SUFFIXES)}=${random.next() < 0.9 ? encodeURIComponent(pick(VALUES)) : '%'}`,
    ).join('&');
  const kinds = new Map<string, number>();
  const ask = async () => {
    const name = pick(NAMES);
    const response = await fetch(`${url}/${name}?${pairs()}`, {
      redirect: 'manual',
      ...(random.next() < 0.5 && { method: 'POST', body: new URLSearchParams(pairs()) }),
    });
    const text = await response.text();
    const kind = response.status === 302 ? 'redirect' : text === '' ? 'nothing' : 'document';
    if (kind === 'document' && name !== 'echo') expect(() => parseTwiml(text)).not.toThrow();
    expect([200, 302]).toContain(response.status);
    kinds.set(`${kind}`, (kinds.get(kind) ?? 0) + 1);
  };
  for (let round = 0; round < 50; round += 1) await Promise.all(Array.from({ length: 30 }, ask));
  expect([...kinds.keys()].sort()).toEqual(['document', 'nothing', 'redirect']);
});

const MEGABYTE = 1024 * 1024;

test.each([
  ['one value', `FailUrl=${'x'.repeat(MEGABYTE)}`],
  ['one number', `Digits=${'9'.repeat(MEGABYTE)}&From=${'9'.repeat(MEGABYTE)}`],
  ['spaces', `From=${'+'.repeat(MEGABYTE)}x`],
  ['ampersands', '&'.repeat(MEGABYTE)],
  ['brackets', `a${'['.repeat(MEGABYTE)}=1&a${'[]'.repeat(MEGABYTE / 2)}=1`],
  ['names', 'PhoneNumbers[]=1&'.repeat(MEGABYTE / 17)],
  ['markup', `PhoneNumbers[]=${'<&'.repeat(MEGABYTE / 2)}`],
])('a megabyte of %s is answered by all of them', async (_what, body) => {
  const { url } = await simulate();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const query =
    'PhoneNumbers[]=1&Password=1234&AllowedCallers[]=1&Message=Hi&Bucket=com.twilio.music.rock&Email=a';
  for (const name of NAMES) {
    const response = await fetch(`${url}/${name}?${query}`, { method: 'POST', headers, body });
    expect(response.status).toBe(200);
    const text = await response.text();
    if (name !== 'echo') expect(() => parseTwiml(text)).not.toThrow();
  }
});

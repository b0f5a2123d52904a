import { Socket } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { parsePhones } from '../../../src/simulator/phone-file.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { Webhooks } from '../../../src/simulator/webhook.ts';
import { startApp } from '../app.ts';
import { CINDY, cleanUp, clientOf, realClock, simulate } from '../harness.ts';

const FROM = '+15005550006';
const encode = encodeURIComponent;

/** One call to a phone; what it heard, as text, with an ellipsis where it was cut off. */
async function hear(simulator: Simulator, url: string, more: { phone?: string; ms?: number } = {}) {
  const { phone = 'name: Cindy', ms = 60_000 } = more;
  simulator.putPhones(parsePhones(`- {number: "${CINDY}", ${phone}}`));
  await clientOf(simulator).calls.create({ to: CINDY, from: FROM, url });
  await simulator.clock.advance(ms);
  const call = simulator.transcripts(CINDY)[0]?.calls.at(-1);
  return call?.heard.map(({ text, heard, cut }) => (cut ? `${heard}…` : text)) ?? [];
}

/** Where a call may find them: on the simulator's own address, and at Twilio's. */
const BASES: readonly (readonly [string, (simulator: Simulator) => string])[] = [
  ['the simulator', ({ url }) => url],
  ['twimlets.com', () => 'http://twimlets.com'],
  ['twimlets.com by https', () => 'https://twimlets.com'],
];

describe.each(BASES)('a call to a Twimlet of %s', (_name, baseOf) => {
  test('message: one hears it', async () => {
    const simulator = await simulate();
    const base = baseOf(simulator);
    const url = `${base}/message?Message[0]=Hello%20there&Message[1]=${encode('AT&T <b>')}`;
    expect(await hear(simulator, url)).toEqual(['Hello there', 'AT&T <b>']);
    expect(simulator.calls()[0]).toMatchObject({ status: 'completed' });
    expect(simulator.notifications()).toEqual([]);
  });

  test('menu: the wrong key is asked again, the right one leads on', async () => {
    const simulator = await simulate();
    const base = baseOf(simulator);
    const options = ['One', 'Two'].map(
      (word, i) => `Options[${i + 1}]=${encode(`${base}/message?Message=${word}`)}`,
    );
    const url = `${base}/menu?Message=Press+a+key&${options.join('&')}`;
    expect(await hear(simulator, url, { phone: 'presses: [9, 2]' })).toEqual([
      'Press a key',
      "I'm sorry, that wasn't a valid option.",
      'Press a key',
      'Two',
    ]);
    expect(simulator.notifications()).toEqual([]);
  });

  test('menu: who presses nothing is asked for ever', async () => {
    const simulator = await simulate();
    const url = `${baseOf(simulator)}/menu?Message=0123456789&Options[1]=/x`;
    const heard = await hear(simulator, url, { phone: 'hangs-up-after: 65s', ms: 120_000 });
    // 0.6 s of question and 5 s of silence each.
    expect(heard).toEqual(Array(12).fill('0123456789'));
    expect(simulator.notifications()).toEqual([]);
  });

  test('echo: one hears the document', async () => {
    const simulator = await simulate();
    const twiml = encode('<Response><Say>One</Say><Pause/><Say>Two</Say></Response>');
    expect(await hear(simulator, `${baseOf(simulator)}/echo?Twiml=${twiml}`)).toEqual(['One', '', 'Two']);
  });

  test('echo: a broken document is Twilio’s error, and the apology', async () => {
    const simulator = await simulate();
    const heard = await hear(simulator, `${baseOf(simulator)}/echo?Twiml=${encode('<Response><Say>One')}`);
    expect(heard).toEqual(["We're sorry. An application error has occurred. Goodbye."]);
    expect(simulator.notifications()).toMatchObject([{ code: 12100, level: 'error' }]);
  });

  test('holdmusic: piece after piece, each of ten seconds, with the message between', async () => {
    const simulator = await simulate();
    const url = `${baseOf(simulator)}/holdmusic?Bucket=com.twilio.music.guitars&Message=Please+hold`;
    const heard = await hear(simulator, url, { phone: 'hangs-up-after: 45s' });
    expect(heard.filter((_, i) => i % 2 === 1)).toEqual(Array(4).fill('Please hold'));
    expect(heard).toHaveLength(9);
    for (const piece of heard.filter((_, i) => i % 2 === 0 && i < 8)) {
      // Of the host that was asked; the real ones write http whatever they were asked by.
      expect(piece.startsWith(baseOf(simulator).replace('https', 'http'))).toBe(true);
      expect(piece).toMatch(/\/holdmusic\/com\.twilio\.music\.guitars\/Pitx_-_\w+\.wav$/);
    }
    expect(simulator.notifications()).toEqual([]);
  });
});

test('an application may redirect to twimlets.com, and its documents may play and gather there', async () => {
  const simulator = await simulate();
  const message = 'http://twimlets.com/message?Message=Hi';
  const sound = 'https://twimlets.com/holdmusic/com.twilio.music.rock/jlbrock44_-_Apologize_Guitar_DropC.wav';
  const app = await startApp(({ url }) =>
    url === '/302'
      ? (response) => response.writeHead(302, { location: message }).end()
      : `<Response><Play>${sound}</Play><Gather numDigits="1" action="${message}"/></Response>`,
  );
  expect(await hear(simulator, `${app.url}/302`)).toEqual(['Hi']);
  expect(await hear(simulator, app.url, { phone: 'presses: [1]' })).toEqual([sound, 'Hi']);
  expect(simulator.notifications()).toEqual([]);
});

test('a redirect that is too long to be read ends the document, not the simulator', async () => {
  const simulator = await simulate();
  const webhooks = new Webhooks(realClock);
  cleanUp(() => webhooks.close());
  const fields = [['DialCallStatus', 'busy'] as const, ['FailUrl', 'x'.repeat(1024 * 1024)] as const];
  const url = `${simulator.url}/forward?Dial=true`;
  const request = { url, method: 'POST', fields, authToken: 't', maxBytes: 9 } as const;
  await expect(webhooks.send(request)).rejects.toMatchObject({ name: 'WebhookError', code: 11206 });
  expect(await hear(simulator, `${simulator.url}/message?Message=Hi`)).toEqual(['Hi']);
});

test('what twimlets.com does not have is not found there', async () => {
  const simulator = await simulate();
  await hear(simulator, 'http://twimlets.com/nothing');
  expect(simulator.notifications()).toMatchObject([
    { code: 11200, message: 'Got HTTP 404 response to http://twimlets.com/nothing' },
  ]);
});

test('no way of writing twimlets.com opens a socket beyond this machine', async () => {
  const simulator = await simulate();
  const opened = vi.spyOn(Socket.prototype, 'connect');
  cleanUp(() => opened.mockRestore());
  const webhooks = new Webhooks(realClock);
  cleanUp(() => webhooks.close());
  const request = { method: 'GET', fields: [['a', 'b']], authToken: 't', maxBytes: 9_999 } as const;
  const near = 'http://twimlets.com/message?Message=Hi';
  await expect(webhooks.send({ ...request, url: near })).rejects.toThrow('not this machine');
  webhooks.home = simulator.url;
  expect((await webhooks.send({ ...request, url: near })).url).toBe(`${near}&a=b`);
  for (const path of ['//8.8.8.8/', '/\\8.8.8.8/', '/..//8.8.8.8', '/@8.8.8.8/', '/http://8.8.8.8/']) {
    expect(await webhooks.send({ ...request, url: `http://twimlets.com${path}` })).toMatchObject({
      status: 404,
    });
  }
  for (const far of [
    'twimlets.com.',
    'twimlets.com:8080',
    'www.twimlets.com',
    'twimlets.com@8.8.8.8',
    'xtwimlets.com',
  ]) {
    await expect(webhooks.send({ ...request, url: `http://${far}/message` })).rejects.toThrow(
      'not this machine',
    );
  }
  const { port } = new URL(simulator.url);
  for (const [options] of opened.mock.calls) {
    expect([options].flat()[0]).toMatchObject({ host: '127.0.0.1', port: Number(port) });
  }
  expect(opened).toHaveBeenCalled();
});

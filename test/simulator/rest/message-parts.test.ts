// What belongs to a message: its pictures, listed, fetched, deleted and served, and the feedback it is given.

import { expect, test } from 'vitest';
import { DAY_MS } from '../../../src/simulator/dates.ts';
import { conformance } from '../../twilio-spec/ask.ts';
import { startApp } from '../app.ts';
import { CINDY, clientOf, NOON, simulate } from '../harness.ts';

const FROM = '+12025550142';

async function withPictures(mediaUrl: string[]) {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const message = await client.messages.create({ to: CINDY, from: FROM, body: 'look', mediaUrl });
  return { simulator, client, message, path: `/Messages/${message.sid}`, ...conformance(simulator) };
}

test('each picture is a row below its message', async () => {
  const urls = ['http://127.0.0.1:9/a.jpg?b=.gif', 'https://example.com/b', 'https://example.com/c.PDF'];
  const { simulator, client, message, path, ask } = await withPictures(urls);
  const { rows } = await ask('GET', `${path}/Media.json`);
  expect(rows.map(({ content_type }) => content_type)).toEqual([
    'application/pdf',
    'image/png',
    'image/jpeg',
  ]);
  expect(rows[0]).toMatchObject({ parent_sid: message.sid, account_sid: simulator.accountSid });
  for (const row of rows) expect((await ask('GET', row['uri'])).body).toEqual(row);
  const list = client.messages(message.sid).media;
  expect((await list.list({ pageSize: 2 })).map(({ sid }) => sid)).toEqual(rows.map(({ sid }) => sid));
  expect(await list.list({ dateCreated: new Date(NOON) })).toHaveLength(3);
  expect(await list.list({ dateCreatedAfter: new Date(NOON + DAY_MS) })).toEqual([]);
});

test('a picture is deleted alone, or with its message', async () => {
  const { simulator, client, message, path, ask, refused } = await withPictures([
    'http://127.0.0.1:9/a',
    'http://127.0.0.1:9/b',
  ]);
  const { rows } = await ask('GET', `${path}/Media.json`);
  expect((await ask('DELETE', rows[0]?.['uri'] ?? '')).status).toBe(204);
  expect((await ask('GET', `${path}/Media.json`)).rows).toEqual([rows[1]]);
  expect(await refused('GET', rows[0]?.['uri'] ?? '')).toMatchObject({ status: 404, code: 20404 });
  await simulator.clock.advance(10_000);
  await client.messages(message.sid).remove();
  expect(await refused('GET', `${path}/Media.json`)).toMatchObject({ status: 404 });
  expect((await fetch(simulator.url + String(rows[1]?.['uri']).replace('.json', ''))).status).toBe(404);
});

test('another message’s picture is not below this one', async () => {
  const { client, path, ask, refused } = await withPictures(['http://127.0.0.1:9/a']);
  const other = await client.messages.create({ to: CINDY, from: FROM, body: 'none' });
  const { rows } = await ask('GET', `${path}/Media.json`);
  expect((await ask('GET', `/Messages/${other.sid}/Media.json`)).rows).toEqual([]);
  expect(await refused('GET', `/Messages/${other.sid}/Media/${rows[0]?.['sid']}.json`)).toMatchObject({
    status: 404,
  });
  expect(await refused('GET', `/Messages/SM${'0'.repeat(32)}/Media.json`)).toMatchObject({ status: 404 });
});

test('its bytes are where its sender has them; a pixel stands for one that is not on this machine', async () => {
  const app = await startApp(
    () => (response) => response.writeHead(200, { 'content-type': 'image/gif' }).end('GIF'),
  );
  const { simulator, path, ask } = await withPictures([`${app.url}/a.gif`, 'https://example.com/b.png']);
  const { rows } = await ask('GET', `${path}/Media.json`);
  const get = (index: number) => fetch(simulator.url + String(rows[index]?.['uri']).replace(/\.json$/, ''));
  expect(await (await get(1)).text()).toBe('GIF');
  expect(app.hooks.map(({ url }) => url)).toEqual(['/a.gif']);
  const pixel = await get(0);
  expect([pixel.status, pixel.headers.get('content-type')]).toEqual([200, 'image/png']);
  const bytes = Buffer.from(await pixel.arrayBuffer());
  expect(bytes.toString('latin1', 1, 4)).toBe('PNG');
  // Width and height stand at 16 and 20.
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1, 1]);
});

test('an inbound text’s pictures are rows too, and the application is told where each is served', async () => {
  const app = await startApp();
  const simulator = await simulate();
  simulator.setNumber(FROM, { smsUrl: `${app.url}/sms` });
  const media = ['http://127.0.0.1:9/a.png', 'http://127.0.0.1:9/b.jpg'];
  const { sid } = simulator.text({ from: CINDY, to: FROM, body: '', media });
  await simulator.clock.advance(5_000);
  const { ask } = conformance(simulator);
  const { rows } = await ask('GET', `/Messages/${sid}/Media.json`);
  expect(rows.map(({ content_type }) => content_type)).toEqual(['image/jpeg', 'image/png']);
  const served = rows.map(({ uri }) => simulator.url + String(uri).replace('.json', ''));
  expect(app.hooks[0]?.params).toMatchObject({
    NumMedia: '2',
    MediaUrl0: served[1],
    MediaContentType0: 'image/png',
    MediaUrl1: served[0],
    MediaContentType1: 'image/jpeg',
  });
  const found = await fetch(served[0] ?? '', { redirect: 'manual' });
  expect([found.status, found.headers.get('location')]).toEqual([307, 'http://127.0.0.1:9/b.jpg']);
});

test('feedback is taken once there is something to tell, and its link says where', async () => {
  const { simulator, client, message, path, ask, refused } = await withPictures([]);
  const links = async () => (await ask('GET', `${path}.json`)).body['subresource_uris'];
  const base = `/2010-04-01/Accounts/${simulator.accountSid}${path}`;
  expect(await links()).toEqual({ media: `${base}/Media.json` });
  await simulator.clock.advance(10_000);
  expect(await links()).toEqual({ media: `${base}/Media.json`, feedback: `${base}/Feedback.json` });
  const { body } = await ask('POST', `${path}/Feedback.json`, { Outcome: 'unconfirmed' });
  expect(body).toMatchObject({
    message_sid: message.sid,
    outcome: 'unconfirmed',
    uri: `${base}/Feedback.json`,
  });
  const feedback = await client.messages(message.sid).feedback.create();
  expect(feedback.outcome).toBe('confirmed');
  expect(await refused('POST', `${path}/Feedback.json`, { Outcome: 'perhaps' })).toMatchObject({
    code: 20001,
  });
  expect(await refused('GET', `${path}/Feedback.json`)).toMatchObject({ status: 405 });
});

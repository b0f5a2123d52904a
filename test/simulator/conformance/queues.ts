// Queues, their members, and the events of a call, as Twilio describes them.

import { expect } from 'vitest';
import { startApp } from '../app.ts';
import { CINDY, FROM, type Guide, type Tour } from './tour.ts';

const BOB = '+14155550124';
const ENQUEUE = '<Response><Enqueue>support</Enqueue></Response>';

/** A call that waits in the queue; its SID. */
async function waiting({ ask, simulator }: Guide, To: string): Promise<string> {
  const { body } = await ask('POST', '/Calls.json', { To, From: FROM, Twiml: ENQUEUE });
  await simulator.clock.advance(5_000);
  return String(body['sid']);
}

export const QUEUE_TOURS: readonly Tour[] = [
  {
    shows: 'a queue made, changed, listed and deleted',
    walk: async ({ ask, refused }) => {
      const { status, body } = await ask('POST', '/Queues.json', { FriendlyName: 'sales', MaxSize: 5 });
      expect([status, body['friendly_name'], body['max_size'], body['current_size']]).toEqual([
        201,
        'sales',
        5,
        0,
      ]);
      expect((await ask('POST', '/Queues.json', { FriendlyName: 'support' })).body['max_size']).toBe(1_000);
      expect((await ask('GET', body.uri)).body).toEqual(body);
      const changed = await ask('POST', body.uri, { FriendlyName: 'Sales', MaxSize: 10 });
      expect(changed.body).toMatchObject({ friendly_name: 'Sales', max_size: 10, sid: body.sid });
      const first = await ask('GET', '/Queues.json', { PageSize: 1 });
      const second = await ask('GET', first.body.next_page_uri);
      expect([first, second].map(({ rows }) => rows[0]?.['friendly_name'])).toEqual(['support', 'Sales']);
      expect((await ask('DELETE', body.uri)).status).toBe(204);
      expect(await refused('GET', body.uri)).toMatchObject({ status: 404, code: 20404 });
      expect(await refused('POST', '/Queues.json', { FriendlyName: 'support' })).toMatchObject({
        status: 409,
      });
    },
  },
  {
    shows: 'members of a queue, listed, fetched and taken out',
    walk: async (guide) => {
      const { ask, refused } = guide;
      const app = await startApp();
      const one = await waiting(guide, CINDY);
      const two = await waiting(guide, BOB);
      const [queue] = (await ask('GET', '/Queues.json')).rows;
      expect(queue).toMatchObject({ current_size: 2 });
      const path = `/Queues/${queue?.sid}`;
      expect(await refused('DELETE', `${path}.json`)).toMatchObject({ status: 409 });
      const page = await ask('GET', `${path}/Members.json`, { PageSize: 1 });
      const next = await ask('GET', page.body.next_page_uri);
      expect([page, next].map(({ rows }) => rows[0]?.['call_sid'])).toEqual([one, two]);
      expect((await ask('GET', next.body.previous_page_uri)).rows).toEqual(page.rows);
      expect((await ask('GET', `${path}/Members/Front.json`)).body['call_sid']).toBe(one);
      expect((await ask('GET', `${path}/Members/${two}.json`)).body).toMatchObject({ position: 2 });
      await ask('POST', `${path}/Members/Front.json`, { Url: app.url, Method: 'GET' });
      await guide.simulator.clock.advance(1_000);
      expect((await ask('GET', `${path}/Members.json`)).rows.map((row) => row['call_sid'])).toEqual([two]);
      expect(app.hooks).toHaveLength(1);
      expect(await refused('GET', `${path}/Members/${one}.json`)).toMatchObject({ status: 404 });
    },
  },
  {
    shows: 'events of a call, and of one that asked for nothing',
    walk: async ({ ask, simulator }) => {
      const app = await startApp();
      const { body: asking } = await ask('POST', '/Calls.json', { To: CINDY, From: FROM, Url: app.url });
      const { body: silent } = await ask('POST', '/Calls.json', {
        To: BOB,
        From: FROM,
        Twiml: '<Response/>',
      });
      await simulator.clock.advance(10_000);
      const events = (uri: string) => ask('GET', uri.replace('.json', '/Events.json'));
      expect((await events(asking.uri)).rows).toMatchObject([
        { request: { url: app.url, parameters: { call_sid: asking.sid } }, response: { response_code: 200 } },
      ]);
      expect((await events(silent.uri)).rows).toEqual([]);
    },
  },
];

import { expect, test } from 'vitest';
import { CINDY, simulate } from './harness.ts';

const FROM = '+15005550006';

// The key sets of Twilio's own API description (twilio-oai, api.v2010).
const MESSAGE_KEYS =
  'account_sid api_version body date_created date_sent date_updated direction error_code error_message from messaging_service_sid num_media num_segments price price_unit sid status subresource_uris to uri';
const CALL_KEYS =
  'account_sid answered_by api_version caller_name date_created date_updated direction duration end_time forwarded_from from from_formatted group_sid parent_call_sid phone_number_sid price price_unit queue_time sid start_time status subresource_uris to to_formatted trunk_sid uri';
const ACCOUNT_KEYS =
  'auth_token date_created date_updated friendly_name owner_account_sid sid status subresource_uris type uri';
const NOTIFICATION_KEYS =
  'account_sid api_version call_sid date_created date_updated error_code log message_date message_text more_info request_method request_url sid uri';
const PAGE_KEYS = 'end first_page_uri next_page_uri page page_size previous_page_uri start uri';

async function open() {
  const simulator = await simulate();
  const authorization = `Basic ${Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64')}`;
  const base = `${simulator.url}/2010-04-01/Accounts/${simulator.accountSid}`;
  const ask = async (path: string, form?: Record<string, string>) => {
    const response = await fetch(base + path, {
      headers: { authorization },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    return { response, body: (await response.json()) as Record<string, never> };
  };
  return { simulator, ask };
}

const keys = (body: object) => Object.keys(body).sort().join(' ');

test('a message has exactly its keys, dates null or RFC 2822, numbers as text', async () => {
  const { simulator, ask } = await open();
  const { body, response } = await ask('/Messages.json', { To: CINDY, From: FROM, Body: 'hi' });
  expect(response.status).toBe(201);
  expect(keys(body)).toBe(MESSAGE_KEYS);
  expect(body).toMatchObject({
    date_created: 'Thu, 01 Jan 2026 12:00:00 +0000',
    date_sent: null,
    num_segments: '1',
    num_media: '0',
    api_version: '2010-04-01',
    uri: `/2010-04-01/Accounts/${simulator.accountSid}/Messages/${body['sid']}.json`,
  });
  expect(body['sid']).toMatch(/^SM[0-9a-f]{32}$/);
});

test('a call has exactly its keys, before and after', async () => {
  const { simulator, ask } = await open();
  const { body } = await ask('/Calls.json', { To: CINDY, From: FROM, Twiml: '<Response/>' });
  expect(keys(body)).toBe(CALL_KEYS);
  expect(body).toMatchObject({
    start_time: null,
    end_time: null,
    duration: null,
    queue_time: '0',
    status: 'queued',
  });
  expect(body['phone_number_sid']).toMatch(/^PN[0-9a-f]{32}$/);
  await simulator.clock.advance(10_000);
  const after = await ask(`/Calls/${body['sid']}.json`);
  expect(keys(after.body)).toBe(CALL_KEYS);
  expect(after.body).toMatchObject({ status: 'completed', duration: '0', to_formatted: '(415) 555-0123' });
});

test('an account, its balance and a notification have exactly their keys', async () => {
  const { simulator, ask } = await open();
  expect(keys((await ask('.json')).body)).toBe(ACCOUNT_KEYS);
  expect((await ask('.json', { FriendlyName: 'Clinic' })).body).toMatchObject({ friendly_name: 'Clinic' });
  expect(keys((await ask('/Balance.json')).body)).toBe('account_sid balance currency');
  const { body: call } = await ask('/Calls.json', { To: CINDY, From: FROM, Twiml: '<Oops/>' });
  await simulator.clock.advance(10_000);
  const { body: list } = await ask(`/Calls/${call['sid']}/Notifications.json`);
  const first = (list['notifications'] as unknown as Record<string, string>[])[0] ?? {};
  expect(keys(first)).toBe(NOTIFICATION_KEYS);
  const { body: one } = await ask(`/Calls/${call['sid']}/Notifications/${first['sid']}.json`);
  expect(keys(one)).toBe(
    [...NOTIFICATION_KEYS.split(' '), 'request_variables', 'response_body', 'response_headers']
      .sort()
      .join(' '),
  );
  const { body: other } = await ask('/Calls.json', { To: CINDY, From: FROM, Twiml: '<Response/>' });
  expect((await ask(`/Calls/${other['sid']}/Notifications/${first['sid']}.json`)).response.status).toBe(404);
  expect((await ask('/Notifications.json')).body['notifications']).toHaveLength(1);
});

test('the list of accounts holds the one that asks', async () => {
  const { simulator } = await open();
  const authorization = `Basic ${Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64')}`;
  const body = await (
    await fetch(`${simulator.url}/2010-04-01/Accounts.json`, { headers: { authorization } })
  ).json();
  expect(body).toMatchObject({ accounts: [{ sid: simulator.accountSid }] });
});

test.each(['/Messages.json', '/Calls.json', '/Notifications.json'])(
  '%s has the keys of a page',
  async (path) => {
    const { body } = await (await open()).ask(path);
    const plural = path.slice(1, -5).toLowerCase();
    expect(keys(body)).toBe([...PAGE_KEYS.split(' '), plural].sort().join(' '));
  },
);

test('every answer has a request id of its own', async () => {
  const { ask } = await open();
  const ids = [await ask('/Balance.json'), await ask('/Nothing.json')].map(({ response }) =>
    response.headers.get('twilio-request-id'),
  );
  expect(ids[0]).toMatch(/^RQ[0-9a-f]{32}$/);
  expect(ids[1]).toMatch(/^RQ[0-9a-f]{32}$/);
  expect(ids[0]).not.toBe(ids[1]);
});

// The monitor's alerts: what went wrong with calls, messages and callbacks, over the monitor's own kind of list.

import { expect, test } from 'vitest';
import { DAY_MS } from '../../../src/simulator/dates.ts';
import { conformance, type Params } from '../../twilio-spec/ask.ts';
import { startApp } from '../app.ts';
import { CINDY, clientOf, NOON, refusal, simulate } from '../harness.ts';

const FROM = '+12025550142';

/** A call whose TwiML is none (an error), and a text whose callback answers 500 (a warning). */
async function withTrouble() {
  const app = await startApp(() => (response) => response.writeHead(500).end('oh no'));
  const simulator = await simulate();
  const client = clientOf(simulator);
  client.monitor.baseUrl = simulator.url;
  const call = await client.calls.create({ to: CINDY, from: FROM, url: `${app.url}/twiml` });
  await simulator.clock.advance(60_000);
  const message = await client.messages.create({
    to: CINDY,
    from: FROM,
    body: 'hi',
    statusCallback: `${app.url}/s`,
  });
  await simulator.clock.advance(150);
  return { app, simulator, client, call, message, ...conformance(simulator) };
}

test('alerts are listed as Twilio describes them, newest first, with absolute links', async () => {
  const { app, simulator, call, message, ask } = await withTrouble();
  const { rows, body } = await ask('GET', '/v1/Alerts', { PageSize: 1 });
  expect(rows).toMatchObject([
    {
      error_code: '11200',
      log_level: 'warning',
      resource_sid: message.sid,
      request_url: `${app.url}/s`,
      request_method: 'POST',
      date_generated: '2026-01-01T12:01:00Z',
      more_info: 'https://www.twilio.com/docs/errors/11200',
      url: `${simulator.url}/v1/Alerts/${rows[0]?.['sid']}`,
    },
  ]);
  expect(String(rows[0]?.['alert_text'])).toContain('ErrorCode=11200&LogLevel=WARN');
  const link = `${simulator.url}/v1/Alerts?PageSize=1`;
  expect(body['meta']).toEqual({
    key: 'alerts',
    page: 0,
    page_size: 1,
    first_page_url: `${link}&Page=0`,
    url: `${link}&Page=0`,
    next_page_url: `${link}&Page=1&PageToken=PA${rows[0]?.['sid']}`,
    previous_page_url: null,
  });
  const all = await ask('GET', '/v1/Alerts');
  expect(all.rows.map(({ resource_sid, error_code }) => [resource_sid, error_code])).toEqual([
    [message.sid, '11200'],
    [call.sid, '11200'],
  ]);
});

test('one alert has the exchange that went wrong, which the list has not', async () => {
  const { client, call, ask } = await withTrouble();
  const error = (await client.monitor.v1.alerts.list({ logLevel: 'error' }))[0];
  const { body } = await ask('GET', `/v1/Alerts/${error?.sid}`);
  expect(body).toMatchObject({ resource_sid: call.sid, response_body: 'oh no' });
  expect(String(body['request_variables'])).toContain(`CallSid=${call.sid}`);
  expect(await client.monitor.v1.alerts(error?.sid ?? '').fetch()).toMatchObject({ responseBody: 'oh no' });
});

test('filters: level, from, until, and never more than thirty days back', async () => {
  const { simulator, call, ask } = await withTrouble();
  const about = async (params: Params) =>
    (await ask('GET', '/v1/Alerts', params)).rows.map(({ resource_sid }) =>
      resource_sid === call.sid ? 'call' : 'message',
    );
  expect(await about({ LogLevel: 'error' })).toEqual(['call']);
  expect(await about({ LogLevel: 'warning' })).toEqual(['message']);
  expect(await about({ LogLevel: 'debug' })).toEqual([]);
  expect(await about({ StartDate: '2026-01-01T12:01:00Z' })).toEqual(['message']);
  expect(await about({ EndDate: '2026-01-01T12:00:59Z' })).toEqual(['call']);
  expect(await about({ StartDate: '2026-01-01', EndDate: '2026-01-01' })).toEqual(['message', 'call']);
  expect(await about({ StartDate: '2026-01-02' })).toEqual([]);
  await simulator.clock.set(NOON + 30 * DAY_MS + 30_000);
  // The text that failed a minute later is delivered meanwhile, and its other callbacks failed too.
  expect(new Set(await about({ StartDate: '2025-06-01' }))).toEqual(new Set(['message']));
});

test('the official client walks the pages, each list by its own links', async () => {
  const { client, simulator } = await withTrouble();
  await simulator.clock.advance(10_000);
  const all = await client.monitor.v1.alerts.list();
  expect(all.length).toBeGreaterThan(3);
  expect((await client.monitor.v1.alerts.list({ pageSize: 1 })).map(({ sid }) => sid)).toEqual(
    all.map(({ sid }) => sid),
  );
  const first = await client.monitor.v1.alerts.page({ pageSize: 2 });
  const second = await first.nextPage();
  const back = await second?.previousPage();
  expect(back?.instances.map(({ sid }) => sid)).toEqual(first.instances.map(({ sid }) => sid));
});

test('what is not there or not allowed is refused as anywhere', async () => {
  const { client, refused } = await withTrouble();
  expect(await refused('GET', `/v1/Alerts/NO${'0'.repeat(32)}`)).toMatchObject({ status: 404, code: 20404 });
  expect(await refused('GET', '/v1/Nothing')).toMatchObject({ status: 404, code: 20404 });
  expect(await refused('POST', '/v1/Alerts')).toMatchObject({ status: 405, code: 20004 });
  expect(await refused('GET', '/v1/Alerts', { PageSize: 1001 })).toMatchObject({ status: 400, code: 20007 });
  expect(await refused('GET', '/v1/Alerts', { StartDate: 'x' })).toMatchObject({ status: 400, code: 20001 });
  expect(await refusal(client.monitor.v1.alerts(`NO${'0'.repeat(32)}`).fetch())).toMatchObject({
    code: 20404,
  });
});

// The monitor's events: the audit trail, narrowed by one thing at a time.

import { expect, test } from 'vitest';
import { conformance, type Params } from '../../twilio-spec/ask.ts';
import { clientOf, NOON } from '../harness.ts';
import { OWNER, sidOf, simulateWith } from './stored.ts';

const USER = `US${OWNER.slice(2)}`;
const NUMBER = sidOf('PN', 1);

function event(number: number, changes: object = {}) {
  return {
    sid: sidOf('AE', number),
    actorSid: OWNER,
    at: NOON + number * 60_000,
    type: 'phone-number.updated',
    resourceType: 'phone-number',
    resourceSid: NUMBER,
    data: { resource_properties: { friendly_name: { previous: 'a', updated: 'b' } } },
    ...changes,
  };
}

async function open() {
  const account = { type: 'account.updated', resourceType: 'account', resourceSid: OWNER };
  const events = [event(1), event(2, account), event(3)];
  const simulator = await simulateWith({ [OWNER]: { events } });
  const client = clientOf(simulator);
  client.monitor.baseUrl = simulator.url;
  return { simulator, client, ...conformance(simulator) };
}

const numbers = (rows: readonly { readonly sid: string }[]) => rows.map(({ sid }) => Number(sid.slice(2)));

test('an event says who did what to which resource, and links to both', async () => {
  const { simulator, ask } = await open();
  const api = `${simulator.url}/2010-04-01/Accounts/${OWNER}`;
  const { body } = await ask('GET', `/v1/Events/${sidOf('AE', 1)}`);
  expect(body).toMatchObject({
    actor_sid: USER,
    event_type: 'phone-number.updated',
    event_date: '2026-01-01T12:01:00Z',
    event_data: { resource_properties: { friendly_name: { previous: 'a', updated: 'b' } } },
    links: { actor: api, resource: `${api}/IncomingPhoneNumbers/${NUMBER}` },
    url: `${simulator.url}/v1/Events/${sidOf('AE', 1)}`,
  });
  expect((await ask('GET', `/v1/Events/${sidOf('AE', 2)}`)).body['links']).toEqual({
    actor: api,
    resource: api,
  });
});

test('events are listed newest first and narrowed', async () => {
  const { client, ask } = await open();
  const list = async (params: Params) => numbers((await ask('GET', '/v1/Events', params)).rows);
  expect(await list({})).toEqual([3, 2, 1]);
  expect(await list({ EventType: 'account.updated' })).toEqual([2]);
  expect(await list({ ResourceSid: NUMBER })).toEqual([3, 1]);
  expect(await list({ SourceIpAddress: '127.0.0.1', StartDate: '2026-01-01T12:02:00Z' })).toEqual([3, 2]);
  expect(await list({ SourceIpAddress: '10.0.0.1' })).toEqual([]);
  expect(await list({ ActorSid: sidOf('US', 1) })).toEqual([]);
  expect(await list({ EndDate: '2026-01-01T12:02:00Z' })).toEqual([2, 1]);
  expect(numbers(await client.monitor.v1.events.list({ actorSid: USER, pageSize: 1 }))).toEqual([3, 2, 1]);
});

test('two filters beside the dates, and what is not there, are refused', async () => {
  const { refused } = await open();
  const both = { EventType: 'account.updated', ResourceSid: NUMBER };
  expect(await refused('GET', '/v1/Events', both)).toMatchObject({ status: 400, code: 20001 });
  expect(await refused('GET', `/v1/Events/${sidOf('AE', 9)}`)).toMatchObject({ status: 404, code: 20404 });
  expect(await refused('GET', '/v1/Events', { StartDate: 'x' })).toMatchObject({ status: 400, code: 20001 });
});

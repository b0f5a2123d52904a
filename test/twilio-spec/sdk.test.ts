// The official client under inspection hears of what is wrong on either side, and is left alone otherwise.

import twilio from 'twilio';
import { expect, test } from 'vitest';
import { type Answer, startApp } from '../simulator/app.ts';
import { CINDY, clientOf, refusal, simulate } from '../simulator/harness.ts';
import { inspect } from './sdk.ts';

const FROM = '+15005550006';
const AC = `AC${'0'.repeat(32)}`;

async function clientAnswered(status: number, body: string): Promise<twilio.Twilio> {
  const answer: Answer = (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  const app = await startApp(() => answer);
  const client = twilio(AC, 'token');
  client.api.baseUrl = app.url;
  return inspect(client);
}

test('what is in order goes through: creates, lists, pages, a deletion, a refusal', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const { sid } = await client.messages.create({ to: CINDY, from: FROM, body: '1' });
  await client.messages.create({ to: CINDY, from: FROM, body: '2' });
  expect(await client.messages.list({ pageSize: 1 })).toHaveLength(2);
  await simulator.clock.advance(5_000);
  expect(await client.messages(sid).remove()).toBe(true);
  expect(await refusal(client.messages(sid).fetch())).toMatchObject({ status: 404, code: 20404 });
});

test('a request and an answer that are wrong are both told of', async () => {
  const client = await clientAnswered(201, '{"sid":"SM1","body":7}');
  const options = { to: CINDY, from: FROM, body: 'hi', validityPeriod: 'soon' as never };
  const { message } = await refusal(client.messages.create(options));
  expect(message).toContain('POST /Messages.json ValidityPeriod: expected integer, got "soon"');
  expect(message).toContain('POST /Messages.json sid: expected ^(SM|MM)[0-9a-fA-F]{32}$, got "SM1"');
  expect(message).toContain('POST /Messages.json body: expected string, got 7');
  expect(message).toContain('POST /Messages.json account_sid: missing');
});

test('the parameters of a list and of a page behind it are looked at', async () => {
  const client = await clientAnswered(200, '{}');
  const list = client.messages.page({ pageSize: 5_000 });
  expect((await refusal(list)).message).toContain(
    'GET /Messages.json PageSize: expected at most 1000, got "5000"',
  );
  const page = client.messages.getPage(
    `${client.api.baseUrl}/2010-04-01/Accounts/${AC}/Messages.json?Mood=x`,
  );
  expect((await refusal(page)).message).toContain('GET /Messages.json Mood: Twilio has no such parameter');
});

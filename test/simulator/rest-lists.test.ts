import { expect, test } from 'vitest';
import { DAY_MS } from '../../src/simulator/dates.ts';
import { CINDY, clientOf, NOON, refusal, simulate } from './harness.ts';

const FROM = '+15005550006';
const BOB = '+14155550124';

async function withMessages(count: number) {
  const simulator = await simulate();
  const client = clientOf(simulator);
  for (let i = 1; i <= count; i += 1) {
    await client.messages.create({ to: i % 2 ? CINDY : BOB, from: FROM, body: `${i}` });
  }
  await simulator.clock.advance(5_000);
  return { simulator, client };
}

const bodies = (rows: readonly { body: string }[]) => rows.map(({ body }) => Number(body));

test('list and each of the official client walk all pages, newest first', async () => {
  const { client } = await withMessages(7);
  expect(bodies(await client.messages.list({ pageSize: 3 }))).toEqual([7, 6, 5, 4, 3, 2, 1]);
  expect(bodies(await client.messages.list({ pageSize: 3, limit: 4 }))).toEqual([7, 6, 5, 4]);
  const seen: number[] = [];
  await new Promise<void>((resolve, reject) => {
    const done = (error?: Error) => (error ? reject(error) : resolve());
    client.messages.each({ pageSize: 2, done }, (message) => seen.push(Number(message.body)));
  });
  expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
});

test('page, nextPage, previousPage and getPage agree, also while messages arrive', async () => {
  const { simulator, client } = await withMessages(6);
  const first = await client.messages.page({ pageSize: 2, to: CINDY });
  await client.messages.create({ to: CINDY, from: FROM, body: '7' });
  const second = await first.nextPage();
  expect(bodies(first.instances)).toEqual([5, 3]);
  expect(bodies(second?.instances ?? [])).toEqual([1]);
  expect(await second?.nextPage()).toBeUndefined();
  const back = await second?.previousPage();
  expect(bodies(back?.instances ?? [])).toEqual([5, 3]);
  const again = await client.messages.getPage(
    `${simulator.url}${first.nextPageUrl?.slice(first.nextPageUrl.indexOf('/2010'))}`,
  );
  expect(bodies(again.instances)).toEqual([1]);
});

test('a page is described as Twilio describes it', async () => {
  const { simulator } = await withMessages(5);
  const path = `/2010-04-01/Accounts/${simulator.accountSid}/Messages.json`;
  const authorization = `Basic ${Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64')}`;
  const get = async (uri: string) =>
    (await (await fetch(simulator.url + uri, { headers: { authorization } })).json()) as Record<
      string,
      unknown
    >;
  const query = `From=${encodeURIComponent(FROM)}&DateSent%3E=2026-01-01`;
  const { messages, ...first } = await get(`${path}?${query}&PageSize=2&Junk=1`);
  const second = (messages as { sid: string }[])[1];
  expect(first).toEqual({
    end: 1,
    first_page_uri: `${path}?${query}&PageSize=2&Page=0`,
    next_page_uri: `${path}?${query}&PageSize=2&Page=1&PageToken=PA${second?.sid}`,
    page: 0,
    page_size: 2,
    previous_page_uri: null,
    start: 0,
    uri: `${path}?${query}&PageSize=2&Page=0`,
  });
  const next = await get(String(first['next_page_uri']));
  const last = await get(String(next['next_page_uri']));
  expect(last).toMatchObject({ page: 2, start: 4, end: 4, next_page_uri: null });
  expect(last['previous_page_uri']).toContain('&Page=1&PageToken=PB');
  expect(await get(`${path}?To=%2B14155559999`)).toMatchObject({
    messages: [],
    start: 0,
    end: 0,
    next_page_uri: null,
  });
  expect((await get(`${path}?PageSize=2&Page=2`))['messages']).toHaveLength(1);
});

test('dates: on a day, up to and including, from and including; unsent messages have none', async () => {
  const { simulator, client } = await withMessages(1);
  await simulator.clock.advance(DAY_MS);
  await client.messages.create({ to: CINDY, from: FROM, body: '2' });
  await simulator.clock.advance(5_000);
  await client.messages.create({ to: CINDY, from: FROM, body: '3' });
  const yesterday = new Date(NOON);
  const today = new Date(NOON + DAY_MS);
  expect(bodies(await client.messages.list({ dateSent: yesterday }))).toEqual([1]);
  expect(bodies(await client.messages.list({ dateSent: today }))).toEqual([2]);
  expect(bodies(await client.messages.list({ dateSentBefore: new Date(NOON + 2_000) }))).toEqual([1]);
  expect(bodies(await client.messages.list({ dateSentAfter: new Date(NOON + 2_000) }))).toEqual([2]);
  expect(
    bodies(
      await client.messages.list({ dateSentAfter: yesterday, dateSentBefore: new Date(NOON + 2 * DAY_MS) }),
    ),
  ).toEqual([2, 1]);
});

test('a row without a sender yet is listed, but under no sender', async () => {
  const { client } = await withMessages(0);
  await client.messages.create({ to: CINDY, messagingServiceSid: `MG${'1'.repeat(32)}`, body: '1' });
  expect(await client.messages.list({ to: CINDY })).toHaveLength(1);
  expect(await client.messages.list({ from: FROM })).toHaveLength(0);
});

test.each([
  ['PageSize=1001', 20007],
  ['PageSize=-1', 20001],
  ['Page=x', 20001],
  ['PageToken=PASM0', 20001],
  ['PageToken=rubbish', 20001],
  ['DateSent=yesterday', 20001],
  ['DateSent%3E=2026-02-31', 20001],
])('%s is refused', async (query, code) => {
  const { simulator } = await withMessages(0);
  const authorization = `Basic ${Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64')}`;
  const path = `/2010-04-01/Accounts/${simulator.accountSid}/Messages.json`;
  const response = await fetch(`${simulator.url}${path}?${query}`, { headers: { authorization } });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code, status: 400 });
});

test('pageSize 1000 is the most, and the client that asks for more is told', async () => {
  const { client } = await withMessages(1);
  expect(await client.messages.list({ limit: 1000 })).toHaveLength(1);
  expect(await refusal(client.messages.list({ limit: 5000 }))).toMatchObject({ code: 20007 });
});

test('calls are filtered by party, status and dates', async () => {
  const simulator = await simulate({ cps: 0 });
  const client = clientOf(simulator);
  const twiml = '<Response><Pause length="10"/></Response>';
  const done = await client.calls.create({ to: CINDY, from: FROM, twiml });
  await simulator.clock.advance(60_000);
  const live = await client.calls.create({ to: BOB, from: FROM, twiml });
  await simulator.clock.advance(3_000);
  const sids = async (params: object) => (await client.calls.list(params)).map(({ sid }) => sid);
  expect(await sids({})).toEqual([live.sid, done.sid]);
  expect(await sids({ status: 'completed' })).toEqual([done.sid]);
  expect(await sids({ status: 'in-progress' })).toEqual([live.sid]);
  expect(await sids({ to: BOB })).toEqual([live.sid]);
  expect(await sids({ parentCallSid: `CA${'0'.repeat(32)}` })).toEqual([]);
  expect(await sids({ startTimeAfter: new Date(NOON + 50_000) })).toEqual([live.sid]);
  expect(await sids({ endTimeBefore: new Date(NOON + 50_000) })).toEqual([done.sid]);
  expect(await sids({ startTime: new Date(NOON) })).toEqual([live.sid, done.sid]);
});

test('a month and a year name all of their days', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  await client.messages.create({ to: CINDY, from: FROM, body: 'January' });
  await simulator.clock.advance(60 * DAY_MS);
  await client.messages.create({ to: CINDY, from: FROM, body: 'March' });
  await simulator.clock.advance(60_000);
  const login = Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64');
  const found = async (query: string) => {
    const url = `${simulator.url}/2010-04-01/Accounts/${simulator.accountSid}/Messages.json?${query}`;
    const answer = await fetch(url, { headers: { authorization: `Basic ${login}` } });
    return ((await answer.json()) as { messages: { body: string }[] }).messages.map(({ body }) => body);
  };
  expect(await found('DateSent=2026')).toEqual(['March', 'January']);
  expect(await found('DateSent=2025')).toEqual([]);
  expect(await found('DateSent=2026-01')).toEqual(['January']);
  expect(await found('DateSent%3E=2026-02')).toEqual(['March']);
  expect(await found('DateSent%3C=2026-01')).toEqual(['January']);
});

test.each([
  ['/Calls.json?Status=asleep', 'Status'],
  ['/Conferences.json?Status=asleep', 'Status'],
  ['/Notifications.json?Log=2', 'Log'],
  ['/Usage/Records.json?Category=asleep', 'Category'],
  ['/Usage/Triggers.json?Recurring=hourly', 'Recurring'],
  ['/Usage/Triggers.json?TriggerBy=chance', 'TriggerBy'],
  ['/Usage/Triggers.json?UsageCategory=asleep', 'UsageCategory'],
  ['.json?Status=asleep', 'Status'],
  ['/v1/Alerts?LogLevel=asleep', 'LogLevel'],
])('%s is refused: no such word', async (path, name) => {
  const simulator = await simulate();
  const login = Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64');
  const account = path.startsWith('.') ? '' : `/${simulator.accountSid}`;
  const url = path.startsWith('/v1') ? path : `/2010-04-01/Accounts${account}${path}`;
  const answer = await fetch(simulator.url + url, { headers: { authorization: `Basic ${login}` } });
  expect(answer.status).toBe(400);
  const words = expect.stringContaining(`Invalid ${name}`);
  expect(await answer.json()).toMatchObject({ code: 20001, message: words });
});

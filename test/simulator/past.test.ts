import { expect, test } from 'vitest';
import type { BookName } from '../../src/simulator/books.ts';
import type { Call } from '../../src/simulator/call.ts';
import type { Message } from '../../src/simulator/message.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { UsageDay } from '../../src/simulator/usage.ts';
import { CINDY, clientOf, NOON, refusal, simulate } from './harness.ts';
import { rowsIn, stateFile } from './state-files.ts';

const FROM = '+15005550006';
const PLAN = { messages: 3_000, calls: 600, days: 60 };
const DAY_MS = 86_400_000;

type Row = Readonly<Record<string, string | null>> & { readonly sid: string };
interface Page {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

async function get(simulator: Simulator, path: string): Promise<Record<string, unknown>> {
  const authorization = `Basic ${Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64')}`;
  const response = await fetch(simulator.url + path, { headers: { authorization } });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

async function page(simulator: Simulator, uri: string): Promise<Page> {
  const body = await get(simulator, uri);
  const rows = Object.values(body).find((value): value is Row[] => Array.isArray(value)) ?? [];
  return { rows, next: body['next_page_uri'] as string | null };
}

/** All rows of a list, page by page. */
async function list(simulator: Simulator, resource: string, query = ''): Promise<Row[]> {
  const found: Row[] = [];
  let uri: string | null =
    `/2010-04-01/Accounts/${simulator.accountSid}/${resource}.json?PageSize=1000${query}`;
  while (uri !== null) {
    const { rows, next } = await page(simulator, uri);
    found.push(...rows);
    uri = next;
  }
  return found;
}

async function seeded(plan: object = PLAN): Promise<Simulator> {
  const simulator = await simulate();
  await simulator.seedPast(plan);
  return simulator;
}

const share = (rows: readonly Row[], test: (row: Row) => boolean) => rows.filter(test).length / rows.length;
const instant = (row: Row, key: string) => Date.parse(row[key] ?? '');

test('the same plan makes the same past, row by row, and another seed another one', async () => {
  const [first, second, other] = [await seeded(), await seeded(), await seeded({ ...PLAN, seed: 2 })];
  for (const resource of ['Messages', 'Calls', 'Notifications']) {
    const rows = await list(first, resource);
    expect(await list(second, resource)).toEqual(rows);
    expect(await list(other, resource)).not.toEqual(rows);
  }
});

test('as many rows as were asked for, newest first, each begun and over within the days before now', async () => {
  const simulator = await seeded();
  for (const [resource, count] of [
    ['Messages', 3_000],
    ['Calls', 600],
  ] as const) {
    const rows = await list(simulator, resource);
    expect(new Set(rows.map(({ sid }) => sid)).size).toBe(count);
    const created = rows.map((row) => instant(row, 'date_created'));
    expect(created).toEqual([...created].sort((a, b) => b - a));
    expect(created.at(-1)).toBeGreaterThanOrEqual(NOON - 60 * DAY_MS);
    for (const row of rows) expect(instant(row, 'date_updated')).toBeLessThan(NOON);
  }
});

test('it ends before the first row that was there already', async () => {
  const simulator = await simulate();
  const sid = (await clientOf(simulator).messages.create({ to: CINDY, from: FROM, body: 'first' })).sid;
  await simulator.clock.advance(3_600_000);
  expect(await simulator.seedPast(PLAN)).toMatchObject({ until: NOON });
  const rows = await list(simulator, 'Messages');
  expect(rows[0]?.sid).toBe(sid);
  expect(rows).toHaveLength(3_001);
  expect(simulator.messages().map((row) => row.sid)).toEqual([sid]);
});

test('what became of the texts is what becomes of texts', async () => {
  const simulator = await seeded({ messages: 8_000, calls: 0, days: 60 });
  const rows = await list(simulator, 'Messages');
  const out = rows.filter(({ direction }) => direction === 'outbound-api');
  const answers = rows.filter(({ direction }) => direction === 'inbound');
  expect(answers.length + out.length).toBe(8_000);
  expect(answers.length / 8_000).toBeGreaterThan(0.08);
  expect(share(out, ({ status }) => status === 'delivered')).toBeGreaterThan(0.93);
  expect(share(out, ({ status }) => status === 'delivered')).toBeLessThan(0.97);
  const codes = new Set(out.map(({ error_code, status }) => `${status} ${error_code}`));
  expect([...codes].sort()).toEqual([
    'delivered null',
    'failed 21610',
    'sent null',
    'undelivered 30003',
    'undelivered 30005',
    'undelivered 30006',
    'undelivered 30007',
  ]);
  const segments = new Set(out.map(({ num_segments }) => num_segments));
  expect([...segments].sort()).toEqual(expect.arrayContaining(['1', '2', '3']));
  // Numbers set aside for fiction, and the account's own.
  for (const row of out) expect(row['to']).toMatch(/^\+1\d{3}55501\d\d$/);
  expect(new Set(out.map(({ from }) => from))).toEqual(new Set(simulator.numbers));
  expect(
    answers.every(({ status, to }) => status === 'received' && simulator.numbers.includes(to ?? '')),
  ).toBe(true);
  expect(answers.map(({ body }) => body)).toEqual(expect.arrayContaining(['C', '1', 'STOP']));
  const refused = out.filter(({ error_code }) => String(error_code) === '21610');
  for (const row of refused) {
    const stop = answers.find(({ from, body }) => from === row['to'] && /^stop$/i.test(body ?? ''));
    expect(instant(stop as Row, 'date_created')).toBeLessThanOrEqual(instant(row, 'date_created'));
    expect([row['price'], row['date_sent']]).toEqual([null, null]);
  }
});

test('who said STOP is still opted out', async () => {
  const simulator = await seeded({ messages: 8_000, calls: 0, days: 60 });
  const stop = (await list(simulator, 'Messages')).find(({ body }) => body === 'STOP');
  const { from, to } = stop as Row;
  const again = clientOf(simulator).messages.create({ to: from ?? '', from: to ?? '', body: 'hello' });
  expect(await refusal(again)).toMatchObject({ code: 21610 });
});

test('what became of the calls is what becomes of calls', async () => {
  const simulator = await seeded({ messages: 0, calls: 3_000, days: 60 });
  const rows = await list(simulator, 'Calls');
  const out = rows.filter(({ direction }) => direction === 'outbound-api');
  expect(share(rows, ({ direction }) => direction === 'inbound')).toBeGreaterThan(0.15);
  expect([...new Set(out.map(({ status }) => status))].sort()).toEqual([
    ...['busy', 'canceled', 'completed', 'failed', 'no-answer'],
  ]);
  expect(share(out, ({ answered_by }) => answered_by === 'human')).toBeGreaterThan(0.35);
  expect(share(out, ({ answered_by }) => answered_by?.startsWith('machine') ?? false)).toBeGreaterThan(0.25);
  expect(out.some(({ queue_time }) => Number(queue_time) > 1_000)).toBe(true);
  for (const row of rows) {
    const lasted = (instant(row, 'end_time') - instant(row, 'start_time')) / 1000;
    expect([row['duration'], row['price'] === null]).toEqual(
      row['status'] === 'completed' ? [String(lasted), false] : [null, true],
    );
  }
  const children = rows.filter(({ direction }) => direction === 'outbound-dial');
  expect(children.length).toBeGreaterThan(100);
  const bySid = new Map(rows.map((row) => [row.sid, row]));
  for (const child of children)
    expect(bySid.get(child['parent_call_sid'] ?? '')?.['direction']).toBe('inbound');
  const [failure] = await list(simulator, 'Notifications');
  expect(failure).toMatchObject({ error_code: '11200' });
  expect(bySid.has(failure?.['call_sid'] ?? '')).toBe(true);
});

test('an office keeps its hours, and on Monday morning everybody is reminded', async () => {
  const rows = await list(await seeded({ messages: 6_000, calls: 0, days: 56 }), 'Messages');
  const quarters = new Map<string, number>();
  let atNight = 0;
  for (const row of rows) {
    const local = new Date(instant(row, 'date_created') - 5 * 3_600_000);
    const quarter = `${local.getUTCDay()} ${local.getUTCHours()}:${Math.floor(local.getUTCMinutes() / 15) * 15}`;
    quarters.set(quarter, (quarters.get(quarter) ?? 0) + 1);
    if (local.getUTCHours() < 6) atNight += 1;
  }
  expect([...quarters].sort(([, a], [, b]) => b - a)[0]?.[0]).toBe('1 8:45');
  expect(atNight / rows.length).toBeLessThan(0.02);
});

test('pages follow one another with every row once, while new messages come in', async () => {
  const simulator = await seeded();
  const client = clientOf(simulator);
  const seen: string[] = [];
  let uri: string | null = `/2010-04-01/Accounts/${simulator.accountSid}/Messages.json?PageSize=150`;
  while (uri !== null) {
    const { rows, next }: Page = await page(simulator, uri);
    seen.push(...rows.map(({ sid }) => sid));
    for (let i = 0; i < 3; i += 1) await client.messages.create({ to: CINDY, from: FROM, body: `${i}` });
    await simulator.clock.advance(1_000);
    uri = next;
  }
  expect(seen).toHaveLength(3_000);
  expect(new Set(seen)).toEqual(
    new Set((await list(simulator, 'Messages')).slice(-3_000).map(({ sid }) => sid)),
  );
});

test('filters find in the past what a walk through all of it finds', async () => {
  const simulator = await seeded();
  const messages = await list(simulator, 'Messages');
  const calls = await list(simulator, 'Calls');
  const day = new Date(NOON - 40 * DAY_MS).toISOString().slice(0, 10);
  const from = Date.parse(`${day}T00:00:00Z`);
  const sent = (row: Row) => (row['date_sent'] ? instant(row, 'date_sent') : Number.NaN);
  const somebody = messages[777]?.['to'] ?? '';
  const caller = calls[99]?.['from'] ?? '';
  const on = (number: string) => encodeURIComponent(number);
  const parent = calls.find(({ parent_call_sid }) => parent_call_sid)?.['parent_call_sid'];
  for (const [resource, query, all, matches] of [
    ['Messages', `&To=${on(somebody)}`, messages, (row: Row) => row['to'] === somebody],
    ['Messages', `&From=${on(FROM)}`, messages, (row: Row) => row['from'] === FROM],
    ['Messages', `&DateSent=${day}`, messages, (row: Row) => sent(row) >= from && sent(row) < from + DAY_MS],
    ['Messages', `&DateSent%3E=${day}`, messages, (row: Row) => sent(row) >= from],
    ['Messages', `&DateSent%3C=${day}`, messages, (row: Row) => sent(row) < from + DAY_MS],
    ['Calls', '&Status=busy', calls, (row: Row) => row['status'] === 'busy'],
    [
      'Calls',
      `&From=${on(caller)}&Status=completed`,
      calls,
      (row: Row) => row['from'] === caller && row['status'] === 'completed',
    ],
    ['Calls', `&StartTime%3C=${day}`, calls, (row: Row) => instant(row, 'start_time') < from + DAY_MS],
    ['Calls', `&EndTime%3E=${day}`, calls, (row: Row) => instant(row, 'end_time') >= from],
    ['Calls', `&ParentCallSid=${parent}`, calls, (row: Row) => row['parent_call_sid'] === parent],
  ] as const) {
    const wanted = all.filter(matches);
    expect([query, wanted.length > 0]).toEqual([query, true]);
    expect((await list(simulator, resource, query)).map(({ sid }) => sid)).toEqual(
      wanted.map(({ sid }) => sid),
    );
  }
});

test('a row of the past is fetched, redacted and deleted like any other', async () => {
  const simulator = await seeded();
  const client = clientOf(simulator);
  const [, second, third] = await list(simulator, 'Messages');
  expect((await client.messages(second?.sid ?? '').update({ body: '' })).body).toBe('');
  await client.messages(third?.sid ?? '').remove();
  expect((await client.messages(second?.sid ?? '').fetch()).body).toBe('');
  expect(await refusal(client.messages(third?.sid ?? '').fetch())).toMatchObject({ status: 404 });
  const left = await list(simulator, 'Messages');
  expect(left).toHaveLength(2_999);
  expect(left[1]).toMatchObject({ sid: second?.sid, body: '' });
});

test('usage adds up to the rows of each day, and the balance is what it was', async () => {
  const path = stateFile();
  const simulator = await simulate({ stateFile: path });
  await simulator.seedPast(PLAN);
  expect((await clientOf(simulator).balance.fetch()).balance).toBe('100.0000');
  await simulator.stop();
  const rowsOf = (book: BookName) => rowsIn<UsageDay & Message & Call>(path, book).flat();
  const sums = new Map<string, number[]>();
  const add = (at: number | null, item: string, [usage, micros]: readonly [number, number | null]) => {
    const key = `${new Date(at ?? 0).toISOString().slice(0, 10)}/${item}`;
    const [count = 0, used = 0, price = 0] = sums.get(key) ?? [];
    sums.set(key, [count + 1, used + usage, price + (micros ?? 0)]);
  };
  for (const { direction, sentAt, segments, priceMicros } of rowsOf('messages')) {
    if (sentAt === null) continue;
    add(sentAt, direction === 'inbound' ? 'sms-inbound-longcode' : 'sms-outbound-longcode', [
      segments,
      priceMicros,
    ]);
  }
  for (const { direction, endedAt, durationSeconds, priceMicros, answeredBy } of rowsOf('calls')) {
    if (durationSeconds === null) continue;
    if (answeredBy !== null) add(endedAt, 'answering-machine-detection', [1, 7_500]);
    const item = direction === 'inbound' ? 'calls-inbound-local' : 'calls-outbound';
    add(endedAt, item, [Math.ceil(durationSeconds / 60), priceMicros]);
  }
  const used = rowsOf('usage').map(({ sid, count, usage, priceMicros }) => [
    sid,
    [count, usage, priceMicros],
  ]);
  expect(used.length).toBeGreaterThan(100);
  expect(new Map(used as [string, number[]][])).toEqual(sums);
});

test('a past is kept in the state file, and there is only ever one', async () => {
  const path = stateFile();
  const first = await simulate({ stateFile: path });
  await clientOf(first).messages.create({ to: CINDY, from: FROM, body: 'now' });
  await first.seedPast(PLAN);
  const before = await list(first, 'Messages');
  await expect(first.seedPast(PLAN)).rejects.toThrow('has a past: 3,000 messages and 600 calls');
  await first.stop();
  const second = await simulate({ stateFile: path });
  const again = await list(second, 'Messages');
  expect(again.map(({ sid }) => sid)).toEqual(before.map(({ sid }) => sid));
  expect(again.slice(1)).toEqual(before.slice(1));
  await expect(second.seedPast(PLAN)).rejects.toMatchObject({ name: 'UsageError' });
});

test('half a past is none: the next run takes out what one that was stopped had made', async () => {
  const path = stateFile();
  const first = await simulate({ stateFile: path });
  const response = await fetch(`${first.url}/sim/seed`, {
    method: 'POST',
    body: JSON.stringify({ messages: 1_000_000 }),
  });
  const reader = response.body?.getReader();
  await reader?.read();
  await expect(first.seedPast(PLAN)).rejects.toThrow('being made up already');
  await first.stop();
  await reader?.cancel().catch(() => {});
  const second = await simulate({ stateFile: path });
  expect(await list(second, 'Messages')).toEqual([]);
  await second.seedPast(PLAN);
  expect(await list(second, 'Messages')).toHaveLength(3_000);
});

test('over HTTP it tells how far it is, a line at a time, and the simulator answers meanwhile', async () => {
  const simulator = await simulate();
  const seed = await fetch(`${simulator.url}/sim/seed`, {
    method: 'POST',
    body: JSON.stringify({ messages: 4_000, calls: 100, days: 30 }),
  });
  const lines = seed.text();
  let answers = 0;
  for (let isDone = false; !isDone; answers += 1) {
    await get(simulator, `/2010-04-01/Accounts/${simulator.accountSid}/Balance.json`);
    isDone = await Promise.race([
      lines.then(() => true),
      new Promise<boolean>((resolve) => setImmediate(resolve, false)),
    ]);
  }
  expect(answers).toBeGreaterThan(2);
  const told = (await lines)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(told.slice(0, -1).map(({ done, of }) => [done, of])).toEqual([
    ...[500, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4100].map((done) => [done, 4100]),
  ]);
  expect(told.at(-1)).toEqual({
    past: {
      ...{ messages: 4_000, calls: 100, people: 103, from: NOON - 30 * DAY_MS, until: NOON },
      ...{ notifications: expect.any(Number), optOuts: expect.any(Number) },
    },
  });
});

test.each([
  [{ messages: -1 }, '"messages" is a whole number from 0 to 10,000,000: -1'],
  [{ messages: 0, calls: 0 }, 'a past needs messages or calls'],
  [{ messages: 10_000_001 }, '10000001'],
  [{ calls: 1.5 }, '"calls" is a whole number'],
  [{ calls: '100' }, '"calls" is a whole number'],
  [{ days: 0 }, '"days" is a whole number from 1 to 3,650: 0'],
  [{ days: 4_000 }, '4000'],
  [{ seed: -1 }, '"seed"'],
  [{ seed: null }, '"seed"'],
  [{ tenants: 3 }, '"tenants" is no part of a past'],
])('%j is refused', async (plan, problem) => {
  const simulator = await simulate();
  const response = await fetch(`${simulator.url}/sim/seed`, { method: 'POST', body: JSON.stringify(plan) });
  expect(response.status).toBe(400);
  expect(((await response.json()) as { error: string }).error).toContain(problem);
});

test('an account without a number has no past', async () => {
  const simulator = await simulate({ numbers: [] });
  await expect(simulator.seedPast(PLAN)).rejects.toThrow('needs a number to send from');
});

// Usage records: they add up to the rows, by day, month, year and over all time, and deleting a row takes nothing off.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../../src/simulator/dates.ts';
import { USAGE_CATEGORIES } from '../../../src/simulator/usage-categories.ts';
import { conformance, type Params } from '../../twilio-spec/ask.ts';
import { CINDY, clientOf, NOON, simulate } from '../harness.ts';
import { OWNER, SUB, simulateWith, tokenOf } from './stored.ts';

const FROM = '+12025550142';
const TOLL_FREE = '+18885550100';

const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('text' as const),
      parts: fc.integer({ min: 1, max: 4 }),
      from: fc.constantFrom(FROM, TOLL_FREE),
    }),
    fc.record({ do: fc.constant('picture' as const) }),
    fc.record({
      do: fc.constant('call' as const),
      seconds: fc.integer({ min: 0, max: 200 }),
      detects: fc.boolean(),
    }),
    fc.record({ do: fc.constant('delete' as const) }),
    fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 40 }) }),
  ),
  { minLength: 1, maxLength: 12 },
);

interface Bill {
  count: number;
  usage: number;
  micros: number;
}

/** What a record says, in whole numbers. */
function billOf(record: { count: string; usage: string; price: number }): Bill {
  return { count: Number(record.count), usage: Number(record.usage), micros: Math.round(record.price * 1e6) };
}

function add(bills: readonly Bill[]): Bill {
  return bills.reduce(
    (sum, { count, usage, micros }) => ({
      count: sum.count + count,
      usage: sum.usage + usage,
      micros: sum.micros + micros,
    }),
    { count: 0, usage: 0, micros: 0 },
  );
}

test('over any course of texts, calls and deletions every period adds up to what the rows were', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (course) => {
      const simulator = await simulate({
        numbers: [FROM, TOLL_FREE],
        virtualTime: { start: NOON, speed: 0 },
      });
      const client = clientOf(simulator);
      // What each row was when it was last seen, whatever became of it.
      const texts = new Map<string, Bill & { readonly category: string }>();
      const calls = new Map<string, Bill>();
      let detections = 0;
      const look = () => {
        for (const { sid, segments, media, priceMicros, from } of simulator.messages()) {
          const kind = media.length > 0 ? 'mms' : 'sms';
          const category = `${kind}-outbound-${from === TOLL_FREE ? 'tollfree' : 'longcode'}`;
          const usage = media.length > 0 ? 1 : segments;
          texts.set(sid, { category, count: 1, usage, micros: priceMicros ?? 0 });
        }
        for (const { sid, durationSeconds, priceMicros } of simulator.calls()) {
          calls.set(sid, {
            count: 1,
            usage: Math.ceil((durationSeconds ?? 0) / 60),
            micros: priceMicros ?? 0,
          });
        }
      };
      for (const step of course) {
        if (step.do === 'text') {
          await client.messages.create({ to: CINDY, from: step.from, body: 'x'.repeat(step.parts * 150) });
        } else if (step.do === 'picture') {
          const mediaUrl = ['http://127.0.0.1:9/a.png'];
          await client.messages.create({ to: CINDY, from: FROM, body: 'x'.repeat(500), mediaUrl });
        } else if (step.do === 'call') {
          const twiml = `<Response><Pause length="${step.seconds}"/></Response>`;
          const detection = step.detects ? { machineDetection: 'Enable' } : {};
          await client.calls.create({ to: CINDY, from: FROM, twiml, ...detection });
          if (step.detects) detections += 1;
        } else if (step.do === 'wait') {
          await simulator.clock.advance(step.days * DAY_MS);
        }
        if (step.do !== 'delete') await simulator.clock.advance(250_000);
        look();
        const [message] = simulator.messages();
        const [call] = simulator.calls();
        if (step.do === 'delete' && message) await client.messages(message.sid).remove();
        if (step.do === 'delete' && call) await client.calls(call.sid).remove();
      }
      const { usage } = client;
      const daily = await usage.records.daily.list({ category: 'totalprice', pageSize: 1000 });
      const [total] = await usage.records.allTime.list({ category: 'totalprice' });
      const price = (records: readonly { price: number }[]) =>
        records.reduce((sum, record) => sum + Math.round(record.price * 1e6), 0);
      const spent = add([...texts.values(), ...calls.values()]).micros + detections * 7_500;
      expect(price(daily)).toBe(spent);
      expect(price(total ? [total] : [])).toBe(spent);
      expect(price(await usage.records.monthly.list({ category: 'totalprice' }))).toBe(spent);
      expect(price(await usage.records.yearly.list({ category: 'totalprice' }))).toBe(spent);
      const balance = await client.balance.fetch();
      expect(Math.round((100 - Number(balance.balance)) * 1e4)).toBe(Math.round(spent / 100));
      for (const category of ['sms', 'mms', 'calls'] as const) {
        const rows =
          category === 'calls'
            ? [...calls.values()]
            : [...texts.values()].filter((text) => text.category.startsWith(category));
        const [all] = await usage.records.list({ category });
        expect(all && billOf(all)).toEqual(add(rows));
        const days = await usage.records.daily.list({ category, pageSize: 1000 });
        expect(add(days.map(billOf))).toEqual(add(rows));
      }
      for (const category of [
        'sms-outbound-longcode',
        'sms-outbound-tollfree',
        'mms-outbound-longcode',
      ] as const) {
        const [all] = await usage.records.list({ category });
        const rows = [...texts.values()].filter((text) => text.category === category);
        expect(all && billOf(all)).toEqual(add(rows));
      }
    }),
    { numRuns: 12 },
  );
});

test('a call deleted before its price was known is paid for, and stays deleted', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const twiml = '<Response><Pause length="10"/></Response>';
  const { sid } = await client.calls.create({ to: CINDY, from: FROM, twiml });
  while (simulator.calls()[0]?.status !== 'completed') await simulator.clock.advance(500);
  await client.calls(sid).remove();
  await simulator.clock.advance(10_000);
  const [record] = await client.usage.records.today.list({ category: 'calls' });
  expect(record).toMatchObject({ count: '1', usage: '1', price: 0.014 });
  expect(await client.calls.list()).toEqual([]);
});

describe('what is listed', () => {
  test.each([
    '',
    '/AllTime',
    '/Daily',
    '/Monthly',
    '/Yearly',
    '/Today',
    '/Yesterday',
    '/ThisMonth',
    '/LastMonth',
  ])('Usage/Records%s is as Twilio describes it, with every category', async (name) => {
    const simulator = await simulate();
    const { ask } = conformance(simulator);
    await ask('POST', '/Messages.json', { To: CINDY, From: FROM, Body: 'hi' });
    await simulator.clock.advance(10_000);
    const path = `/Usage/Records${name}.json`;
    const first = await ask('GET', path, { PageSize: 1000 });
    expect(first.rows.map(({ category }) => category)).toEqual(USAGE_CATEGORIES);
    expect(first.body['next_page_uri']).toBeNull();
    const page = await ask('GET', path, { PageSize: 600, Page: 1 });
    expect(page.rows).toEqual(first.rows.slice(600));
  });

  test('a record: counts are texts, the price is a number, the total has no count', async () => {
    const simulator = await simulate();
    const { ask } = conformance(simulator);
    await ask('POST', '/Messages.json', { To: CINDY, From: FROM, Body: 'x'.repeat(400) });
    await simulator.clock.advance(10_000);
    const base = `/2010-04-01/Accounts/${simulator.accountSid}/Usage/Records`;
    const [sms] = (await ask('GET', '/Usage/Records/ThisMonth.json', { Category: 'sms' })).rows;
    expect(sms).toMatchObject({
      as_of: '2026-01-01T12:00:10+00:00',
      category: 'sms',
      count: '1',
      count_unit: 'messages',
      usage: '3',
      usage_unit: 'segments',
      price: 0.0249,
      price_unit: 'usd',
      start_date: '2026-01-01',
      end_date: '2026-01-01',
      uri: `${base}/ThisMonth.json?Category=sms&StartDate=2026-01-01&EndDate=2026-01-01`,
    });
    const [total] = (await ask('GET', '/Usage/Records.json', { Category: 'totalprice' })).rows;
    expect(total).toMatchObject({
      description: 'Total Price',
      count: null,
      count_unit: '',
      usage: '0.0249',
      usage_unit: 'usd',
      price: 0.0249,
    });
    const [faxes] = (await ask('GET', '/Usage/Records.json', { Category: 'pfax' })).rows;
    expect(faxes).toMatchObject({ count: '0', usage: '0', price: 0 });
  });

  test('periods are UTC days, the newest first, cut to the dates asked for', async () => {
    // Three minutes to the year: the first text is of the old day, the second of the new.
    const start = Date.UTC(2025, 11, 31, 23, 57);
    const simulator = await simulate({ virtualTime: { start, speed: 0 } });
    const { ask } = conformance(simulator);
    for (let round = 0; round < 2; round += 1) {
      await ask('POST', '/Messages.json', { To: CINDY, From: FROM, Body: 'hi' });
      await simulator.clock.advance(4 * 60_000);
    }
    await simulator.clock.advance(40 * DAY_MS);
    const shown = async (name: string, dates: Record<string, string> = {}) => {
      const { rows } = await ask('GET', `/Usage/Records${name}.json`, { Category: 'sms', ...dates });
      return rows.map(({ start_date, end_date, count }) => `${start_date} ${end_date} ${count}`);
    };
    expect(await shown('/Yearly')).toEqual(['2026-01-01 2026-02-10 1', '2025-12-31 2025-12-31 1']);
    expect(await shown('/Monthly')).toEqual([
      '2026-02-01 2026-02-10 0',
      '2026-01-01 2026-01-31 1',
      '2025-12-31 2025-12-31 1',
    ]);
    expect((await shown('/Daily')).slice(-2)).toEqual(['2026-01-01 2026-01-01 1', '2025-12-31 2025-12-31 1']);
    expect(await shown('/Daily', { StartDate: '2025-01-01', EndDate: '2026-01-01' })).toHaveLength(2);
    expect(await shown('', { StartDate: '2026-01-01' })).toEqual(['2026-01-01 2026-02-10 1']);
    expect(await shown('/AllTime', { EndDate: '2025-12-31' })).toEqual(['2025-12-31 2025-12-31 1']);
    expect(await shown('', { StartDate: '-40days', EndDate: '+1day' })).toEqual(['2026-01-01 2026-02-11 1']);
    expect(await shown('/Monthly', { StartDate: '2026-01-02', EndDate: '2026-01-20' })).toEqual([
      '2026-01-02 2026-01-20 0',
    ]);
    expect(await shown('/LastMonth')).toEqual(['2026-01-01 2026-01-31 1']);
    expect(await shown('/ThisMonth')).toEqual(['2026-02-01 2026-02-10 0']);
    expect(await shown('/Today')).toEqual(['2026-02-10 2026-02-10 0']);
    expect(await shown('/Yesterday')).toEqual(['2026-02-09 2026-02-09 0']);
    expect(await shown('/Daily', { StartDate: '2030-01-01' })).toEqual([]);
  });

  test('the official client walks all pages', async () => {
    const simulator = await simulate();
    await simulator.clock.advance(2 * DAY_MS);
    const client = clientOf(simulator);
    const page = await client.usage.records.daily.page({ pageSize: 1000 });
    expect(page.instances).toHaveLength(1000);
    const next = await page.nextPage();
    expect(next?.instances).toHaveLength(3 * USAGE_CATEGORIES.length - 1000);
    expect(await next?.nextPage()).toBeUndefined();
    expect((await next?.previousPage())?.instances[0]?.category).toBe(USAGE_CATEGORIES[0]);
    expect(await client.usage.records.list()).toHaveLength(USAGE_CATEGORIES.length);
  });

  test.each([
    ['/Usage/Records.json', { Category: 'faxes' }, 400, 20001],
    ['/Usage/Records.json', { StartDate: 'yesterday' }, 400, 20001],
    ['/Usage/Records/Daily.json', { EndDate: '2026-02-31' }, 400, 20001],
    ['/Usage/Records.json', { PageSize: 1001 }, 400, 20007],
    ['/Usage/Records.json', { PageToken: 'APeA==' }, 400, 20001],
    ['/Usage/Records/Weekly.json', {}, 404, 20404],
    ['/Usage.json', {}, 404, 20404],
  ])('%s with %o is refused', async (path, params, status, code) => {
    const { refused } = conformance(await simulate());
    expect(await refused('GET', path, params)).toMatchObject({ status, code });
    expect(await refused('POST', '/Usage/Records.json')).toMatchObject({ status: 405, code: 20004 });
  });
});

test('a subaccount counts with its owner unless it is left out', async () => {
  const day = (minutes: number) => ({
    sid: '2025-12-30/calls-outbound',
    day: '2025-12-30',
    item: 'calls-outbound',
    count: 1,
    usage: minutes,
    priceMicros: minutes * 14_000,
  });
  const simulator = await simulateWith({ [OWNER]: { usage: [day(2)] }, [SUB]: { usage: [day(3)] } });
  const minutes = async (accountSid: string, params: Params = {}) => {
    const { ask } = conformance(simulator, { accountSid, secret: tokenOf(accountSid) });
    const { rows } = await ask('GET', '/Usage/Records.json', { Category: 'calls', ...params });
    return rows.map(({ account_sid, usage, start_date }) => `${account_sid} ${usage} ${start_date}`);
  };
  expect(await minutes(OWNER)).toEqual([`${OWNER} 5 2025-12-30`]);
  expect(await minutes(OWNER, { IncludeSubaccounts: false })).toEqual([`${OWNER} 2 2025-12-30`]);
  expect(await minutes(SUB)).toEqual([`${SUB} 3 2025-12-30`]);
});

test.each([
  ['a text in', { body: 'x'.repeat(161) }, 'sms-inbound-longcode', { count: 1, usage: 2, micros: 16_600 }],
  [
    'a picture in',
    { media: ['http://127.0.0.1:9/a'] },
    'mms-inbound-longcode',
    { count: 1, usage: 1, micros: 16_500 },
  ],
  [
    'a text to a toll-free number',
    { to: TOLL_FREE },
    'sms-inbound-tollfree',
    { count: 1, usage: 1, micros: 8_300 },
  ],
  [
    'a picture to a toll-free number',
    { to: TOLL_FREE, media: ['http://127.0.0.1:9/a'] },
    'mms-inbound-toll-free',
    { count: 1, usage: 1, micros: 16_500 },
  ],
] as const)('%s is billed as what it is', async (_name, draft, category, bill) => {
  const simulator = await simulate({ numbers: [FROM, TOLL_FREE] });
  simulator.text({ from: CINDY, to: FROM, body: 'hi', ...draft });
  await simulator.clock.advance(5_000);
  const { usage } = clientOf(simulator);
  for (const name of [category, category.startsWith('mms') ? 'mms-inbound' : 'sms-inbound'] as const) {
    const [record] = await usage.records.list({ category: name });
    expect(record && billOf(record)).toEqual(bill);
  }
  const [total] = await usage.records.list({ category: 'totalprice' });
  expect(total?.price).toBe(bill.micros / 1e6);
});

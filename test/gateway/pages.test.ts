import { describe, expect, it } from 'vitest';
import { put } from '../../src/gateway/exchange.ts';
import { listedKind, parsePage } from '../../src/gateway/pages.ts';
import { fetchMessage, listCalls, listMessages } from '../../src/gateway/requests.ts';
import { TestClock } from '../clock.ts';

const ACCOUNT = `AC${'0'.repeat(31)}1`;
const NEXT = `/2010-04-01/Accounts/${ACCOUNT}/Messages.json?To=%2B1&PageSize=2&Page=1&PageToken=PASM1`;
const row = (change: object = {}) => ({
  sid: `SM${'1'.repeat(32)}`,
  account_sid: ACCOUNT,
  status: 'sent',
  date_created: 'Mon, 23 Nov 2026 09:00:00 +0000',
  ...change,
});
const page = (rows: object[], next: unknown = null) =>
  JSON.stringify({ messages: rows, next_page_uri: next });

describe('a request', () => {
  it.each([
    ['a list of messages', listMessages(ACCOUNT, { to: '+1' }), 'message'],
    ['a list of calls', listCalls(ACCOUNT), 'call'],
    ['one message', fetchMessage(ACCOUNT, `SM${'1'.repeat(32)}`), undefined],
    ['something made', { method: 'POST', path: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json` }, undefined],
  ] as const)('%s', (_what, request, kind) => {
    expect(listedKind(request)).toBe(kind);
  });
});

describe('a page', () => {
  it('gives its rows in their order, and the request for the next', () => {
    const two = row({ sid: `SM${'2'.repeat(32)}` });
    const read = parsePage('message', ACCOUNT, page([row(), two], NEXT));
    expect(read?.rows.map(({ value }) => value.sid[2])).toEqual(['1', '2']);
    expect(read?.next).toEqual({ method: 'GET', path: NEXT });
  });

  it('is the last without a next one, and may be empty', () => {
    expect(parsePage('message', ACCOUNT, page([]))).toEqual({ rows: [], next: null });
  });

  it.each([
    ['no JSON', '<html>'],
    ['JSON of another kind', '[]'],
    ['null', 'null'],
    ['without its list', '{"next_page_uri":null}'],
    ['with another list', JSON.stringify({ calls: [], next_page_uri: null })],
    ['that does not say whether it is the last', JSON.stringify({ messages: [] })],
    ['with a row that cannot be read', page([row(), row({ sid: null })])],
    ['with a row of another account', page([row({ account_sid: `AC${'f'.repeat(32)}` })])],
    ['that leads to another account', page([row()], NEXT.replace(ACCOUNT, `AC${'f'.repeat(32)}`))],
    ['that leads elsewhere', page([row()], '//evil.example/Messages.json')],
    ['that leads nowhere', page([row()], 7)],
  ])('%s is no page at all', (_what, body) => {
    expect(parsePage('message', ACCOUNT, body)).toBeUndefined();
  });
});

it.each([
  ['read when all is well', 200, page([row()]), 1],
  ['not read from a refusal', 401, page([row()]), undefined],
  ['not read from what is no page', 200, '{}', undefined],
])('a page is %s', async (_what, status, body, rows) => {
  const clock = new TestClock();
  const wire = { send: async () => ({ status, headers: {}, body }), close: async () => {} };
  const deps = { wire, clock, realClock: clock, accountSid: ACCOUNT, requestTimeoutMs: 1 } as never;
  const read = await put(deps, listMessages(ACCOUNT), 7);
  expect(read.page?.rows.length).toBe(rows);
  expect(read.row).toBeUndefined();
  expect(read.log).toMatchObject({ intentId: 7, status, response: body });
});

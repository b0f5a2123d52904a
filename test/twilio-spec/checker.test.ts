// The checker is checked: what Twilio would send passes, and each way of being wrong is found and told plainly.

import { expect, test } from 'vitest';
import { checkAnswer } from './answer.ts';
import { exchangeProblems, requestProblems } from './ask.ts';
import { findOperation, OPERATIONS } from './document.ts';
import { examplesOf } from './learned.ts';
import { NEWER } from './quirks.ts';

const AC = `AC${'a'.repeat(32)}`;
const CA = `CA${'b'.repeat(32)}`;
const CALLS = `/2010-04-01/Accounts/${AC}/Calls.json`;
const CALL = `/2010-04-01/Accounts/${AC}/Calls/${CA}.json`;
const NUMBERS = `/2010-04-01/Accounts/${AC}/IncomingPhoneNumbers.json`;

// Twilio's own example, but for a key that was withdrawn.
const { annotation: _, ...call } = examplesOf('FetchCall').get('fetch') as Record<string, unknown>;
const links = call['subresource_uris'] as Record<string, string>;

const page = {
  end: 1,
  first_page_uri: `${CALLS}?PageSize=50&Page=0`,
  next_page_uri: null,
  page: 0,
  page_size: 50,
  previous_page_uri: null,
  start: 0,
  uri: `${CALLS}?PageSize=50&Page=0`,
};

function judge(body: unknown, { path = CALL, status = 200 } = {}): readonly string[] {
  const operation = findOperation('GET', path)?.operation;
  if (operation === undefined) throw new Error(`no operation for ${path}`);
  return checkAnswer(operation, status, body);
}

function without(key: string): object {
  const { [key]: _, ...rest } = call;
  return rest;
}

test('a sound answer has nothing wrong with it', () => {
  expect(judge(call)).toEqual([]);
  expect(judge({ ...page, calls: [call, call] }, { path: CALLS })).toEqual([]);
});

test.each<[string, object, string]>([
  ['a missing key', without('trunk_sid'), 'trunk_sid: missing'],
  ['a key too many', { ...call, mood: 'good' }, 'mood: Twilio has no such key'],
  ['a number for a text', { ...call, queue_time: 0 }, 'queue_time: expected string, got 0'],
  ['a text for a number', { ...call, uri: 5 }, 'uri: expected string, got 5'],
  [
    'a date of ISO',
    { ...call, start_time: '2026-01-01T12:00:00Z' },
    'start_time: expected date-time-rfc-2822, got "2026-01-01T12:00:00Z"',
  ],
  [
    'a day that is none',
    { ...call, start_time: 'Sat, 31 Feb 2026 12:00:00 +0000' },
    'start_time: expected date-time-rfc-2822, got "Sat, 31 Feb 2026 12:00:00 +0000"',
  ],
  [
    'the wrong weekday',
    { ...call, date_created: 'Fri, 01 Jan 2026 12:00:00 +0000' },
    'date_created: expected date-time-rfc-2822, got "Fri, 01 Jan 2026 12:00:00 +0000"',
  ],
  [
    'a status Twilio lacks',
    { ...call, status: 'dialing' },
    'status: expected one of queued, ringing, in-progress, completed, busy, failed, no-answer, canceled, got "dialing"',
  ],
  ['null for an enum', { ...call, status: null }, 'status: expected string, got null'],
  [
    "another thing's SID",
    { ...call, phone_number_sid: CA },
    `phone_number_sid: expected ^PN[0-9a-fA-F]{32}$, got "${CA}"`,
  ],
  ['a word for a number', { ...call, duration: 'long' }, 'duration: expected a number as text, got "long"'],
  ['no SID', { ...call, sid: null }, 'sid: Twilio never has null here'],
  ['a currency', { ...call, price_unit: '$' }, 'price_unit: expected currency, got "$"'],
  [
    'a link to nowhere',
    { ...call, subresource_uris: { ...links, events: 'Events.json' } },
    'subresource_uris.events: expected uri, got "Events.json"',
  ],
  [
    'a link to something else',
    { ...call, uri: CALLS },
    `uri: expected /2010-04-01/Accounts/AC…/Calls/CA….json, got ${CALLS}`,
  ],
  [
    'a link Twilio lacks',
    { ...call, subresource_uris: { ...links, moods: CALL } },
    'subresource_uris.moods: Twilio has no such key',
  ],
])('%s is found', (_name, body, problem) => {
  expect(judge(body)).toEqual([problem]);
});

test('a link that is missing is found', () => {
  const { events, ...rest } = links;
  expect(judge({ ...call, subresource_uris: rest })).toEqual(['subresource_uris.events: missing']);
});

test('a row of a list is judged like the thing itself, and told by its index', () => {
  const rows = [call, call, call, { ...call, queue_time: 0 }];
  expect(judge({ ...page, calls: rows }, { path: CALLS })).toEqual([
    'calls[3].queue_time: expected string, got 0',
  ]);
});

test.each<[string, object, string]>([
  [
    'no link to the next page',
    { ...page, next_page_uri: undefined },
    'next_page_uri: expected string, got nothing',
  ],
  ['an index as text', { ...page, page: '0' }, 'page: expected integer, got "0"'],
  ['a count of rows', { ...page, total: 1 }, 'total: Twilio has no such key'],
  ['no link to itself', { ...page, uri: null }, 'uri: Twilio never has null here'],
])('a page with %s is found', (_name, envelope, problem) => {
  expect(judge({ ...envelope, calls: [] }, { path: CALLS })).toEqual([problem]);
});

test('a nested object has exactly its keys too', () => {
  const path = '/v1/Alerts';
  const url = `https://monitor.twilio.com${path}?PageSize=50&Page=0`;
  const meta = { first_page_url: url, key: 'alerts', next_page_url: null, page: 0, page_size: 50, url };
  expect(judge({ alerts: [], meta: { ...meta, previous_page_url: null } }, { path })).toEqual([]);
  expect(judge({ alerts: [], meta }, { path })).toEqual(['meta.previous_page_url: missing']);
});

test('a status the operation does not have is found, and a body where none belongs', () => {
  expect(judge(call, { status: 202 })).toEqual(['status: expected 200, got 202']);
  const remove = { method: 'DELETE', path: CALL, params: {} };
  expect(exchangeProblems(remove, { status: 204, body: undefined })).toEqual([]);
  expect(exchangeProblems(remove, { status: 204, body: {} })).toEqual([
    `DELETE /Calls/${CA}.json body: expected none, got {}`,
  ]);
});

test('an answer that is no object at all is found', () => {
  expect(judge([])).toEqual(['body: expected object, got []']);
  expect(judge(undefined)).toEqual(['body: expected object, got nothing']);
  expect(judge(null)).toEqual(['body: expected object, got null']);
});

test('a sound request has nothing wrong with it', () => {
  const params = { To: '+14155550123', From: '+12025550142', Url: 'http://127.0.0.1:1/voice', Timeout: '20' };
  expect(requestProblems({ method: 'POST', path: CALLS, params })).toEqual([]);
  const query = {
    'StartTime>': '2026-01-01',
    'EndTime<': '2026-01-01T00:00:00Z',
    PageSize: '1000',
    Page: '0',
  };
  expect(requestProblems({ method: 'GET', path: CALLS, params: query })).toEqual([]);
});

const parties = { To: '+14155550123', From: '+12025550142' };

test.each<[string, string, string, Record<string, string | string[]>, string]>([
  ['an unknown parameter', 'POST', CALLS, { ...parties, Mood: 'x' }, 'Mood: Twilio has no such parameter'],
  ['a filter Twilio lacks', 'GET', CALLS, { Direction: 'x' }, 'Direction: Twilio has no such parameter'],
  ['a parameter too few', 'POST', CALLS, { To: '+14155550123' }, 'From: required'],
  ['a word for a number', 'POST', CALLS, { ...parties, Timeout: 'x' }, 'Timeout: expected integer, got "x"'],
  [
    'a word for a truth',
    'POST',
    CALLS,
    { ...parties, Record: 'yes' },
    'Record: expected true or false, got "yes"',
  ],
  ['a bad URL', 'POST', CALLS, { ...parties, Url: 'voice' }, 'Url: expected uri, got "voice"'],
  ['a bad party', 'POST', CALLS, { ...parties, To: '' }, 'To: expected endpoint, got ""'],
  ['no TwiML', 'POST', CALLS, { ...parties, Twiml: '' }, 'Twiml: expected twiml, got ""'],
  [
    'a bad status',
    'POST',
    CALL,
    { Status: 'busy' },
    'Status: expected one of canceled, completed, got "busy"',
  ],
  ['a bad method', 'POST', CALL, { Method: 'PUT' }, 'Method: expected one of GET, POST, got "PUT"'],
  ['a page too large', 'GET', CALLS, { PageSize: '1001' }, 'PageSize: expected at most 1000, got "1001"'],
  ['a page of nothing', 'GET', CALLS, { PageSize: '0' }, 'PageSize: expected at least 1, got "0"'],
  [
    'a bad date',
    'GET',
    CALLS,
    { StartTime: '2026-02-31' },
    'StartTime: expected date-time, got "2026-02-31"',
  ],
  [
    'a bad SID',
    'GET',
    CALLS,
    { ParentCallSid: AC },
    `ParentCallSid: expected ^CA[0-9a-fA-F]{32}$, got "${AC}"`,
  ],
  ['a value twice', 'GET', CALLS, { To: ['+1', '+2'] }, 'To: given 2 times'],
  [
    'a bad item of a list',
    'POST',
    CALLS.replace('Calls', 'Messages'),
    { ...parties, MediaUrl: ['http://127.0.0.1/a.png', 'b'] },
    'MediaUrl: expected uri, got "b"',
  ],
])('a request with %s is found', (_name, method, path, params, problem) => {
  const place = path.slice(`/2010-04-01/Accounts/${AC}`.length);
  expect(requestProblems({ method, path, params })).toEqual([`${method} ${place} ${problem}`]);
});

test.each([
  ['GET', `/2010-04-01/Accounts/${AC}/Nothing.json`],
  ['DELETE', CALLS],
  ['GET', CALLS.replace('.json', '')],
])('Twilio has no operation %s %s', (method, path) => {
  expect(requestProblems({ method, path, params: {} })).toEqual([
    `${method} ${path}: Twilio has no such operation`,
  ]);
});

test.each(Object.entries(NEWER))('the description still lacks what %s lets through: %j', (id, names) => {
  const form = OPERATIONS.find((operation) => operation.id === id)?.form;
  expect(Object.keys(form?.schema.properties ?? {})).toContain('To');
  expect(names.filter((name) => name in (form?.schema.properties ?? {}))).toEqual([]);
});

test('a bad SID in the path is found', () => {
  const path = CALLS.replace(AC, 'ACme');
  expect(requestProblems({ method: 'GET', path, params: {} })).toEqual([
    'GET /Calls.json {AccountSid}: expected ^AC[0-9a-fA-F]{32}$, got "ACme"',
  ]);
});

test.each([
  [NUMBERS.replace('.json', '/Local.json'), 'ListIncomingPhoneNumberLocal'],
  [NUMBERS.replace('.json', `/PN${'d'.repeat(32)}.json`), 'FetchIncomingPhoneNumber'],
  ['/2010-04-01/Accounts.json', 'ListAccount'],
  [`/2010-04-01/Accounts/${AC}.json`, 'FetchAccount'],
  [CALL.replace('.json', '/Notifications.json'), 'ListCallNotification'],
  [`/v1/Alerts/NO${'e'.repeat(32)}`, 'FetchAlert'],
])('GET %s is %s', (path, id) => {
  expect(findOperation('GET', path)?.operation.id).toBe(id);
});

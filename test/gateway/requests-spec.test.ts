// Each request that the gateway can make is one that Twilio's own description knows.

import { expect, test } from 'vitest';
import { requestOf } from '../../src/gateway/exchange.ts';
import * as ours from '../../src/gateway/requests.ts';
import type { WireRequest } from '../../src/gateway/wire.ts';
import { requestProblems } from '../twilio-spec/ask.ts';
import type { WireParams } from '../twilio-spec/request.ts';
import {
  ACCOUNT,
  AT,
  CA,
  EVERY_CALL_OPTION,
  EVERY_MESSAGE_OPTION,
  EVERY_NUMBER_OPTION,
  PN,
  SM,
} from './every-option.ts';

const URLS = { url: 'https://remind.example/voice', fallbackUrl: 'https://remind.example/fallback' };
const NEXT = `/2010-04-01/Accounts/${ACCOUNT}/Messages.json?DateSent%3E=2026-01-01&PageSize=2&Page=1&PageToken=PA${SM}`;

type Verb = keyof typeof ours;

const REQUESTS: readonly [verb: Verb, request: WireRequest][] = [
  ['createMessage', ours.createMessage(ACCOUNT, EVERY_MESSAGE_OPTION)],
  ['createCall', ours.createCall(ACCOUNT, EVERY_CALL_OPTION)],
  ['updateCall', ours.updateCall(ACCOUNT, CA, { twiml: '<Response/>', timeLimit: 60 })],
  ['updateCall', ours.updateCall(ACCOUNT, CA, { status: 'completed' })],
  [
    'updateCall',
    ours.updateCall(ACCOUNT, CA, {
      ...URLS,
      method: 'POST',
      fallbackMethod: 'GET',
      statusCallback: 'https://remind.example/status',
      statusCallbackMethod: 'POST',
    }),
  ],
  ['cancelMessage', ours.cancelMessage(ACCOUNT, SM)],
  ['fetchMessage', ours.fetchMessage(ACCOUNT, SM)],
  ['fetchCall', ours.fetchCall(ACCOUNT, CA)],
  ['listMessages', ours.listMessages(ACCOUNT)],
  [
    'listMessages',
    ours.listMessages(ACCOUNT, {
      to: '+15005550001',
      from: '+15005550006',
      dateSent: AT,
      dateSentAfter: AT,
      dateSentBefore: AT,
      pageSize: 1_000,
      pageNumber: 1,
      pageToken: `PA${SM}`,
    }),
  ],
  [
    'listCalls',
    ours.listCalls(ACCOUNT, {
      to: '+15005550001',
      from: '+15005550006',
      status: 'no-answer',
      parentCallSid: CA,
      startTime: AT,
      startTimeAfter: AT,
      startTimeBefore: AT,
      endTime: AT,
      endTimeAfter: AT,
      endTimeBefore: AT,
      pageSize: 1_000,
      pageNumber: 0,
      pageToken: `PA${CA}`,
    }),
  ],
  [
    'listNumbers',
    ours.listNumbers(ACCOUNT, {
      origin: 'twilio',
      phoneNumber: '+1500*',
      friendlyName: 'my number',
      beta: false,
      pageSize: 20,
      pageNumber: 0,
      pageToken: 'x',
    }),
  ],
  ['fetchNumber', ours.fetchNumber(ACCOUNT, PN)],
  ['buyNumber', ours.buyNumber(ACCOUNT, { ...EVERY_NUMBER_OPTION, phoneNumber: '+15005550006' })],
  ['buyNumber', ours.buyNumber(ACCOUNT, { areaCode: '202' })],
  ['updateNumber', ours.updateNumber(ACCOUNT, PN, EVERY_NUMBER_OPTION)],
  ['releaseNumber', ours.releaseNumber(ACCOUNT, PN)],
  ...(['local', 'mobile', 'toll-free', 'national'] as const).map((type): [Verb, WireRequest] => [
    'searchNumbers',
    ours.searchNumbers(
      ACCOUNT,
      { country: 'US', type },
      { areaCode: 202, contains: '555', smsEnabled: true, inLocality: 'Washington', pageSize: 5 },
    ),
  ]),
  ['fetchAccount', ours.fetchAccount(ACCOUNT)],
  ['fetchBalance', ours.fetchBalance(ACCOUNT)],
  ['nextPage', ours.nextPage(ACCOUNT, NEXT)],
];

function problemsOf({ method, path, params }: WireRequest): readonly string[] {
  const { pathname, searchParams } = new URL(path, 'http://127.0.0.1');
  const query = Object.fromEntries(searchParams);
  return requestProblems({ method, path: pathname, params: { ...query, ...(params as WireParams) } });
}

test.each(REQUESTS)('%s, request %#', (_verb, request) => {
  expect(problemsOf(request)).toEqual([]);
});

test.each([
  ['message', null, ours.createMessage(ACCOUNT, EVERY_MESSAGE_OPTION).params],
  ['message', SM, ours.cancelMessage(ACCOUNT, SM).params],
  ['call', null, ours.createCall(ACCOUNT, EVERY_CALL_OPTION).params],
  ['call-update', CA, ours.updateCall(ACCOUNT, CA, { status: 'completed' }).params],
  ['call-update', SM, ours.cancelMessage(ACCOUNT, SM).params],
  ['number', null, { PhoneNumber: '+15005550006' }],
  ['number', PN, ours.updateNumber(ACCOUNT, PN, EVERY_NUMBER_OPTION).params],
] as const)('the request of an intent: %s %s', (kind, targetSid, params) => {
  expect(problemsOf(requestOf({ accountSid: ACCOUNT, kind, targetSid, params }))).toEqual([]);
});

test('the request of an intent that gives a number up', () => {
  const release = {
    accountSid: ACCOUNT,
    kind: 'number',
    targetSid: PN,
    params: {},
    method: 'DELETE',
  } as const;
  expect(requestOf(release)).toEqual(ours.releaseNumber(ACCOUNT, PN));
});

test('no verb of the gateway is left out', () => {
  const checked = new Set(REQUESTS.map(([verb]) => verb));
  expect(Object.keys(ours).filter((verb) => !checked.has(verb as Verb))).toEqual([]);
});

test('a request that Twilio does not know would be found', () => {
  const request = ours.cancelMessage(ACCOUNT, SM);
  expect(problemsOf({ ...request, params: { Status: 'gone' } })).toEqual([
    `POST /Messages/${SM}.json Status: expected one of canceled, got "gone"`,
  ]);
});

// IncomingPhoneNumbers: list, fetch, update, hand over, release.

import { audit, changesOf } from '../audit.ts';
import type { Fields } from '../form.ts';
import { type IncomingNumber, numberJson } from '../incoming-number.ts';
import type { NumberType } from '../inventory/countries.ts';
import { findOffer } from '../inventory/inventory.ts';
import { numberPattern } from '../number-pattern.ts';
import { releaseNumber, resumeRent } from '../rent.ts';
import type { Account } from '../world.ts';
import { badRequest, notFound } from './api-error.ts';
import { equals, type Filter, listAnswer } from './list.ts';
import { buyNumber } from './number-buy.ts';
import { readNumberSettings } from './number-settings.ts';
import { given } from './params.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

/** A part of the number, with `*` for any digit. */
const LIKE_NUMBER: Filter<IncomingNumber> = (query: Fields) => {
  const text = given(query, 'PhoneNumber');
  if (text === undefined) return undefined;
  const pattern = numberPattern(text);
  return (row) => pattern?.test(row.number) ?? false;
};

// Beta narrows nothing: none of the simulator's numbers is new to Twilio.
const FILTERS: readonly Filter<IncomingNumber>[] = [
  LIKE_NUMBER,
  equals('FriendlyName', (row) => row.friendlyName),
  equals('Origin', () => 'twilio'),
];
const PARAMS = ['PhoneNumber', 'FriendlyName', 'Beta', 'Origin'];

function listNumbers(request: RestRequest, type?: NumberType): RestAnswer {
  const isOfType = (row: IncomingNumber) => (findOffer(row.number)?.type ?? 'local') === type;
  return listAnswer(request, {
    book: request.account.numbers,
    key: 'incoming_phone_numbers',
    filters: type === undefined ? FILTERS : [...FILTERS, () => isOfType],
    params: PARAMS,
    json: numberJson,
  });
}

function find({ account, sids, path }: RestRequest): IncomingNumber {
  const row = account.numbers.get(sids[0] ?? '');
  if (row === undefined) throw notFound(path);
  return row;
}

function fetchNumber(request: RestRequest): RestAnswer {
  const row = find(request);
  return { status: 200, body: numberJson(row), sid: row.sid };
}

function updateNumber(request: RestRequest): RestAnswer {
  const { world, account, form, login } = request;
  const row = find(request);
  const settings = readNumberSettings(account, form);
  const receiver = readReceiver(request);
  const before = numberJson(row);
  Object.assign(row, settings, { updatedAt: world.clock.now() });
  const now = receiver === undefined ? row : handOver(request, row, receiver);
  if (receiver === undefined) account.numbers.touch(row);
  const after = numberJson(now);
  audit(world, account, {
    resource: 'phone-number',
    sid: row.sid,
    verb: 'updated',
    data: changesOf(before, after),
    actorSid: login.account.sid,
  });
  return { status: 200, body: after, sid: row.sid };
}

/** The other account that is to have the number; undefined when it stays. Throws ApiError. */
function readReceiver({ world, account, form, login }: RestRequest): Account | undefined {
  const sid = given(form, 'AccountSid');
  if (sid === undefined || sid === account.sid) return undefined;
  if (!/^AC[0-9a-f]{32}$/i.test(sid)) throw badRequest(21470, `Invalid AccountSid: ${sid}`);
  if (login.account.ownerSid !== login.account.sid) {
    throw badRequest(21474, 'API User must be the parent account to transfer phone numbers.');
  }
  const receiver = world.accounts.get(sid);
  // Whether somebody else's account exists is nobody's business.
  if (receiver === undefined || receiver.ownerSid !== account.ownerSid) {
    throw badRequest(21473, `Account ${sid} is neither parent nor child of the number's owner`);
  }
  if (receiver.status !== 'active') throw badRequest(21472, `Account ${sid} is not active`);
  return receiver;
}

/** It keeps its SID and settings, but for those that name something of the account it leaves. */
function handOver({ world, account }: RestRequest, row: IncomingNumber, receiver: Account): IncomingNumber {
  account.numbers.remove(row);
  const moved: IncomingNumber = {
    ...row,
    seq: receiver.numbers.nextSeq(),
    accountSid: receiver.sid,
    voiceApplicationSid: '',
    smsApplicationSid: '',
  };
  receiver.numbers.add(moved);
  resumeRent(world, receiver, moved);
  return moved;
}

function deleteNumber(request: RestRequest): RestAnswer {
  const row = find(request);
  releaseNumber(request.world, request.account, { row, actorSid: request.login.account.sid });
  return { status: 204, sid: row.sid };
}

function numbersOfType(type: NumberType): Resource {
  return {
    get: (request) => listNumbers(request, type),
    post: (request) => buyNumber(request, type),
    worksInTest: true,
  };
}

export const NUMBERS: Resource = { get: listNumbers, post: buyNumber, worksInTest: true };
export const LOCAL_NUMBERS = numbersOfType('local');
export const TOLL_FREE_NUMBERS = numbersOfType('toll_free');
export const MOBILE_NUMBERS = numbersOfType('mobile');
export const NUMBER: Resource = { get: fetchNumber, post: updateNumber, delete: deleteNumber };

// OutgoingCallerIds: numbers of other people that calls may come from, once they are verified.

import { audit } from '../audit.ts';
import { type CallerId, callerIdJson } from '../caller-id.ts';
import type { Fields } from '../form.ts';
import { formatNumber, readNumber } from '../number.ts';
import { badRequest, notFound } from './api-error.ts';
import { equals, listAnswer } from './list.ts';
import { given, httpMethod, integer, webhookUrl } from './params.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';
import { nameSetting } from './settings.ts';
import { startVerification } from './verification.ts';

function listCallerIds(request: RestRequest): RestAnswer {
  const wanted = readNumber(given(request.query, 'PhoneNumber') ?? '');
  return listAnswer(request, {
    book: request.account.callerIds,
    key: 'outgoing_caller_ids',
    filters: [
      (query) => (given(query, 'PhoneNumber') ? (row: CallerId) => row.number === wanted : undefined),
      equals<CallerId>('FriendlyName', (row) => row.friendlyName),
    ],
    params: ['PhoneNumber', 'FriendlyName'],
    json: callerIdJson,
  });
}

function find({ account, sids, path }: RestRequest): CallerId {
  const row = account.callerIds.get(sids[0] ?? '');
  if (row === undefined) throw notFound(path);
  return row;
}

function fetchCallerId(request: RestRequest): RestAnswer {
  const row = find(request);
  return { status: 200, body: callerIdJson(row), sid: row.sid };
}

function updateCallerId(request: RestRequest): RestAnswer {
  const { world, account, form } = request;
  const row = find(request);
  row.friendlyName = nameSetting(form) ?? row.friendlyName;
  row.updatedAt = world.clock.now();
  account.callerIds.touch(row);
  return { status: 200, body: callerIdJson(row), sid: row.sid };
}

function deleteCallerId(request: RestRequest): RestAnswer {
  const { world, account, login } = request;
  const row = find(request);
  account.callerIds.remove(row);
  audit(world, account, {
    resource: 'verified-caller-id',
    sid: row.sid,
    verb: 'deleted',
    data: { phone_number: row.number },
    actorSid: login.account.sid,
  });
  return { status: 204, sid: row.sid };
}

/** Nothing is verified yet: the answer is the code, and the call goes out. */
function verify({ world, account, form }: RestRequest): RestAnswer {
  const number = readNumber(given(form, 'PhoneNumber') ?? '');
  if (number === undefined) {
    throw badRequest(21401, `Invalid Phone Number: ${given(form, 'PhoneNumber') ?? 'none is given'}`);
  }
  if (account.numbers.find(number)) {
    throw badRequest(21449, `Number already can be used for outgoing calls and messages: ${number}`);
  }
  if (account.callerIds.find(number)) {
    throw badRequest(21450, `Phone number already validated on your account: ${number}`);
  }
  const friendlyName = nameSetting(form) ?? formatNumber(number);
  const call = startVerification(world, account, {
    number,
    friendlyName,
    delayMs: integer(form, 'CallDelay', { fallback: 0, least: 0, most: 60, code: 21454 }) * 1000,
    extension: given(form, 'Extension') ?? '',
    statusCallback: readCallback(form),
  });
  const code = Math.floor(world.sids.next() * 1e6);
  const body = {
    account_sid: account.sid,
    call_sid: call.sid,
    friendly_name: friendlyName,
    phone_number: number,
    validation_code: String(code).padStart(6, '0'),
  };
  return { status: 200, body, sid: call.sid };
}

function readCallback(form: Fields) {
  const url = webhookUrl(form, 'StatusCallback', 21456);
  return url === undefined ? undefined : { url, method: httpMethod(form, 'StatusCallbackMethod') };
}

export const CALLER_IDS: Resource = { get: listCallerIds, post: verify };
export const CALLER_ID: Resource = {
  get: fetchCallerId,
  post: updateCallerId,
  delete: deleteCallerId,
};

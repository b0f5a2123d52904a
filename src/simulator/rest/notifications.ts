// Notifications, of one call or of the account: what went wrong with TwiML and callbacks.

import { type Notification, notificationDetailJson, notificationJson } from '../notification.ts';
import { notFound } from './api-error.ts';
import { findCall } from './calls.ts';
import { chosen, dated, listAnswer } from './list.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

const FILTERS = [
  chosen('Log', ['0', '1'], (row: Notification) => (row.level === 'error' ? '0' : '1')),
  dated<Notification>('MessageDate', (row) => row.at),
];
const PARAMS = ['Log', 'MessageDate', 'MessageDate<', 'MessageDate>'];

function list(request: RestRequest, callSid: string | undefined): RestAnswer {
  return listAnswer(request, {
    book: request.account.notifications,
    key: 'notifications',
    filters: FILTERS,
    filedUnder: callSid,
    cards: { at: 'MessageDate' },
    params: PARAMS,
    json: (row) => notificationJson(row, callSid === undefined ? 'account' : 'call'),
  });
}

function fetch(request: RestRequest): RestAnswer {
  const row = request.account.notifications.get(request.sids.at(-1) ?? '');
  const place = request.sids.length > 1 ? 'call' : 'account';
  const isAnothers = place === 'call' && row?.callSid !== request.sids[0];
  if (row === undefined || isAnothers) throw notFound(request.path);
  return { status: 200, body: notificationDetailJson(row, place), sid: row.sid };
}

export const NOTIFICATIONS: Resource = { get: (request) => list(request, undefined) };
export const CALL_NOTIFICATIONS: Resource = { get: (request) => list(request, findCall(request).sid) };
export const NOTIFICATION: Resource = { get: fetch };

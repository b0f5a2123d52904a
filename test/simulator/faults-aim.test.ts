import { expect, test } from 'vitest';
import { hits, readAim, type Target, targetOf } from '../../src/simulator/faults/aim.ts';

const SID = (prefix: string) => prefix + '0a'.repeat(16);
const ROOT = `/2010-04-01/Accounts/${SID('AC')}`;

test.each<[method: string, path: string, Target]>([
  ['POST', `${ROOT}/Messages.json`, { resource: 'messages', what: 'creates' }],
  ['GET', `${ROOT}/Messages.json`, { resource: 'messages', what: 'lists' }],
  ['GET', `${ROOT}/Messages/${SID('SM')}.json`, { resource: 'messages', what: 'fetches' }],
  ['HEAD', `${ROOT}/Messages/${SID('SM')}.json`, { resource: 'messages', what: 'fetches' }],
  ['POST', `${ROOT}/Messages/${SID('SM')}`, { resource: 'messages', what: 'updates' }],
  ['DELETE', `${ROOT}/Messages/${SID('SM')}.json`, { resource: 'messages', what: 'deletes' }],
  ['POST', `${ROOT}/Messages/${SID('SM')}/Feedback.json`, { resource: 'feedback', what: 'creates' }],
  ['GET', `${ROOT}/Calls/${SID('CA')}/Notifications.json`, { resource: 'notifications', what: 'lists' }],
  ['POST', `${ROOT}/Calls/${SID('CA')}/Recordings.json`, { resource: 'recordings', what: 'creates' }],
  [
    'POST',
    `${ROOT}/Conferences/${SID('CF')}/Participants/customer.json`,
    { resource: 'participants', what: 'updates' },
  ],
  ['POST', `${ROOT}/IncomingPhoneNumbers.json`, { resource: 'incoming-phone-numbers', what: 'creates' }],
  [
    'POST',
    `${ROOT}/IncomingPhoneNumbers/Local.json`,
    { resource: 'incoming-phone-numbers', what: 'creates' },
  ],
  [
    'GET',
    `${ROOT}/AvailablePhoneNumbers/US/Local.json`,
    { resource: 'available-phone-numbers', what: 'lists' },
  ],
  ['GET', `${ROOT}/OutgoingCallerIds.json`, { resource: 'outgoing-caller-ids', what: 'lists' }],
  ['GET', `${ROOT}/Usage/Records.json`, { resource: 'records', what: 'lists' }],
  ['GET', `${ROOT}/Usage/Records/Daily.json`, { resource: 'records', what: 'lists' }],
  ['POST', `${ROOT}/Usage/Triggers.json`, { resource: 'triggers', what: 'creates' }],
  ['GET', `${ROOT}/Balance.json`, { resource: 'balance', what: 'fetches' }],
  ['GET', `${ROOT}.json`, { resource: 'accounts', what: 'fetches' }],
  ['POST', ROOT, { resource: 'accounts', what: 'updates' }],
  ['GET', '/2010-04-01/Accounts.json', { resource: 'accounts', what: 'lists' }],
  ['GET', '/v1/Alerts', { resource: 'alerts', what: 'lists' }],
  ['GET', `/v1/Alerts/${SID('NO')}`, { resource: 'alerts', what: 'fetches' }],
])('%s %s', (method, path, target) => {
  expect(targetOf(method, path)).toEqual(target);
});

test.each<[on: string | undefined, Target, boolean]>([
  [undefined, { resource: 'calls', what: 'creates' }, true],
  [undefined, { resource: 'keys', what: 'creates' }, true],
  [undefined, { resource: 'calls', what: 'lists' }, false],
  ['calls', { resource: 'calls', what: 'creates' }, true],
  ['calls', { resource: 'calls', what: 'fetches' }, false],
  ['calls', { resource: 'messages', what: 'creates' }, false],
  ['fetches', { resource: 'messages', what: 'fetches' }, true],
  ['fetches', { resource: 'messages', what: 'creates' }, false],
  ['calls/fetches', { resource: 'calls', what: 'fetches' }, true],
  ['calls/fetches', { resource: 'messages', what: 'fetches' }, false],
  ['requests', { resource: 'messages', what: 'deletes' }, true],
  ['calls/requests', { resource: 'calls', what: 'updates' }, true],
  ['calls/requests', { resource: 'messages', what: 'updates' }, false],
])('drop-reply on %s and %o: %s', (on, target, expected) => {
  const aim = readAim('drop-reply', on);
  expect(aim && hits(aim, target)).toBe(expected);
});

test.each<[on: string | undefined, Target, boolean]>([
  [undefined, { resource: 'calls', what: 'twiml' }, true],
  [undefined, { resource: 'messages', what: 'callbacks' }, true],
  ['webhooks', { resource: 'messages', what: 'callbacks' }, true],
  ['twiml', { resource: 'calls', what: 'callbacks' }, false],
  ['calls', { resource: 'calls', what: 'callbacks' }, true],
  ['calls', { resource: 'messages', what: 'callbacks' }, false],
  ['calls/twiml', { resource: 'calls', what: 'callbacks' }, false],
  [undefined, { resource: 'calls', what: 'creates' }, false],
])('wrong-signature on %s and %o: %s', (on, target, expected) => {
  const aim = readAim('wrong-signature', on);
  expect(aim && hits(aim, target)).toBe(expected);
});

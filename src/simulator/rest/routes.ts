// Which resource a path of the 2010-04-01 API names.

import { ACCOUNT, ACCOUNTS, BALANCE } from './accounts.ts';
import { ALERT, ALERTS } from './alerts.ts';
import { APPLICATION, APPLICATIONS } from './applications.ts';
import {
  COUNTRIES_WITH_NUMBERS,
  COUNTRY_WITH_NUMBERS,
  LOCAL_OFFERS,
  MOBILE_OFFERS,
  NATIONAL_OFFERS,
  TOLL_FREE_OFFERS,
} from './available-numbers.ts';
import { CALL_EVENTS } from './call-events.ts';
import { CALLER_ID, CALLER_IDS } from './caller-ids.ts';
import { CALL, CALLS } from './calls.ts';
import { CONFERENCE, CONFERENCES } from './conferences.ts';
import { EVENT, EVENTS } from './events.ts';
import { KEY, KEYS } from './keys.ts';
import { MESSAGE_FEEDBACK, MESSAGE_MEDIA, MESSAGE_MEDIUM } from './message-parts.ts';
import { MESSAGE, MESSAGES } from './messages.ts';
import { CALL_NOTIFICATIONS, NOTIFICATION, NOTIFICATIONS } from './notifications.ts';
import { LOCAL_NUMBERS, MOBILE_NUMBERS, NUMBER, NUMBERS, TOLL_FREE_NUMBERS } from './numbers.ts';
import { PARTICIPANT, PARTICIPANTS } from './participants.ts';
import { QUEUE, QUEUE_MEMBER, QUEUE_MEMBERS, QUEUES } from './queues.ts';
import {
  CALL_RECORDING,
  CALL_RECORDINGS,
  CONFERENCE_RECORDING,
  CONFERENCE_RECORDINGS,
  RECORDING,
  RECORDINGS,
} from './recordings.ts';
import { type Resource, V1_PREFIX } from './resource.ts';
import { type Found, routeTree } from './route-tree.ts';
import { RECORDING_TRANSCRIPTIONS, TRANSCRIPTION, TRANSCRIPTIONS } from './transcriptions.ts';
import { USAGE_PERIOD, USAGE_RECORDS } from './usage-records.ts';
import { USAGE_TRIGGER, USAGE_TRIGGERS } from './usage-triggers.ts';

/** Below the account; `*` stands for a SID, or for another name that is not ours to choose. */
const RESOURCES: ReadonlyMap<string, Resource> = new Map([
  ['', ACCOUNT],
  ['Balance', BALANCE],
  ['Keys', KEYS],
  ['Keys/*', KEY],
  ['Applications', APPLICATIONS],
  ['Applications/*', APPLICATION],
  ['AvailablePhoneNumbers', COUNTRIES_WITH_NUMBERS],
  ['AvailablePhoneNumbers/*', COUNTRY_WITH_NUMBERS],
  ['AvailablePhoneNumbers/*/Local', LOCAL_OFFERS],
  ['AvailablePhoneNumbers/*/TollFree', TOLL_FREE_OFFERS],
  ['AvailablePhoneNumbers/*/Mobile', MOBILE_OFFERS],
  ['AvailablePhoneNumbers/*/National', NATIONAL_OFFERS],
  ['IncomingPhoneNumbers', NUMBERS],
  ['IncomingPhoneNumbers/Local', LOCAL_NUMBERS],
  ['IncomingPhoneNumbers/TollFree', TOLL_FREE_NUMBERS],
  ['IncomingPhoneNumbers/Mobile', MOBILE_NUMBERS],
  ['IncomingPhoneNumbers/*', NUMBER],
  ['OutgoingCallerIds', CALLER_IDS],
  ['OutgoingCallerIds/*', CALLER_ID],
  ['Messages', MESSAGES],
  ['Messages/*', MESSAGE],
  ['Messages/*/Media', MESSAGE_MEDIA],
  ['Messages/*/Media/*', MESSAGE_MEDIUM],
  ['Messages/*/Feedback', MESSAGE_FEEDBACK],
  ['Calls', CALLS],
  ['Calls/*', CALL],
  ['Calls/*/Notifications', CALL_NOTIFICATIONS],
  ['Calls/*/Notifications/*', NOTIFICATION],
  ['Calls/*/Events', CALL_EVENTS],
  ['Notifications', NOTIFICATIONS],
  ['Notifications/*', NOTIFICATION],
  ['Calls/*/Recordings', CALL_RECORDINGS],
  ['Calls/*/Recordings/*', CALL_RECORDING],
  ['Recordings', RECORDINGS],
  ['Recordings/*', RECORDING],
  ['Recordings/*/Transcriptions', RECORDING_TRANSCRIPTIONS],
  ['Recordings/*/Transcriptions/*', TRANSCRIPTION],
  ['Transcriptions', TRANSCRIPTIONS],
  ['Transcriptions/*', TRANSCRIPTION],
  ['Conferences', CONFERENCES],
  ['Conferences/*', CONFERENCE],
  ['Conferences/*/Participants', PARTICIPANTS],
  ['Conferences/*/Participants/*', PARTICIPANT],
  ['Conferences/*/Recordings', CONFERENCE_RECORDINGS],
  ['Conferences/*/Recordings/*', CONFERENCE_RECORDING],
  ['Queues', QUEUES],
  ['Queues/*', QUEUE],
  ['Queues/*/Members', QUEUE_MEMBERS],
  ['Queues/*/Members/*', QUEUE_MEMBER],
  ['Usage/Records', USAGE_RECORDS],
  ['Usage/Records/*', USAGE_PERIOD],
  ['Usage/Triggers', USAGE_TRIGGERS],
  ['Usage/Triggers/*', USAGE_TRIGGER],
]);

/** Below /v1/: the monitor, whose paths name no account. */
const MONITOR: ReadonlyMap<string, Resource> = new Map([
  ['Alerts', ALERTS],
  ['Alerts/*', ALERT],
  ['Events', EVENTS],
  ['Events/*', EVENT],
]);

export const API_PREFIX = '/2010-04-01/';

const findResource = routeTree(RESOURCES);
const findMonitor = routeTree(MONITOR);

export interface Route extends Found {
  /** The account whose resource it is; undefined where the path names none. */
  readonly owner: string | undefined;
}

/** Undefined for a path that names nothing. Whose it is, is not looked at. */
export function findRoute(path: string): Route | undefined {
  if (path.startsWith(V1_PREFIX))
    return owned(undefined, findMonitor(path.slice(V1_PREFIX.length).split('/')));
  const end = path.endsWith('.json') ? path.length - '.json'.length : path.length;
  const [top, owner, ...rest] = path.slice(API_PREFIX.length, end).split('/');
  if (top !== 'Accounts') return undefined;
  if (owner === undefined) return { resource: ACCOUNTS, owner, sids: [], isOne: false };
  const found = findResource(rest);
  // The account itself is one of the list of accounts.
  return owned(owner, found && rest.length === 0 ? { ...found, isOne: true } : found);
}

function owned(owner: string | undefined, found: Found | undefined): Route | undefined {
  return found && { ...found, owner };
}

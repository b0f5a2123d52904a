// Which resource a path of the 2010-04-01 API names.

import type { Account } from '../world.ts';
import { ACCOUNT, ACCOUNTS, BALANCE } from './accounts.ts';
import { ALERT, ALERTS } from './alerts.ts';
import { CALL, CALLS } from './calls.ts';
import { CONFERENCE, CONFERENCES } from './conferences.ts';
import { EVENT, EVENTS } from './events.ts';
import { MESSAGE_FEEDBACK, MESSAGE_MEDIA, MESSAGE_MEDIUM } from './message-parts.ts';
import { MESSAGE, MESSAGES } from './messages.ts';
import { CALL_NOTIFICATIONS, NOTIFICATION, NOTIFICATIONS } from './notifications.ts';
import { PARTICIPANT, PARTICIPANTS } from './participants.ts';
import {
  CALL_RECORDING,
  CALL_RECORDINGS,
  CONFERENCE_RECORDING,
  CONFERENCE_RECORDINGS,
  RECORDING,
  RECORDINGS,
} from './recordings.ts';
import { type Resource, V1_PREFIX } from './resource.ts';
import { RECORDING_TRANSCRIPTIONS, TRANSCRIPTION, TRANSCRIPTIONS } from './transcriptions.ts';
import { USAGE_PERIOD, USAGE_RECORDS } from './usage-records.ts';
import { USAGE_TRIGGER, USAGE_TRIGGERS } from './usage-triggers.ts';

/** Below the account; `*` stands for a SID. */
const RESOURCES: ReadonlyMap<string, Resource> = new Map([
  ['', ACCOUNT],
  ['Balance', BALANCE],
  ['Messages', MESSAGES],
  ['Messages/*', MESSAGE],
  ['Messages/*/Media', MESSAGE_MEDIA],
  ['Messages/*/Media/*', MESSAGE_MEDIUM],
  ['Messages/*/Feedback', MESSAGE_FEEDBACK],
  ['Calls', CALLS],
  ['Calls/*', CALL],
  ['Calls/*/Notifications', CALL_NOTIFICATIONS],
  ['Calls/*/Notifications/*', NOTIFICATION],
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

export interface Route {
  readonly resource: Resource;
  readonly sids: readonly string[];
}

/** Undefined for a path that names nothing, or another account's resource: nobody learns which of the two. */
export function findRoute(path: string, account: Account): Route | undefined {
  if (path.startsWith(V1_PREFIX)) return lookUp(MONITOR, path.slice(V1_PREFIX.length).split('/'));
  const [top, owner, ...rest] = path
    .slice(API_PREFIX.length)
    .replace(/\.json$/, '')
    .split('/');
  if (top !== 'Accounts') return undefined;
  if (owner === undefined) return { resource: ACCOUNTS, sids: [] };
  if (owner !== account.sid) return undefined;
  // Usage is the one name of two words; behind each name stands a SID.
  const parts = rest[0] === 'Usage' ? [rest.slice(0, 2).join('/'), ...rest.slice(2)] : rest;
  return lookUp(RESOURCES, parts);
}

function lookUp(resources: ReadonlyMap<string, Resource>, parts: readonly string[]): Route | undefined {
  const sids = parts.filter((_, index) => index % 2 === 1).map(decodePart);
  const shape = parts.map((part, index) => (index % 2 === 1 ? '*' : part)).join('/');
  const resource = resources.get(shape);
  return resource && { resource, sids };
}

/** A participant's label may hold anything, percent-encoded. */
function decodePart(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

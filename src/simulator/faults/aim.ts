// What a fault is aimed at: the requests of a client, or what Twilio sends, of one resource or of all.

import { type Action, type FaultName, isAction, kindOf, type Outgoing } from './kinds.ts';

/** One request, or one thing sent, as faults see it. */
export interface Target {
  /** `messages`, `calls`, `incoming-phone-numbers`: the word in the path, in lower case with dashes. */
  readonly resource: string;
  readonly what: Exclude<Action, 'requests'> | Exclude<Outgoing, 'webhooks'>;
}

export interface Aim {
  /** Every one when undefined. */
  readonly resource: string | undefined;
  readonly what: Action | Outgoing;
}

/** Those of the 2010 API and of the monitor that somebody may want to spoil; a guard against misspelt ones. */
export const RESOURCES: readonly string[] = [
  'accounts',
  'alerts',
  'applications',
  'available-phone-numbers',
  'balance',
  'calls',
  'conferences',
  'events',
  'feedback',
  'incoming-phone-numbers',
  'keys',
  'media',
  'members',
  'messages',
  'notifications',
  'outgoing-caller-ids',
  'participants',
  'queues',
  'recordings',
  'records',
  'transcriptions',
  'triggers',
];

/**
 * Reads what a fault is for: an action (`lists`), a resource (`calls`: what the fault strikes anyway, of calls only) or
 * both (`calls/lists`). Undefined for what is none of these, or nothing this fault could strike.
 */
export function readAim(name: FaultName, on: string | undefined): Aim | undefined {
  const { strikes, canStrike } = kindOf(name);
  if (on === undefined) return { resource: undefined, what: strikes };
  const words = on.split('/');
  const what = canStrike.find((word) => word === words.at(-1));
  if (what !== undefined) words.pop();
  const resource = words[0];
  if (words.length > 1 || (resource !== undefined && !RESOURCES.includes(resource))) return undefined;
  return { resource, what: what ?? strikes };
}

export function hits(aim: Aim, { resource, what }: Target): boolean {
  if (aim.resource !== undefined && aim.resource !== resource) return false;
  return aim.what === what || aim.what === (isAction(what) ? 'requests' : 'webhooks');
}

/** Words that group resources, and words that narrow a list. */
const GROUPS = ['Usage', 'SMS', 'SIP'];
const NARROWER =
  /^(?:Local|TollFree|Mobile|National|Daily|Monthly|Yearly|AllTime|Today|Yesterday|(?:This|Last)Month)$/;
/** One of a kind, without a SID of its own. */
const SINGLE = ['Balance'];

/** Of a request for `/2010-04-01/Accounts/AC…/Calls/CA….json`: resources and SIDs take turns in a path. */
export function targetOf(method: string, path: string): Target {
  const parts = path
    .replace(/\.json$/, '')
    .split('/')
    .slice(2);
  if (parts[0] === 'Accounts' && parts.length > 2) parts.splice(0, 2);
  if (GROUPS.includes(parts[0] ?? '')) parts.shift();
  const narrows = parts.length > 1 && NARROWER.test(parts.at(-1) ?? '');
  if (narrows) parts.length = 1;
  const names = parts.filter((_, index) => index % 2 === 0);
  const name = names.at(-1) ?? '';
  const isOne = parts.length % 2 === 0 || SINGLE.includes(name);
  return { resource: dashed(name), what: actionOf(method, isOne) };
}

function actionOf(method: string, isOne: boolean): Target['what'] {
  if (method === 'DELETE') return 'deletes';
  if (method === 'POST') return isOne ? 'updates' : 'creates';
  return isOne ? 'fetches' : 'lists';
}

function dashed(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

const BY_PREFIX: Readonly<Record<string, string>> = {
  CA: 'calls',
  CF: 'conferences',
  MM: 'messages',
  RE: 'recordings',
  SM: 'messages',
};

/** Of a callback or a request for TwiML about the thing with this SID. */
export function outgoingTarget(sid: string, what: 'callbacks' | 'twiml'): Target {
  return { resource: BY_PREFIX[sid.slice(0, 2)] ?? '', what };
}

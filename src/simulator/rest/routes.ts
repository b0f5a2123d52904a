// Which resource a path of the 2010-04-01 API names.

import { ACCOUNT, ACCOUNTS, BALANCE } from './accounts.ts';
import { APPLICATION, APPLICATIONS } from './applications.ts';
import {
  COUNTRIES_WITH_NUMBERS,
  COUNTRY_WITH_NUMBERS,
  LOCAL_OFFERS,
  MOBILE_OFFERS,
  NATIONAL_OFFERS,
  TOLL_FREE_OFFERS,
} from './available-numbers.ts';
import { CALLER_ID, CALLER_IDS } from './caller-ids.ts';
import { CALL, CALLS } from './calls.ts';
import { KEY, KEYS } from './keys.ts';
import { MESSAGE, MESSAGES } from './messages.ts';
import { CALL_NOTIFICATIONS, NOTIFICATION, NOTIFICATIONS } from './notifications.ts';
import { LOCAL_NUMBERS, MOBILE_NUMBERS, NUMBER, NUMBERS, TOLL_FREE_NUMBERS } from './numbers.ts';
import type { Resource } from './resource.ts';

/** `*` stands for a SID or another name that the path's maker chooses; a word beside it wins over it. */
const RESOURCES: readonly (readonly [string, Resource])[] = [
  ['Accounts', ACCOUNTS],
  ['Accounts/*', ACCOUNT],
  ['Accounts/*/Balance', BALANCE],
  ['Accounts/*/Keys', KEYS],
  ['Accounts/*/Keys/*', KEY],
  ['Accounts/*/Applications', APPLICATIONS],
  ['Accounts/*/Applications/*', APPLICATION],
  ['Accounts/*/AvailablePhoneNumbers', COUNTRIES_WITH_NUMBERS],
  ['Accounts/*/AvailablePhoneNumbers/*', COUNTRY_WITH_NUMBERS],
  ['Accounts/*/AvailablePhoneNumbers/*/Local', LOCAL_OFFERS],
  ['Accounts/*/AvailablePhoneNumbers/*/TollFree', TOLL_FREE_OFFERS],
  ['Accounts/*/AvailablePhoneNumbers/*/Mobile', MOBILE_OFFERS],
  ['Accounts/*/AvailablePhoneNumbers/*/National', NATIONAL_OFFERS],
  ['Accounts/*/IncomingPhoneNumbers', NUMBERS],
  ['Accounts/*/IncomingPhoneNumbers/Local', LOCAL_NUMBERS],
  ['Accounts/*/IncomingPhoneNumbers/TollFree', TOLL_FREE_NUMBERS],
  ['Accounts/*/IncomingPhoneNumbers/Mobile', MOBILE_NUMBERS],
  ['Accounts/*/IncomingPhoneNumbers/*', NUMBER],
  ['Accounts/*/OutgoingCallerIds', CALLER_IDS],
  ['Accounts/*/OutgoingCallerIds/*', CALLER_ID],
  ['Accounts/*/Messages', MESSAGES],
  ['Accounts/*/Messages/*', MESSAGE],
  ['Accounts/*/Calls', CALLS],
  ['Accounts/*/Calls/*', CALL],
  ['Accounts/*/Calls/*/Notifications', CALL_NOTIFICATIONS],
  ['Accounts/*/Calls/*/Notifications/*', NOTIFICATION],
  ['Accounts/*/Notifications', NOTIFICATIONS],
  ['Accounts/*/Notifications/*', NOTIFICATION],
];

export const API_PREFIX = '/2010-04-01/';

export interface Route {
  readonly resource: Resource;
  /** The account whose resource it is; undefined for the list of accounts. */
  readonly owner: string | undefined;
  /** The other SIDs in the path, outermost first. */
  readonly sids: readonly string[];
  /** One row, as against the list it is in. */
  readonly isOne: boolean;
}

interface Node {
  readonly words: Map<string, Node>;
  any: Node | undefined;
  resource: Resource | undefined;
}

const newNode = (): Node => ({ words: new Map(), any: undefined, resource: undefined });

function grow(root: Node, pattern: string, resource: Resource): void {
  let node = root;
  for (const part of pattern.split('/')) {
    let next = part === '*' ? node.any : node.words.get(part);
    if (next === undefined) {
      next = newNode();
      if (part === '*') node.any = next;
      else node.words.set(part, next);
    }
    node = next;
  }
  node.resource = resource;
}

const TREE = newNode();
for (const [pattern, resource] of RESOURCES) grow(TREE, pattern, resource);

/** Undefined for a path that names nothing. Whose it is, is not looked at. */
export function findRoute(path: string): Route | undefined {
  const end = path.endsWith('.json') ? path.length - '.json'.length : path.length;
  const sids: string[] = [];
  let isOne = false;
  let node: Node | undefined = TREE;
  for (const part of path.slice(API_PREFIX.length, end).split('/')) {
    const word: Node | undefined = node.words.get(part);
    isOne = word === undefined;
    node = word ?? node.any;
    if (node === undefined) return undefined;
    if (isOne) sids.push(part);
  }
  const [owner, ...rest] = sids;
  return node.resource && { resource: node.resource, owner, sids: rest, isOne };
}

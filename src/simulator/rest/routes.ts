// Which resource a path of the 2010-04-01 API names.

import type { Account } from '../world.ts';
import { ACCOUNT, ACCOUNTS, BALANCE } from './accounts.ts';
import { CALL, CALLS } from './calls.ts';
import { MESSAGE, MESSAGES } from './messages.ts';
import { CALL_NOTIFICATIONS, NOTIFICATION, NOTIFICATIONS } from './notifications.ts';
import type { Resource } from './resource.ts';

/** Below the account; `*` stands for a SID. */
const RESOURCES: ReadonlyMap<string, Resource> = new Map([
  ['', ACCOUNT],
  ['Balance', BALANCE],
  ['Messages', MESSAGES],
  ['Messages/*', MESSAGE],
  ['Calls', CALLS],
  ['Calls/*', CALL],
  ['Calls/*/Notifications', CALL_NOTIFICATIONS],
  ['Calls/*/Notifications/*', NOTIFICATION],
  ['Notifications', NOTIFICATIONS],
  ['Notifications/*', NOTIFICATION],
]);

export const API_PREFIX = '/2010-04-01/';

export interface Route {
  readonly resource: Resource;
  readonly sids: readonly string[];
}

/** Undefined for a path that names nothing, or another account's resource: nobody learns which of the two. */
export function findRoute(path: string, account: Account): Route | undefined {
  const [top, owner, ...rest] = path
    .slice(API_PREFIX.length)
    .replace(/\.json$/, '')
    .split('/');
  if (top !== 'Accounts') return undefined;
  if (owner === undefined) return { resource: ACCOUNTS, sids: [] };
  if (owner !== account.sid) return undefined;
  const sids = rest.filter((_, index) => index % 2 === 1);
  const shape = rest.map((part, index) => (index % 2 === 1 ? '*' : part)).join('/');
  const resource = RESOURCES.get(shape);
  return resource && { resource, sids };
}

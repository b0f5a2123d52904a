// Whose resource a login may reach, and what it may do there.

import type { Account, World } from '../world.ts';
import { ApiError, unauthorized } from './api-error.ts';
import type { Login } from './login.ts';
import type { Route } from './routes.ts';
import { openTestScene } from './test-scene.ts';

export interface Asked {
  readonly route: Route;
  readonly method: string;
}

export interface Scene {
  readonly world: World;
  readonly account: Account;
}

/**
 * An account's login reaches that account and its subaccounts; an API key, that account alone (a choice: Twilio's
 * pages give subaccounts to the account's token and to keys of their own). Anybody else's account is a 401, whether
 * or not there is one of that SID: Twilio's page on 20003 has both using a subaccount's credentials on the main
 * account and using test credentials on the live one among its causes. Throws ApiError.
 */
export function admit(world: World, login: Login, request: Asked): Scene {
  const { route, method } = request;
  if (login.kind === 'test') return admitTest(world, login.account, request);
  if (login.kind === 'key' && route.resource.needsToken) throw unauthorized();
  const account = reach(world, login, route.owner);
  // Its rows can still be read, calls ended and numbers handed on; what makes something new is refused.
  if (account.status !== 'active' && method === 'POST' && !route.isOne) throw inactive(account);
  return { world, account };
}

function reach(world: World, { account, kind }: Login, owner: string | undefined): Account {
  if (owner === undefined || owner === account.sid) return account;
  const other = world.accounts.get(owner);
  if (kind === 'key' || other?.ownerSid !== account.sid) throw unauthorized();
  return other;
}

function admitTest(world: World, account: Account, { route: { resource, owner }, method }: Asked): Scene {
  if (owner !== undefined && owner !== account.test.accountSid) throw unauthorized();
  if (method !== 'POST' || !resource.worksInTest) {
    throw new ApiError(403, 20008, 'Resource not accessible with Test Account Credentials');
  }
  return openTestScene(world, account);
}

function inactive({ sid, status }: Account): ApiError {
  return new ApiError(403, 20403, `Account ${sid} is ${status}`);
}

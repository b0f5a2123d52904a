// Who asks: an account's SID and token, an API key and its secret, or test credentials.

import type { Account, World } from '../world.ts';

export interface Login {
  readonly account: Account;
  /** A `key` is a standard one: it manages neither accounts nor keys. */
  readonly kind: 'token' | 'key' | 'test';
}

/** Undefined for what is no login, and for one of an account that is suspended or closed: 20003 stands for both. */
export function identify(world: World, authorization: string | undefined): Login | undefined {
  const login = findLogin(world, readBasic(authorization ?? ''));
  return login?.account.status === 'active' ? login : undefined;
}

interface Basic {
  readonly user: string;
  readonly password: string;
}

function readBasic(header: string): Basic | undefined {
  if (!/^basic /i.test(header)) return undefined;
  const text = Buffer.from(header.slice('basic '.length), 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function findLogin(world: World, basic: Basic | undefined): Login | undefined {
  if (basic === undefined) return undefined;
  const { user, password } = basic;
  const own = world.accounts.get(user);
  if (own) return own.authToken === password ? { account: own, kind: 'token' } : undefined;
  for (const account of world.accounts.values()) {
    const key = account.keys.get(user);
    if (key) return key.secret === password ? { account, kind: 'key' } : undefined;
    const { test } = account;
    if (test.accountSid === user) return test.authToken === password ? { account, kind: 'test' } : undefined;
  }
  return undefined;
}

// A standard API key: a login of its own that can be taken back without changing the account's token.

import { rfc2822 } from './dates.ts';

/** Plain data: it is written to the state file as it is. */
export interface ApiKey {
  readonly seq: number;
  readonly sid: string;
  friendlyName: string;
  /** Shown once, when it is made. */
  readonly secret: string;
  readonly createdAt: number;
  updatedAt: number;
}

/** Twilio's JSON, without the secret. */
export function keyJson(key: ApiKey): Record<string, unknown> {
  return {
    date_created: rfc2822(key.createdAt),
    date_updated: rfc2822(key.updatedAt),
    friendly_name: key.friendlyName,
    sid: key.sid,
  };
}

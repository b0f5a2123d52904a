// A verified caller ID: somebody else's number that calls of the account may come from, and a trial may reach.

import { rfc2822 } from './dates.ts';

/** Plain data: it is written to the state file as it is. */
export interface CallerId {
  readonly seq: number;
  readonly sid: string;
  readonly accountSid: string;
  /** E.164 */
  readonly number: string;
  friendlyName: string;
  readonly createdAt: number;
  updatedAt: number;
}

export function callerIdJson(row: CallerId): Record<string, unknown> {
  return {
    account_sid: row.accountSid,
    date_created: rfc2822(row.createdAt),
    date_updated: rfc2822(row.updatedAt),
    friendly_name: row.friendlyName,
    phone_number: row.number,
    sid: row.sid,
    uri: `/2010-04-01/Accounts/${row.accountSid}/OutgoingCallerIds/${row.sid}.json`,
  };
}

// A queue of calls and who waits in it, as the simulator keeps them and as Twilio's REST API shows them.

import { rfc2822 } from './dates.ts';

/** Instants are virtual, in ms. Plain data: it is written to the state file as it is. */
export interface QueueRow {
  readonly seq: number;
  readonly sid: string;
  readonly accountSid: string;
  friendlyName: string;
  maxSize: number;
  readonly createdAt: number;
  updatedAt: number;
}

export interface QueueMember {
  readonly seq: number;
  /** The call's SID: a call waits in one queue at a time. */
  readonly sid: string;
  readonly accountSid: string;
  readonly queueSid: string;
  readonly enqueuedAt: number;
}

/** A queue that nobody gave a size (https://www.twilio.com/docs/voice/twiml/enqueue). */
export const DEFAULT_MAX_SIZE = 1_000;

/** What there is to say of those who wait, oldest first, at an instant. */
export interface Waiters {
  readonly members: readonly QueueMember[];
  readonly now: number;
}

/** Whole seconds that those who wait have waited, on average. */
export function averageWaitSeconds({ members, now }: Waiters): number {
  if (members.length === 0) return 0;
  const total = members.reduce((sum, { enqueuedAt }) => sum + (now - enqueuedAt), 0);
  return Math.floor(total / members.length / 1000);
}

/** Twilio's JSON, with the keys of its description; an example of Twilio's has `subresource_uris` besides. */
export function queueJson(row: QueueRow, waiters: Waiters): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${row.accountSid}/Queues/${row.sid}`;
  return {
    account_sid: row.accountSid,
    average_wait_time: averageWaitSeconds(waiters),
    current_size: waiters.members.length,
    date_created: rfc2822(row.createdAt),
    date_updated: rfc2822(row.updatedAt),
    friendly_name: row.friendlyName,
    max_size: row.maxSize,
    sid: row.sid,
    uri: `${uri}.json`,
  };
}

export function memberJson(member: QueueMember, { members, now }: Waiters): Record<string, unknown> {
  const queue = `/2010-04-01/Accounts/${member.accountSid}/Queues/${member.queueSid}`;
  return {
    call_sid: member.sid,
    date_enqueued: rfc2822(member.enqueuedAt),
    position: members.indexOf(member) + 1,
    queue_sid: member.queueSid,
    uri: `${queue}/Members/${member.sid}.json`,
    wait_time: Math.floor((now - member.enqueuedAt) / 1000),
  };
}

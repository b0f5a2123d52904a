// A conference and those in it as Twilio's REST API shows them.

import type { Conference, Participant } from './conference.ts';
import { rfc2822 } from './dates.ts';

function conferencePath(accountSid: string, sid: string): string {
  return `/2010-04-01/Accounts/${accountSid}/Conferences/${sid}`;
}

export function conferenceJson(row: Conference): Record<string, unknown> {
  const path = conferencePath(row.accountSid, row.sid);
  return {
    account_sid: row.accountSid,
    api_version: '2010-04-01',
    call_sid_ending_conference: row.endedByCallSid,
    date_created: rfc2822(row.createdAt),
    date_updated: rfc2822(row.updatedAt),
    friendly_name: row.friendlyName,
    reason_conference_ended: row.endReason,
    region: 'us1',
    sid: row.sid,
    status: row.status,
    subresource_uris: { participants: `${path}/Participants.json`, recordings: `${path}/Recordings.json` },
    uri: `${path}.json`,
  };
}

/** `queueMs` is how long its call waits to be dialled; Twilio tells of it while the call is queued only. */
export function participantJson(row: Participant, queueMs: number): Record<string, unknown> {
  return {
    account_sid: row.accountSid,
    call_sid: row.sid,
    call_sid_to_coach: row.callSidToCoach,
    coaching: row.coaching,
    conference_sid: row.conferenceSid,
    date_created: rfc2822(row.createdAt),
    date_updated: rfc2822(row.updatedAt),
    end_conference_on_exit: row.endConferenceOnExit,
    hold: row.hold,
    label: row.label,
    muted: row.muted,
    queue_time: row.status === 'queued' ? String(queueMs) : null,
    start_conference_on_enter: row.startConferenceOnEnter,
    status: row.status,
    uri: `${conferencePath(row.accountSid, row.conferenceSid)}/Participants/${row.sid}.json`,
  };
}

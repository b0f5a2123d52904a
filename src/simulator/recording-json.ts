// A recording as Twilio's REST API shows it: alone, below its call, below its conference.

import { rfc2822 } from './dates.ts';
import { decimalPrice } from './money.ts';
import type { Recording } from './recording.ts';

/** Where it is, without an ending: with `.json` what is known of it, with `.wav` or `.mp3` or none its sound. */
export function recordingPath({ accountSid, sid }: Recording): string {
  return `/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`;
}

/** What all three have. */
function sharedJson(row: Recording): Record<string, unknown> {
  return {
    account_sid: row.accountSid,
    api_version: '2010-04-01',
    call_sid: row.callSid,
    channels: row.channels,
    conference_sid: row.conferenceSid,
    date_created: rfc2822(row.createdAt),
    date_updated: rfc2822(row.updatedAt),
    duration: row.durationMs === null ? null : String(Math.ceil(row.durationMs / 1000)),
    encryption_details: null,
    error_code: null,
    price: decimalPrice(row.priceMicros),
    // By Twilio's examples the unit comes with the price.
    price_unit: row.priceMicros === null ? null : 'USD',
    sid: row.sid,
    source: row.source,
    start_time: rfc2822(row.startedAt),
    status: row.status,
  };
}

/** `origin` is what the client calls this server. */
export function recordingJson(row: Recording, origin: string): Record<string, unknown> {
  const path = recordingPath(row);
  return {
    ...sharedJson(row),
    media_url: origin + path,
    subresource_uris: {
      add_on_results: `${path}/AddOnResults.json`,
      transcriptions: `${path}/Transcriptions.json`,
    },
    uri: `${path}.json`,
  };
}

export function callRecordingJson(row: Recording): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${row.accountSid}/Calls/${row.callSid}/Recordings/${row.sid}.json`;
  return { ...sharedJson(row), track: row.track, uri };
}

export function conferenceRecordingJson(row: Recording): Record<string, unknown> {
  const conference = `/2010-04-01/Accounts/${row.accountSid}/Conferences/${row.conferenceSid}`;
  return { ...sharedJson(row), uri: `${conference}/Recordings/${row.sid}.json` };
}

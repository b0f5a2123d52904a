// What a recording said, in writing, as the simulator keeps it and as Twilio's REST API shows it.

import { rfc2822 } from './dates.ts';
import { decimalPrice } from './money.ts';

export type TranscriptionStatus = 'in-progress' | 'completed' | 'failed';

/** Instants are virtual, in ms. Plain data: it is written to the state file as it is. */
export interface Transcription {
  readonly seq: number;
  readonly sid: string;
  readonly accountSid: string;
  readonly recordingSid: string;
  readonly createdAt: number;
  updatedAt: number;
  status: TranscriptionStatus;
  /** Of the recording. */
  readonly durationMs: number;
  /** Null until it is completed. */
  text: string | null;
  priceMicros: number | null;
}

/** Twilio's JSON. */
export function transcriptionJson(row: Transcription): Record<string, unknown> {
  return {
    account_sid: row.accountSid,
    api_version: '2010-04-01',
    date_created: rfc2822(row.createdAt),
    date_updated: rfc2822(row.updatedAt),
    duration: String(Math.ceil(row.durationMs / 1000)),
    price: decimalPrice(row.priceMicros),
    price_unit: 'USD',
    recording_sid: row.recordingSid,
    sid: row.sid,
    status: row.status,
    transcription_text: row.text,
    // The only kind that <Record> makes.
    type: 'fast',
    uri: `/2010-04-01/Accounts/${row.accountSid}/Transcriptions/${row.sid}.json`,
  };
}

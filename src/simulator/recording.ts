// A recording as the simulator keeps it: its length and where it came from; its sound is made when somebody asks.

import type { WebTarget } from './call.ts';

export type RecordingStatus =
  | 'in-progress'
  | 'paused'
  | 'stopped'
  | 'processing'
  | 'completed'
  | 'absent'
  | 'deleted';

/** Statuses that are never left, but by deletion. */
export const FINAL_RECORDING: readonly RecordingStatus[] = ['completed', 'absent', 'deleted'];

export type RecordingSource =
  | 'DialVerb'
  | 'Conference'
  | 'OutboundAPI'
  | 'Trunking'
  | 'RecordVerb'
  | 'StartCallRecordingAPI'
  | 'StartConferenceRecordingAPI';

/** Events a recording's callback may ask for. */
export const RECORDING_EVENTS = ['in-progress', 'completed', 'absent'] as const;
export type RecordingEvent = (typeof RECORDING_EVENTS)[number];

/** How something is to be recorded, and who is told of it. */
export interface RecordingPlan {
  readonly channels: 1 | 2;
  readonly track: Recording['track'];
  /** Without the silence at its beginning and end. */
  readonly trims: boolean;
  readonly callback: WebTarget | null;
  readonly events: readonly RecordingEvent[];
}

/** Instants are virtual, in ms. Plain data: it is written to the state file as it is. */
export interface Recording {
  readonly seq: number;
  readonly sid: string;
  readonly accountSid: string;
  readonly callSid: string;
  readonly conferenceSid: string | null;
  readonly createdAt: number;
  updatedAt: number;
  readonly startedAt: number;
  status: RecordingStatus;
  /** Of sound, without pauses; null until it is completed. */
  durationMs: number | null;
  /** Since when it is paused, and for how long it was in all. */
  pausedAt: number | null;
  pausedMs: number;
  readonly channels: 1 | 2;
  readonly source: RecordingSource;
  readonly track: 'inbound' | 'outbound' | 'both';
  priceMicros: number | null;
  /** What was said while it ran, for transcriptions and for whoever reads transcripts. */
  words: string;
}

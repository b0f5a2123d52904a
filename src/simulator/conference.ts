// A conference and who takes part in it, as the simulator keeps them.

export const CONFERENCE_STATUSES = ['init', 'in-progress', 'completed'] as const;
export type ConferenceStatus = (typeof CONFERENCE_STATUSES)[number];

export type ConferenceEnd =
  | 'conference-ended-via-api'
  | 'participant-with-end-conference-on-exit-left'
  | 'participant-with-end-conference-on-exit-kicked'
  | 'last-participant-left'
  | 'last-participant-kicked';

/** Instants are virtual, in ms. Plain data: it is written to the state file as it is. */
export interface Conference {
  readonly seq: number;
  readonly sid: string;
  readonly accountSid: string;
  readonly friendlyName: string;
  readonly createdAt: number;
  updatedAt: number;
  status: ConferenceStatus;
  endReason: ConferenceEnd | null;
  endedByCallSid: string | null;
}

export interface Participant {
  readonly seq: number;
  /** The call's SID: a call is in one conference at a time. */
  readonly sid: string;
  readonly accountSid: string;
  readonly conferenceSid: string;
  label: string | null;
  readonly createdAt: number;
  updatedAt: number;
  muted: boolean;
  hold: boolean;
  coaching: boolean;
  callSidToCoach: string | null;
  endConferenceOnExit: boolean;
  readonly startConferenceOnEnter: boolean;
  status: 'queued' | 'connecting' | 'ringing' | 'connected' | 'complete' | 'failed';
}

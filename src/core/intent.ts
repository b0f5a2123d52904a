// An intent: the durable word that a request is about to be made. Nothing is sent without one.

import type { Mode } from './mode.ts';

/** The billable verbs. */
export type IntentKind = 'message' | 'call' | 'call-update' | 'number';

/** Why it is sent. `reminder` has an owner; the others may have none. */
export type IntentPurpose = 'reminder' | 'send' | 'alarm' | 'bridge' | 'drill' | 'purchase';

/**
 * - `pending`: written, no answer yet
 * - `accepted`: Twilio gave a SID
 * - `rejected`: Twilio refused it
 * - `not-sent`: nothing left the machine, or Twilio says it was not processed
 * - `unknown`: it may have been sent
 * - `absent`: was unknown, proved not to be at Twilio
 */
export type IntentOutcome = 'pending' | 'accepted' | 'rejected' | 'not-sent' | 'unknown' | 'absent';

/** What is to be sent, before it is written down. `params` are Twilio's own form parameters, in their order. */
export interface IntentDraft {
  readonly kind: IntentKind;
  readonly purpose: IntentPurpose;
  readonly tenantId: number;
  readonly reminderId: number | null;
  /** Counts the tries of one owner, from 1. */
  readonly attempt: number;
  readonly to: string;
  readonly from: string;
  /** The call or number that is changed; null when something new is made. */
  readonly targetSid: string | null;
  readonly params: Readonly<Record<string, string | readonly string[]>>;
  /** Not sent after this instant; null when it never gets too late. */
  readonly expiresAt: number | null;
  /** DELETE gives a number up; everything else is a POST, and need not say so. */
  readonly method?: 'POST' | 'DELETE';
}

/** As stored. Its `id` is the fencing token of the claim: a settlement under another id moves no reminder. */
export interface Intent extends IntentDraft {
  readonly id: number;
  readonly accountSid: string;
  readonly mode: Mode;
  /** The process that wrote it: unique per start, so that a restarted daemon never passes for its former self. */
  readonly workerId: string;
  readonly createdAt: number;
  /** The request must have been answered or given up by then; afterwards its outcome is unknown. */
  readonly leaseUntil: number;
}

// A reminder, its appointment and its contact as every room names them.

import type { HoldReason, ReminderState } from './lifecycle.ts';

export type Channel = 'sms' | 'call';
export type Via = Channel | 'both';
export type Priority = 'critical' | 'normal';
/** What to do when an unknown outcome is proved absent. */
export type OnUnknown = 'resend' | 'hold' | 'drop';
/** What to do about occurrences missed while no daemon ran. */
export type CatchUp = 'skip' | 'latest' | 'all';

/** What the person did. */
export type ReminderResponse = 'confirmed' | 'cancelled' | 'contact' | 'opted-out';

/** A reminder as stored. Instants are ms since 1970 UTC; `wall` is the local time in `zone`, without offset. */
export interface Reminder {
  readonly id: number;
  readonly tenantId: number;
  readonly contactId: number | null;
  readonly appointmentId: number | null;
  readonly ruleId: number | null;
  readonly importId: number | null;
  /** The caller's own id for it: unique per tenant, so that a second `schedule` changes nothing. */
  readonly dedupeKey: string | null;
  /** Reminders of one appointment, or of one `--via both`, share a group. */
  readonly groupKey: string | null;
  /** `2026-11-01T01:30#0`: local wall time and fold, unique per rule and channel. */
  readonly occurrenceKey: string | null;
  readonly channel: Channel;
  /** E.164 */
  readonly to: string;
  /** E.164 or a messaging service SID; null takes the tenant's, then the profile's. */
  readonly from: string | null;
  /** The words as sent: variables filled in. */
  readonly body: string;
  /** The words as written, when they hold variables: a moved appointment is worded again from these. */
  readonly template: string | null;
  /** Values of the template's own variables, as JSON; time and date are never among them, name when given by hand. */
  readonly variables: string | null;
  /** How long before the appointment it is due, in ms; null for a bare instant. */
  readonly leadMs: number | null;
  readonly priority: Priority;
  readonly onUnknown: OnUnknown | null;
  readonly dueAt: number;
  readonly zone: string;
  readonly wall: string;
  /** Not sent after this instant. */
  readonly expiresAt: number;
  /**
   * When it is tried next: due time at first, or out of the recipient's quiet hours; later after a try that left
   * nothing behind.
   */
  readonly runAt: number;
  /** 1 when it goes in quiet hours, too. */
  readonly anyHour: 0 | 1;
  readonly state: ReminderState;
  readonly holdReason: HoldReason | null;
  /** Twilio's word on what became of it: queued, sent, delivered, answered, machine, busy, … */
  readonly receipt: string | null;
  readonly response: ReminderResponse | null;
  /** Intents written so far. */
  readonly attempts: number;
  /** The newest intent: while `processing`, the fencing token of the claim. */
  readonly intentId: number | null;
  readonly lastError: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What a new reminder must say; the store adds the rest. */
export type NewReminder = Omit<
  Reminder,
  | 'id'
  | 'state'
  | 'holdReason'
  | 'receipt'
  | 'response'
  | 'attempts'
  | 'intentId'
  | 'lastError'
  | 'runAt'
  | 'anyHour'
  | 'createdAt'
  | 'updatedAt'
> & {
  /** When it goes, where that is not when it is due. */
  readonly runAt?: number | undefined;
  readonly anyHour?: 0 | 1 | undefined;
};

// The life of a reminder as data: the only legal steps, mirrored by a trigger in the database.

export const REMINDER_STATES = [
  'scheduled',
  'processing',
  'sent',
  'failed',
  'unknown',
  'held',
  'expired',
  'cancelled',
] as const;
export type ReminderState = (typeof REMINDER_STATES)[number];

/** Why a reminder is `held`; shown as `held:REASON`. */
export const HOLD_REASONS = ['quiet-hours', 'fuse', 'budget', 'paused', 'mode', 'rate'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** From each state, where it may go and what takes it there. */
export const TRANSITIONS: Readonly<Record<ReminderState, Partial<Record<ReminderState, string>>>> = {
  scheduled: {
    processing: 'claimed, with a durable intent',
    held: 'a guard refused it when due',
    failed: 'no request can be made of it',
    expired: 'too late to be useful',
    cancelled: 'cancelled by the operator, an import or an opt-out',
  },
  processing: {
    sent: 'Twilio accepted it and gave a SID',
    failed: 'Twilio refused it for good',
    unknown: 'the request may have left the machine and no answer is known',
    scheduled: 'nothing left the machine; it is tried again',
    held: 'sending was stopped just before the request left the machine',
    expired: 'too late to be useful, found just before sending',
  },
  unknown: {
    sent: 'reconciled: Twilio has it',
    scheduled: 'proved absent at Twilio, or tried again by the operator',
    failed: 'given up by the operator or by policy',
  },
  held: {
    scheduled: 'the guard lets it go',
    expired: 'too late to be useful',
    cancelled: 'cancelled by the operator',
  },
  failed: { scheduled: 'tried again by the operator' },
  expired: { scheduled: 'tried again by the operator, with a new expiry' },
  cancelled: { scheduled: 'the cancellation was undone' },
  sent: {},
};

/** True for a step in TRANSITIONS; staying in a state is always allowed. */
export function mayMove(from: ReminderState, to: ReminderState): boolean {
  return from === to || TRANSITIONS[from][to] !== undefined;
}

/** States in which nothing more will happen by itself. */
export const SETTLED: readonly ReminderState[] = ['sent', 'failed', 'expired', 'cancelled'];

/** `held:mode`, or the bare state. What lists, JSON and filters show. */
export function showState(state: ReminderState, hold: HoldReason | null): string {
  return state === 'held' ? `held:${hold ?? '?'}` : state;
}

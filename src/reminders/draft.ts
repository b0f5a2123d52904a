// Drafts: what the reminders of one request share, made into rows once it is known when each is due.

import { expiryAt } from '../core/expiry.ts';
import { moveOutOfQuiet, type QuietHours } from '../core/quiet-hours.ts';
import type { Channel, NewReminder, OnUnknown, Priority, Via } from '../core/reminder.ts';
import { type Wording, wordReminder } from './wording.ts';

/** As `--expires` gave it: a time after due, or an instant; null takes the default. */
export type ExpiryWish = { readonly afterMs: number } | { readonly at: number } | null;

export interface Draft {
  readonly tenantId: number;
  readonly contactId: number | null;
  /** E.164 */
  readonly to: string;
  readonly zone: string;
  readonly channels: readonly Channel[];
  readonly wording: Wording;
  readonly from: string | null;
  readonly priority: Priority;
  readonly onUnknown: OnUnknown | null;
  readonly expires: ExpiryWish;
  /** When nothing is sent to the recipient, and since when that is looked at; left out, no hour is quiet. */
  readonly quiet?: { readonly hours: QuietHours; readonly now: number } | undefined;
  readonly anyHour?: boolean | undefined;
}

/** When one of the draft's reminders is due, and what it belongs to. */
export interface Slot {
  readonly dueAt: number;
  /** Local time of `dueAt`. */
  readonly wall: string;
  readonly leadMs: number | null;
  /** Null for a reminder of no appointment. */
  readonly appointment: { readonly startsAt: number; readonly wall: string } | null;
}

/** The keys that tie a slot's reminders to each other and to what they came from. */
export interface Ties {
  readonly appointmentId: number | null;
  readonly ruleId: number | null;
  readonly dedupeKey: string | null;
  readonly groupKey: string | null;
  readonly occurrenceKey: string | null;
}

export const NO_TIES: Ties = {
  appointmentId: null,
  ruleId: null,
  dedupeKey: null,
  groupKey: null,
  occurrenceKey: null,
};

export const CHANNELS: Readonly<Record<Via, readonly Channel[]>> = {
  sms: ['sms'],
  call: ['call'],
  both: ['sms', 'call'],
};

/**
 * One reminder for each of the draft's channels.
 * @throws UsageError for words that cannot be sent or an expiry that is not after due
 */
export function draftReminders(draft: Draft, slot: Slot, ties: Ties): NewReminder[] {
  const words = wordReminder(draft.wording, slot.appointment?.wall ?? slot.wall);
  const expiresAt = expiryAt({
    dueAt: slot.dueAt,
    appointmentAt: slot.appointment?.startsAt ?? null,
    explicit: draft.expires,
    zone: draft.zone,
  });
  const runAt = movedTo(draft, slot);
  return draft.channels.map((channel) => ({
    ...ties,
    ...(runAt === slot.dueAt ? {} : { runAt }),
    ...(draft.anyHour ? { anyHour: 1 as const } : {}),
    ...words,
    channel,
    importId: null,
    tenantId: draft.tenantId,
    contactId: draft.contactId,
    to: draft.to,
    from: draft.from,
    leadMs: slot.leadMs,
    priority: draft.priority,
    onUnknown: draft.onUnknown,
    dueAt: slot.dueAt,
    zone: draft.zone,
    wall: slot.wall,
    expiresAt,
  }));
}

/** When one of the draft's reminders goes: when it is due, or out of the recipient's quiet hours. */
export function movedTo({ quiet, anyHour, zone }: Draft, { dueAt, appointment }: Slot): number {
  if (!quiet || anyHour) return dueAt;
  return moveOutOfQuiet({ ...quiet, dueAt, zone, isBefore: appointment !== null }).runAt;
}

// Which reminders can still be changed or cancelled, and why the others cannot.

import { UsageError } from '../core/errors.ts';
import { formatId } from '../core/id.ts';
import type { ReminderState } from '../core/lifecycle.ts';
import type { Reminder } from '../core/reminder.ts';

/** Not sent and not under way: what a person decides now still counts. */
export function isOpen({ state }: Pick<Reminder, 'state'>): boolean {
  return state === 'scheduled' || state === 'held';
}

const REASONS: Readonly<
  Record<Exclude<ReminderState, 'scheduled' | 'held'>, readonly [why: string, hint?: string]>
> = {
  processing: ['is being sent right now', 'try again in a moment'],
  sent: ['was sent already'],
  unknown: [
    'may have been sent already: its outcome is not known yet',
    'decide about it with: remind resolve ID --sent SID, --retry or --drop',
  ],
  failed: ['has failed', 'send it again with: remind retry ID'],
  expired: ['has expired', 'send it anyway with: remind retry ID'],
  cancelled: ['is cancelled', 'take that back with: remind undo ID'],
};

/** `reminder 7 is being sent right now`; undefined when it is open. */
export function whyClosed(reminder: Reminder): string | undefined {
  if (reminder.state === 'scheduled' || reminder.state === 'held') return undefined;
  return `reminder ${formatId(reminder.id)} ${REASONS[reminder.state][0]}`;
}

/** @throws UsageError saying why, and that nothing was done */
export function assertOpen(reminder: Reminder, done: string): void {
  if (reminder.state === 'scheduled' || reminder.state === 'held') return;
  const [why, hint = hintOfAppointment(reminder, done)] = REASONS[reminder.state];
  const id = formatId(reminder.id);
  const remedy = hint === undefined ? {} : { hint: hint.replace(/\bID\b/, id) };
  throw new UsageError(`reminder ${id} ${why}; nothing was ${done}`, remedy);
}

/** The text is out; its appointment, and what is still to come of it, can be cancelled all the same. */
function hintOfAppointment({ appointmentId }: Reminder, done: string): string | undefined {
  if (appointmentId === null || done !== 'cancelled') return undefined;
  return `to cancel its appointment: remind cancel --appointment ${formatId(appointmentId)}`;
}

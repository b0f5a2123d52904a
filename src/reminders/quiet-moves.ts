// What is told when reminders are moved out of their recipient's quiet hours.

import { expiryAt } from '../core/expiry.ts';
import { formatQuietHours } from '../core/quiet-hours.ts';
import { describeInstant } from '../core/say-time.ts';
import { type Draft, movedTo, type Slot } from './draft.ts';

/** A note for each that moves; a warning for each that would come too late then, and is held. */
export function tellMoves(
  draft: Draft,
  { slots }: { readonly slots: readonly Slot[] },
): { readonly notes: readonly string[]; readonly warnings: readonly string[] } {
  const notes: string[] = [];
  const warnings: string[] = [];
  for (const slot of slots) {
    const runAt = movedTo(draft, slot);
    if (runAt === slot.dueAt || !draft.quiet) continue;
    const hours = `the recipient's quiet hours (${formatQuietHours(draft.quiet.hours)})`;
    const due = `${slot.wall.slice(11, 16)} is within ${hours}`;
    const goes = `it goes ${runAt < slot.dueAt ? 'earlier' : 'later'}, ${describeInstant(runAt, draft.zone)}`;
    if (runAt <= expiryOf(draft, slot)) notes.push(`${due}: ${goes}`);
    else warnings.push(`${due}, ${COMES_TOO_LATE}`);
  }
  return { notes, warnings };
}

const WAYS = 'remind earlier with --before or --at, or at any hour with --priority critical --any-hour';
/** Said of what is due within quiet hours that end after it expires. */
export const COMES_TOO_LATE = `and when they end it is of no more use: it will not be sent; ${WAYS}`;

function expiryOf({ expires: explicit, zone }: Draft, { dueAt, appointment }: Slot): number {
  return expiryAt({ dueAt, appointmentAt: appointment?.startsAt ?? null, explicit, zone });
}

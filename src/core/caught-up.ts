// What is learned after a restore about the time since the backup.

import { counted } from './count.ts';

export interface CaughtUp {
  /** Reminders that had been sent. */
  readonly sent: number;
  /** Reminders that may have been sent: a person decides about each. */
  readonly unclear: number;
  /** Texts that said STOP: what was to go to whoever wrote them is cancelled. */
  readonly optedOut: number;
  /** Sends of that time that belong to no reminder here. */
  readonly unmatched: number;
}

/** `since the backup: 12 reminders had been sent, 1 may have been (remind list --state unknown)` */
export function describeCaughtUp({ sent, unclear, optedOut, unmatched }: CaughtUp): string {
  const parts = [
    `${counted(sent, 'reminder')} had been sent`,
    ...(unclear > 0 ? [`${unclear} may have been (remind list --state unknown)`] : []),
    ...(optedOut > 0 ? [`${counted(optedOut, 'STOP')} (remind optout list)`] : []),
    ...(unmatched > 0 ? [`${counted(unmatched, 'send')} of no reminder here`] : []),
  ];
  return `since the backup: ${parts.join(', ')}`;
}

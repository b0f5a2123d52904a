// Sentences that several commands end with: what did not happen, and what to type next.

/** After `--dry-run`. */
export const DRY_RUN = 'Nothing was stored or sent: this was a dry run.';

/** After reminders are to go out by themselves. */
export const SENT_BY_DAEMON = 'Sent when due, while a daemon runs; see: remind status';

/** `Take it back with: remind undo`. */
export function takeBackWith(command: string): string {
  return `Take it back with: ${command}`;
}

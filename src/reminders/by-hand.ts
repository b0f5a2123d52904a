// Why somebody has to look at a reminder by hand: how it ended, or what is to be decided, and with which command.

import { formatId } from '../core/id.ts';
import { showState } from '../core/lifecycle.ts';
import { quoted } from '../core/quoted.ts';
import type { Reminder } from '../core/reminder.ts';
import type { OpenReply } from '../store/by-hand.ts';
import type { ListedReminder } from '../store/reminders.ts';
import { isRecalled } from './send-anew.ts';

export type Ended = Pick<
  Reminder,
  'id' | 'channel' | 'state' | 'holdReason' | 'receipt' | 'response' | 'lastError'
> &
  Pick<ListedReminder, 'doubt'> &
  OpenReply;

/** True when nothing more happens to it before a person has decided: nobody asks Twilio about it any more. */
export function isUndecided({ state, doubt }: Pick<Ended, 'state' | 'doubt'>): boolean {
  return state === 'unknown' && doubt !== 'looking';
}

/** `wrote "C"; find out what was meant: remind optout review 7`; undefined where nobody wrote anything unclear. */
export function unclearWords({ replyId, replyBody }: OpenReply): string | undefined {
  if (replyId === null) return undefined;
  return `wrote ${quoted(replyBody ?? '')}; find out what was meant: remind optout review ${formatId(replyId)}`;
}

/** `call no-answer`, `text failed (21211: …)`, `call unknown, Twilio does not have it: remind resolve 7 --retry or --drop`. */
export function endWords(row: Ended): string {
  return `${row.channel === 'call' ? 'call' : 'text'} ${lastWord(row)}`;
}

/** For a list of people: what they wrote counts for more than what became of the reminder. */
export function whyByHand(row: Ended): string {
  return unclearWords(row) ?? endWords(row);
}

function lastWord(row: Ended): string {
  const { id, state, holdReason, receipt, response, lastError, doubt } = row;
  if (response === 'opted-out') return 'opted out';
  if (isRecalled(row)) return `canceled; to send it anew: remind retry ${formatId(id)}`;
  if (state === 'sent') return receipt ?? 'sent';
  if (isUndecided(row)) {
    const decide = `remind resolve ${formatId(id)}`;
    return doubt === 'absent'
      ? `unknown, Twilio does not have it: ${decide} --retry or --drop`
      : `unknown, it may have been sent: ${decide} --sent SID, --retry or --drop`;
  }
  const shown = showState(state, holdReason);
  return lastError === null ? shown : `${shown} (${lastError})`;
}

// Two machines that answer each other for ever, and when Twilio takes replies for that.
// https://www.twilio.com/docs/api/errors/14107

import type { Message } from './message.ts';
import type { Account } from './world.ts';

/** A reply that comes sooner after the one before goes on with the count; a later one begins it anew. */
const SOON_MS = 30_000;
const MAX_REPLIES = 30;

/** True when this reply follows more than thirty to the same number, each within half a minute of the one before. */
export function isLoop(account: Account, { from, to, createdAt, sid }: Message): boolean {
  let [count, next] = [1, createdAt];
  for (const earlier of account.messages.newest(to)) {
    if (next - earlier.createdAt >= SOON_MS) return false;
    if (earlier.sid === sid || earlier.direction !== 'outbound-reply' || earlier.from !== from) continue;
    next = earlier.createdAt;
    count += 1;
    if (count > MAX_REPLIES) return true;
  }
  return false;
}

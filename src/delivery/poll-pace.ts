// How often Twilio is asked what became of a message or call: soon at first, then ever more rarely.

// A text is usually delivered within seconds; a call rings and talks for half a minute.
const FIRST_MS = { message: 1_000, call: 2_000 };
const CAP_MS = 5 * 60_000;
// Twilio queues a message for 10 h at the most, carriers answer within a day; a call is over after 24 h of talk.
const GIVE_UP_MS = 36 * 3_600_000;

/** The wait before look number `polls` (from 0): doubling from the first to five minutes. */
export function pollDelayMs(kind: 'message' | 'call', polls: number): number {
  return Math.min(CAP_MS, FIRST_MS[kind] * 2 ** Math.min(polls, 20));
}

/** True when a row this old will not change any more, whatever its status says. */
export function isPollOver(dateCreated: number | null, now: number): boolean {
  return dateCreated !== null && now - dateCreated > GIVE_UP_MS;
}

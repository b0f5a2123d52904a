// After a restore: which reminders Twilio has sent already, by recipient, words and time.
// What may have been sent is neither taken for sent nor sent again: a person decides.

import { SKEW_MS } from './match.ts';
import type { Channel } from './reminder.ts';
import { HOUR_MS } from './wall.ts';

/** A message or call of Twilio's that no send of this database was given. */
export interface LooseSend {
  readonly sid: string;
  readonly channel: Channel;
  readonly to: string;
  /** As `wordsOf` has them; null for a call, and for words that Twilio does not keep. */
  readonly words: string | null;
  readonly at: number;
  /** True when it came from a sender of ours. */
  readonly isOurs: boolean;
  /** True when reminders are in doubt about it already: it is given to none. */
  readonly isDoubted?: boolean;
  /** True for a call that was called back before anybody answered. */
  readonly isCanceled?: boolean;
}

/** A reminder that the restored database takes for not sent. */
export interface Unsent {
  readonly id: number;
  readonly channel: Channel;
  readonly to: string;
  readonly words: string;
  /** When a person made it; null when a rule or an import did, which make again what was lost. */
  readonly madeAt: number | null;
  /** The first instant at which it may have gone. */
  readonly dueAt: number;
  readonly expiresAt: number;
}

export interface Rebinding {
  readonly sent: readonly { readonly id: number; readonly sid: string }[];
  readonly unclear: readonly { readonly id: number; readonly sids: readonly string[] }[];
  /** SIDs of sends that cannot be any of theirs. */
  readonly unmatched: readonly string[];
}

// A reminder may have been moved ahead after the backup: equal words so long before it was due may be it.
const AHEAD_MS = 26 * HOUR_MS;
// Clocks that are kept right are a second apart, and Twilio's dates are whole seconds. What was due later than this is
// the send by a clock that was wrong, if it is it at all.
const NEAR_MS = 10_000;

/** A send with the reminder that it is taken for, and those that it could be as well. */
interface Binding {
  readonly send: LooseSend;
  readonly id: number;
  readonly rivals: readonly number[];
}

/**
 * Each send is given to the reminder that was due last before it, and was there: in the order in which they went, so that
 * of several equal ones as many are taken for sent as were. A call that was called back comes last: what went in its
 * place has told its person, who would be rung once more.
 */
export function rebind(sends: readonly LooseSend[], reminders: readonly Unsent[]): Rebinding {
  const byRecipient = grouped(reminders);
  const bindings: Binding[] = [];
  const taken = new Set<number>();
  const left: LooseSend[] = [];
  for (const send of [...sends].sort(inTurn)) {
    const [first, ...rivals] = (byRecipient.get(keyOf(send)) ?? [])
      .filter((reminder) => !send.isDoubted && !taken.has(reminder.id) && isIt(send, reminder))
      .sort((a, b) => preferred(send, a, b));
    if (first) {
      taken.add(first.id);
      bindings.push({ send, id: first.id, rivals: rivals.map(({ id }) => id) });
    } else left.push(send);
  }
  const open = undecided(bindings, taken);
  const doubtful = bindings.filter(({ id }) => open.has(id));
  const doubts = new Map<number, string[]>();
  for (const { send, id, rivals } of doubtful)
    for (const each of [id, ...rivals]) note(doubts, each, send.sid);
  for (const send of left) {
    for (const reminder of byRecipient.get(keyOf(send)) ?? []) {
      if (mayBeIt(send, reminder)) note(doubts, reminder.id, send.sid);
    }
  }
  const sent = bindings.filter(({ id }) => !open.has(id)).map(({ id, send }) => ({ id, sid: send.sid }));
  const known = new Set(sent.map(({ id }) => id));
  const unclear = [...doubts].filter(([id]) => !known.has(id)).map(([id, sids]) => ({ id, sids }));
  const named = new Set(unclear.flatMap(({ sids }) => sids));
  const strange = left.filter(({ sid, isDoubted }) => !isDoubted && !named.has(sid));
  const unmatched = strange.map(({ sid }) => sid);
  return { sent, unclear, unmatched };
}

function inTurn(a: LooseSend, b: LooseSend): number {
  return Number(a.isCanceled ?? false) - Number(b.isCanceled ?? false) || a.at - b.at;
}

/** Calls show no words: where one rang and two were due, nobody can tell which, nor of those that it then could be. */
function undecided(bindings: readonly Binding[], taken: ReadonlySet<number>): ReadonlySet<number> {
  const open = new Set<number>();
  const isOpen = ({ send, id, rivals }: Binding) =>
    send.channel === 'call' && !open.has(id) && rivals.some((rival) => !taken.has(rival) || open.has(rival));
  for (let next = bindings.find(isOpen); next; next = bindings.find(isOpen)) open.add(next.id);
  return open;
}

/** Whose time had come goes before whose had not, and of those the one that was due last; else the one due next. */
function preferred(send: LooseSend, a: Unsent, b: Unsent): number {
  const younger = Number(isYounger(a, send)) - Number(isYounger(b, send));
  const ahead = Number(isAhead(a, send)) - Number(isAhead(b, send));
  return younger || ahead || (isAhead(a, send) ? a.dueAt - b.dueAt : b.dueAt - a.dueAt);
}

function isAhead({ dueAt }: Unsent, { at }: LooseSend): boolean {
  return dueAt > at + NEAR_MS;
}

function grouped(reminders: readonly Unsent[]): ReadonlyMap<string, readonly Unsent[]> {
  const groups = new Map<string, Unsent[]>();
  for (const reminder of reminders) {
    const group = groups.get(keyOf(reminder));
    if (group) group.push(reminder);
    else groups.set(keyOf(reminder), [reminder]);
  }
  return groups;
}

function keyOf({ channel, to }: Pick<Unsent, 'channel' | 'to'>): string {
  return `${channel} ${to}`;
}

function note(doubts: Map<number, string[]>, id: number, sid: string): void {
  const sids = doubts.get(id);
  if (sids) sids.push(sid);
  else doubts.set(id, [sid]);
}

/** Made after it went, by our clock: it is another's, if there is another. */
function isYounger({ madeAt }: Unsent, { at }: LooseSend): boolean {
  return madeAt !== null && madeAt > at;
}

/** Whose words are the same it is, whatever sender it came from: that may have been changed since. */
function isIt(send: LooseSend, { words, madeAt, dueAt, expiresAt }: Unsent): boolean {
  if (send.at < dueAt - SKEW_MS) return false;
  // Whoever schedules the same words after the restore may mean the lost one, or another.
  if (madeAt !== null && send.at < madeAt - SKEW_MS) return false;
  if (send.channel === 'call')
    return send.isOurs && send.at >= dueAt - NEAR_MS && send.at <= expiresAt + SKEW_MS;
  return send.words !== null && send.words === words;
}

/** Its words may have been changed after the backup, or are not kept, or its time was another. */
function mayBeIt(send: LooseSend, { words, dueAt, expiresAt }: Unsent): boolean {
  const isInTime = send.at >= dueAt - SKEW_MS && send.at <= expiresAt + SKEW_MS;
  if (send.channel === 'call') return isInTime;
  if (send.words !== null && send.words === words) return send.at >= dueAt - AHEAD_MS;
  return isInTime && (send.isOurs || send.words === null);
}

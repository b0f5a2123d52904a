// Judges our database by the simulator's ledger: at the moment of a kill, and when everything has come to rest.

import type { Books, ReminderRow, Taken } from './books.ts';

export interface Findings {
  /** Sends that should have been made and were not. */
  readonly lost: number;
  /** Sends beyond the one that each should be. */
  readonly doubled: number;
  /** Rows in no lawful state, and whatever else cannot be. */
  readonly unlawful: readonly string[];
  /** SIDs of ours that the simulator did not give, or gave to another, and its SIDs that we do not have. */
  readonly foreign: readonly string[];
}

/** How often each number is to have been sent to. */
export type Wanted = ReadonlyMap<string, number>;

/** The outcomes that a reminder's last send may have, state by state. `null`: there was none yet. */
const LAWFUL: Readonly<Record<string, readonly (string | null)[]>> = {
  scheduled: [null, 'not-sent', 'rejected', 'absent'],
  processing: ['pending'],
  sent: ['accepted'],
  unknown: ['unknown', 'absent'],
};

const IN_DOUBT = ['pending', 'unknown'];

/** What must hold at any instant, also between a kill and the next start. */
export function auditAnytime(books: Books, ledger: readonly Taken[]): readonly string[] {
  const given = new Map(ledger.map((taken) => [taken.sid, taken]));
  const bound = books.intents.flatMap(({ sid }) => sid ?? []);
  return [
    ...books.damage,
    ...books.reminders.filter((row) => !isLawful(row)).map(sayRow),
    ...bound.filter((sid) => !given.has(sid)).map((sid) => `${sid} is ours and not the simulator's`),
    ...bound.filter((sid, at) => bound.indexOf(sid) !== at).map((sid) => `${sid} is bound twice`),
    ...ledger.filter((taken) => !isIntended(taken, books)).map(({ sid }) => `${sid} was sent without intent`),
  ];
}

function isLawful({ state, outcome }: ReminderRow): boolean {
  return LAWFUL[state]?.includes(outcome) === true;
}

function sayRow({ id, state, outcome }: ReminderRow): string {
  return `reminder ${id} is ${state}, and its last send is ${outcome}`;
}

/** A durable intent came first: the one it is bound to, or one that is in doubt. */
function isIntended({ sid, to, kind }: Taken, { intents }: Books): boolean {
  return intents.some(
    (intent) =>
      intent.sid === sid || (intent.to === to && intent.kind === kind && IN_DOUBT.includes(intent.outcome)),
  );
}

/** What must hold in the end: `wanted` was sent, no more and no less, and both books say the same. */
export function auditAtRest(books: Books, ledger: readonly Taken[], wanted: Wanted): Findings {
  const numbers = new Set([...wanted.keys(), ...ledger.map(({ to }) => to)]);
  const surplus = [...numbers].map(
    (to) => ledger.filter((taken) => taken.to === to).length - (wanted.get(to) ?? 0),
  );
  const open = books.intents.filter(({ outcome }) => IN_DOUBT.includes(outcome));
  return {
    lost: sum(surplus.map((count) => Math.max(0, -count))),
    doubled: sum(surplus.map((count) => Math.max(0, count))),
    unlawful: [
      ...auditAnytime(books, ledger),
      ...open.map(({ id, outcome }) => `send ${id} is ${outcome} to the end`),
    ],
    foreign: foreignSids(books, ledger),
  };
}

function foreignSids({ reminders, known }: Books, ledger: readonly Taken[]): readonly string[] {
  const given = new Map(ledger.map((taken) => [taken.sid, taken]));
  const sent = reminders.filter(({ state }) => state === 'sent');
  const ours = new Set(sent.map(({ sid }) => sid));
  return [
    ...sent
      .filter((row) => !isItsOwn(row, given))
      .map(({ id, sid }) => `reminder ${id} was not sent as ${sid}`),
    ...ledger.filter(({ sid }) => !ours.has(sid)).map(({ sid }) => `${sid} is no reminder's`),
    ...known.filter((sid) => !given.has(sid)).map((sid) => `${sid} is kept and was never given`),
  ];
}

function isItsOwn({ sid, to, channel, body }: ReminderRow, given: ReadonlyMap<string, Taken>): boolean {
  const taken = sid === null ? undefined : given.get(sid);
  if (!taken || taken.to !== to) return false;
  return channel === 'call' ? taken.kind === 'call' : taken.kind === 'message' && taken.body === body;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

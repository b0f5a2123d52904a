// Answers without a server: one sign confirms or cancels what it answers; other wishes are left to a person.

import { ANSWERED_WITHIN_MS } from '../core/answer-span.ts';
import { asksForSomething } from '../core/asking.ts';
import { counted } from '../core/count.ts';
import { formatId } from '../core/id.ts';
import { SKEW_MS } from '../core/match.ts';
import { quoted } from '../core/quoted.ts';
import { type KeyMeaning, meaningOfKey, writtenKey } from '../core/reply-keys.ts';
import { type AskedReminder, askedReminders } from '../store/answers.ts';
import type { Sql } from '../store/db.ts';
import { carryOut } from './carry-out.ts';

/** A text as it came in. */
export interface InboundText {
  readonly person: string;
  /** The number that was texted. */
  readonly sender: string;
  readonly body: string;
  readonly receivedAt: number;
}

export interface Answer {
  readonly meaning: KeyMeaning | 'doubt';
  readonly tenantId: number;
  readonly reminderId: number;
  /** `open` when a person has to find out what was meant. */
  readonly review: 'open' | null;
  readonly id: string;
  readonly detail: string;
}

/**
 * Carries an answer out, in the caller's transaction. Undefined for a text that answers nothing. What could be meant
 * for more than one appointment, or means nothing certain, is left to a person.
 */
export async function answerReminder(sql: Sql, text: InboundText, now: number): Promise<Answer | undefined> {
  const key = writtenKey(text.body);
  const { receivedAt, person, sender } = text;
  const span = { since: receivedAt - ANSWERED_WITHIN_MS, until: receivedAt + SKEW_MS };
  const asked = (await askedReminders(sql, { person, sender, ...span })).filter((each) =>
    isToCome(each, now),
  );
  if (key === undefined) {
    const sent = asked.map(({ body }) => body);
    if (!asksForSomething(text.body, sent)) return undefined;
    return leftToPerson(asked, `${quoted(text.body)} asks for what only a person understands`);
  }
  const fitting = asked.filter(({ body }) => meaningOfKey(key, body) !== undefined);
  const [first] = fitting;
  if (!first)
    return isOk(key) ? undefined : leftToPerson(asked, `"${key}" in answer to a text that does not offer it`);
  if (new Set(fitting.map(subjectOf)).size > 1) {
    return doubt(
      first,
      `"${key}" may be about ${counted(fitting.length, 'reminder')} of different appointments`,
    );
  }
  const meaning = meaningOfKey(key, first.body);
  if (meaning === undefined || meaning === 'unclear') {
    return doubt(first, `"${key}" in answer to a text that does not say what it means`);
  }
  if (meaning === 'confirm' && first.appointmentState === 'cancelled') {
    return doubt(first, `"${key}" confirms an appointment that is cancelled`);
  }
  const detail = await carryOut(sql, { ...first, words: key, meaning }, now);
  const { id, tenantId } = first;
  return { meaning, tenantId, reminderId: id, review: null, id: formatId(id), detail };
}

/** About what the writer was sent last and is not cancelled; undefined for somebody who was sent nothing. */
function leftToPerson(asked: readonly AskedReminder[], detail: string): Answer | undefined {
  const about = asked.find(({ appointmentState }) => appointmentState !== 'cancelled') ?? asked[0];
  return about && doubt(about, detail);
}

/** "k" is how many write "ok". */
function isOk(key: string): boolean {
  return key === 'K';
}

/** An appointment that is over cannot be confirmed any more. */
function isToCome({ startsAt }: AskedReminder, now: number): boolean {
  return startsAt === null || startsAt > now;
}

function subjectOf({ appointmentId, id }: AskedReminder): string {
  return appointmentId === null ? `reminder ${id}` : `appointment ${appointmentId}`;
}

function doubt({ id, tenantId }: AskedReminder, detail: string): Answer {
  const about = { tenantId, reminderId: id, id: formatId(id) };
  return {
    ...about,
    meaning: 'doubt',
    review: 'open',
    detail: `${detail}; decide with: remind optout review`,
  };
}

// What one inbound text leads to: STOP, START, an answer to a reminder, or a question for a person.

import { readOptWord } from '../core/opt-out-words.ts';
import { quoted } from '../core/quoted.ts';
import type { Sql } from '../store/db.ts';
import { optOutAgainst, servicesBehind } from '../store/opt-outs.ts';
import { type Heeded, insertReply, isHeeded, type NewReply } from '../store/replies.ts';
import type { DeliveryEvent } from './events.ts';
import { optInTo, optOut, sayCancelled } from './opt-outs.ts';

/** What an answer such as "1" did to the reminder it answers. */
export interface Answered extends Omit<Heeded, 'meaning'> {
  readonly meaning: 'confirm' | 'cancel' | 'contact' | 'doubt';
  /** For a person: `confirms the appointment on …`. */
  readonly detail: string;
  /** The public id of the reminder. */
  readonly id: string | null;
}

/** Reads a text as an answer to what was sent; undefined when it is none. Handed in: it lives in a sibling room. */
export type AnswerReminder = (sql: Sql, text: NewReply, now: number) => Promise<Answered | undefined>;

export interface HeedTerms {
  readonly now: number;
  readonly defaultFrom: string | undefined;
  readonly answer?: AnswerReminder | undefined;
}

interface Outcome extends Heeded {
  readonly detail: string;
  readonly id: string | null;
}

/** Once for each text, in the caller's transaction. Undefined when it has been heeded before. */
export async function heed(sql: Sql, text: NewReply, terms: HeedTerms): Promise<DeliveryEvent | undefined> {
  if (await isHeeded(sql, text.accountSid, text.messageSid)) return undefined;
  const { detail, id, ...heeded } = await outcomeOf(sql, text, terms);
  await insertReply(sql, text, heeded);
  const { person: from, sender: to } = text;
  return { event: 'inbound', from, to, meaning: heeded.meaning, id, detail };
}

async function outcomeOf(sql: Sql, text: NewReply, terms: HeedTerms): Promise<Outcome> {
  const word = readOptWord(text.body, text.sender);
  if (word === 'stop') return stop(sql, text, terms);
  if (word === 'doubt') return doubt(sql, text);
  // A YES that takes nothing back is said to a reminder.
  const started = word === 'start' ? await start(sql, text, terms.now) : undefined;
  return started ?? (await terms.answer?.(sql, text, terms.now)) ?? other(text);
}

const NOBODYS = { tenantId: null, reminderId: null, review: null, id: null } as const;

/** To the number that was texted, and to the services that write from it: so far Twilio's own opt-out reaches. */
async function stop(sql: Sql, text: NewReply, terms: HeedTerms): Promise<Outcome> {
  const { person, messageSid, body } = text;
  const about = { person, tenantId: null, word: body.trim(), source: 'text', messageSid } as const;
  let cancelled = 0;
  for (const sender of await sendersBehind(sql, text)) {
    cancelled += (await optOut(sql, { ...about, sender }, terms))?.cancelled ?? 0;
  }
  return {
    ...NOBODYS,
    meaning: 'stop',
    detail: `${quoted(text.body)}: wants no more${sayCancelled(cancelled)}`,
  };
}

async function start(sql: Sql, text: NewReply, now: number): Promise<Outcome | undefined> {
  const senders = await sendersBehind(sql, text);
  const { ended, restored } = await optInTo(sql, { person: text.person, senders, by: text.body.trim() }, now);
  if (ended === 0) return undefined;
  const again = restored === 0 ? '' : `; ${restored} scheduled again`;
  return { ...NOBODYS, meaning: 'start', detail: `${quoted(text.body)}: takes texts again${again}` };
}

/** "Please stop texting me": Twilio does nothing about it, and a person has to. */
async function doubt(sql: Sql, text: NewReply): Promise<Outcome> {
  const send = { to: text.person, from: text.sender, tenantId: 0 };
  const isOut = (await optOutAgainst(sql, send)) !== undefined;
  const detail = isOut ? `${quoted(text.body)}: has opted out already` : `${quoted(text.body)}: ${DECIDE}`;
  return { ...NOBODYS, meaning: 'doubt', review: isOut ? null : 'open', detail };
}

const DECIDE = 'seems to want no more; decide with: remind optout review';

function other(text: NewReply): Outcome {
  return { ...NOBODYS, meaning: 'other', detail: quoted(text.body) };
}

async function sendersBehind(sql: Sql, { sender, person }: NewReply): Promise<readonly string[]> {
  return [sender, ...(await servicesBehind(sql, { number: sender, person }))];
}

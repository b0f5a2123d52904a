// The texts of a past: reminders and the like going out, answers coming in, and those that went wrong.

import type { Random } from '../../core/clock.ts';
import { billOfMessage } from '../billing.ts';
import type { Message } from '../message.ts';
import { type PhoneKind, textError } from '../phones.ts';
import { newSid } from '../random.ts';
import { countSegments } from '../sms-length.ts';
import { between, draw, pick, type Weighted } from './chance.ts';
import { FIRST_SEQ, LONGEST_MS, type PastRow, type Stage } from './past-row.ts';
import type { Recipient } from './people.ts';
import { instants } from './rhythm.ts';
import { type Ask, writeReply, writeText } from './wording.ts';

/** Somebody said STOP: the account's own list must know. */
export interface Stop {
  readonly person: Recipient;
  readonly word: string;
  readonly at: number;
}

interface Question {
  readonly person: Recipient;
  readonly ask: Ask;
}

/** One text in eight is an answer, to one of the last that went out. */
const ANSWERED = 0.125;
const REMEMBERED = 400;
/** An application that keeps no list of its own goes on writing to some who said STOP. */
const WRITES_ANYWAY = 0.4;
const VALIDITY_MS = 36_000_000;

// Of texts to a mobile phone that is not dead.
const ENDS: Weighted<'delivered' | 'sent' | PhoneKind> = [
  [9_760, 'delivered'],
  // Some carriers never say.
  [40, 'sent'],
  [130, 'unreachable'],
  [50, 'filtered'],
];

/** Exactly `count`, oldest first; `onStop` is told of whoever says so. */
export function* messageRows(
  stage: Stage,
  { count, onStop }: { readonly count: number; readonly onStop: (stop: Stop) => void },
): Generator<PastRow<Message>> {
  const { random, period } = stage;
  const asked: Question[] = [];
  const span = { from: period.from, until: period.until - LONGEST_MS };
  let seq = FIRST_SEQ;
  for (const at of instants(random, span, count)) {
    const question = random.next() < ANSWERED ? takeQuestion(random, asked) : undefined;
    if (question !== undefined) {
      const answer = inbound(stage, { seq, at }, question);
      if (question.person.hasStopped) onStop({ person: question.person, word: answer.row.body, at });
      yield answer;
    } else {
      const person = pickPerson(stage);
      const { ask, body } = writeText(random, person, at);
      yield outbound(stage, { seq, at }, { person, body });
      if (!person.hasStopped && asked.push({ person, ask }) > REMEMBERED) asked.shift();
    }
    seq += 1;
  }
}

/** The last are answered most. */
function takeQuestion(random: Random, asked: Question[]): Question | undefined {
  const back = between(random, [1, asked.length], 3);
  const [question] = asked.splice(asked.length - back, 1);
  return question?.person.hasStopped ? undefined : question;
}

function pickPerson({ random, people }: Stage): Recipient {
  const person = pick(random, people);
  return person.hasStopped && random.next() >= WRITES_ANYWAY ? pick(random, people) : person;
}

interface Slot {
  readonly seq: number;
  readonly at: number;
}

function inbound(stage: Stage, slot: Slot, { person, ask }: Question): PastRow<Message> {
  const body = writeReply(stage.random, ask);
  if (/^stop$/i.test(body)) person.hasStopped = true;
  return priced({
    ...blank(stage, slot),
    direction: 'inbound',
    from: person.number,
    to: person.sender,
    body,
    status: 'received',
    segments: countSegments(body),
    sentAt: slot.at,
    validUntil: Number.MAX_SAFE_INTEGER,
  });
}

interface Letter {
  readonly person: Recipient;
  readonly body: string;
}

function outbound(stage: Stage, slot: Slot, { person, body }: Letter): PastRow<Message> {
  const segments = countSegments(body);
  const row: Message = { ...blank(stage, slot), from: person.sender, to: person.number, body, segments };
  if (person.hasStopped) return { row: { ...row, ...REFUSED }, charges: [] };
  const sentAt = slot.at + between(stage.random, [150, 4_000], 3);
  return priced({ ...row, sentAt, ...endOf(stage.random, person, sentAt) });
}

function priced(message: Message): PastRow<Message> {
  const bill = billOfMessage(message);
  const charge = { ...bill, at: message.sentAt ?? message.createdAt };
  return { row: { ...message, priceMicros: bill.micros }, charges: [charge] };
}

const REFUSED = {
  status: 'failed',
  errorCode: 21610,
  errorMessage: 'Attempt to send to unsubscribed recipient',
} as const;

function endOf(random: Random, person: Recipient, sentAt: number) {
  const end =
    person.phone === 'mobile'
      ? draw(random, ENDS)
      : person.phone === 'landline'
        ? 'landline'
        : 'not-in-service';
  if (end === 'sent') return { status: end, updatedAt: sentAt } as const;
  const updatedAt = sentAt + between(random, [600, 60_000], 6);
  if (end === 'delivered') return { status: end, updatedAt } as const;
  const error = textError(end);
  const why = { errorCode: error?.code ?? null, errorMessage: error?.message ?? null };
  return { status: 'undelivered', updatedAt, ...why } as const;
}

/** A row at its beginning, in the order of keys that live rows have. */
function blank({ sids, accountSid }: Stage, { seq, at }: Slot): Message {
  return {
    seq,
    sid: newSid(sids, 'SM'),
    accountSid,
    direction: 'outbound-api',
    messagingServiceSid: null,
    from: null,
    to: '',
    body: '',
    status: 'queued',
    segments: 1,
    media: [],
    priceMicros: null,
    errorCode: null,
    errorMessage: null,
    createdAt: at,
    sentAt: null,
    updatedAt: at,
    statusCallback: null,
    nextAt: null,
    validUntil: at + VALIDITY_MS,
  };
}

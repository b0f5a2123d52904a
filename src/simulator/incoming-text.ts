// A text that somebody sends to a number of an account: kept, charged, heeded if it says STOP, told to the application.

import { NotFoundError } from '../core/errors.ts';
import { chargeMessage } from './billing.ts';
import type { IncomingNumber } from './incoming-number.ts';
import { keepMedia } from './media.ts';
import type { Message } from './message.ts';
import { applyKeyword } from './opt-out.ts';
import { newSid } from './random.ts';
import { countSegments } from './sms-length.ts';
import { answerText } from './text-twiml.ts';
import { type Account, findNumber, type World } from './world.ts';

/** From a phone to the application: about what a carrier takes. */
const CARRY_MS = 300;

export interface IncomingTextDraft {
  /** E.164 */
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** URLs of pictures. */
  readonly media?: readonly string[] | undefined;
}

/** Starts a text on its way to the account that owns `to`. Throws NotFoundError when none does. */
export function sendFromPhone(world: World, draft: IncomingTextDraft): Message {
  const found = findNumber(world, draft.to);
  if (found === undefined) {
    throw new NotFoundError(`${draft.to} is none of the simulated numbers`, {
      hint: 'text one of them: remind sim prints them, and GET /2010-04-01/Accounts/…/IncomingPhoneNumbers.json lists them',
    });
  }
  const { account, owned } = found;
  if (account.status !== 'active') {
    throw new NotFoundError(
      `${draft.to} belongs to an account that is ${account.status}: it receives nothing`,
    );
  }
  const message = inboundRow(world, account, draft);
  account.messages.add(message);
  keepMedia(world, account, message);
  world.journal.emit(messageEvent(message));
  carry(world, account, { message, owned });
  return message;
}

/** Takes up a text that was on its way when the simulator stopped. */
export function resumeIncoming(world: World, account: Account, message: Message): void {
  const owned = account.numbers.find(message.to);
  if (message.status === 'receiving' && owned) carry(world, account, { message, owned });
}

function carry(world: World, account: Account, arrival: Arrival): void {
  world.clock.at(world.clock.now() + CARRY_MS, () => receive(world, account, arrival));
}

function inboundRow(world: World, account: Account, draft: IncomingTextDraft): Message {
  const now = world.clock.now();
  const media = draft.media ?? [];
  return {
    seq: account.messages.nextSeq(),
    sid: newSid(world.sids, media.length > 0 ? 'MM' : 'SM'),
    accountSid: account.sid,
    direction: 'inbound',
    messagingServiceSid: null,
    from: draft.from,
    to: draft.to,
    body: draft.body,
    status: 'receiving',
    segments: countSegments(draft.body),
    media,
    priceMicros: null,
    errorCode: null,
    errorMessage: null,
    createdAt: now,
    sentAt: null,
    updatedAt: now,
    statusCallback: null,
    nextAt: null,
    validUntil: Number.MAX_SAFE_INTEGER,
  };
}

interface Arrival {
  readonly message: Message;
  readonly owned: IncomingNumber;
}

function receive(world: World, account: Account, { message, owned }: Arrival): void {
  const now = world.clock.now();
  message.status = 'received';
  message.sentAt = now;
  message.updatedAt = now;
  chargeMessage(world, account, message);
  account.messages.touch(message);
  world.journal.emit(messageEvent(message));
  const answer = applyKeyword(world, account, message);
  if (answer !== undefined) answerKeyword(world, message, answer);
  void world.clock.track(answerText(world, account, { message, owned }));
}

/** Twilio's own answers cost nothing and stand in no list. */
function answerKeyword(world: World, { from, to }: Message, body: string): void {
  const text = { sid: newSid(world.sids, 'SM'), from: to, body };
  const phone = from ?? '';
  world.journal.of(phone).texts.push({ at: world.clock.now(), ...text });
  world.journal.emit({ event: 'text', to: phone, ...text });
  world.changed();
}

function messageEvent({ sid, from, to, status, errorCode }: Message) {
  return { event: 'message' as const, sid, from, to, status, errorCode };
}

// The life of a text message: queued, sent at its sender's rate, delivered or not.

import { chargeMessage } from './billing.ts';
import { messageCallback } from './callbacks.ts';
import { dropMedia, keepMedia } from './media.ts';
import { FINAL_MESSAGE, type Message, type MessageStatus } from './message.ts';
import { newSid } from './random.ts';
import { pickSender } from './sender-pool.ts';
import { countSegments } from './sms-length.ts';
import { queueDelayMs, takeTurn } from './text-rate.ts';
import { type BadEnd, carrierTrouble, EXPIRED, queueTrouble } from './text-trouble.ts';
import { trialBody } from './trial.ts';
import { type Account, findNumber, type World } from './world.ts';

// Short enough that a demo does not drag, long enough that each status can be seen by someone who polls.
const PICK_SENDER_MS = 50;
const QUEUE_MS = 100;
const SEND_MS = 200;
const DELIVER_MS = 1_500;

export interface MessageDraft {
  readonly direction?: 'outbound-api' | 'outbound-reply' | 'outbound-call';
  /** Null lets the messaging service pick. */
  readonly from: string | null;
  readonly to: string;
  readonly body: string;
  readonly media: readonly string[];
  readonly messagingServiceSid: string | null;
  readonly statusCallback: string | null;
  readonly validityMs: number;
  readonly sendAt: number | null;
  readonly discardsContent?: true | undefined;
  readonly obfuscatesAddress?: true | undefined;
}

/** Accepts a message, already checked, and starts its life. */
export function createMessage(world: World, account: Account, draft: MessageDraft): Message {
  const now = world.clock.now();
  const body = trialBody(account, draft.body);
  const message: Message = {
    seq: account.messages.nextSeq(),
    sid: newSid(world.sids, draft.media.length > 0 ? 'MM' : 'SM'),
    accountSid: account.sid,
    direction: draft.direction ?? 'outbound-api',
    messagingServiceSid: draft.messagingServiceSid,
    from: draft.from,
    to: draft.to,
    body,
    status: draft.sendAt !== null ? 'scheduled' : draft.messagingServiceSid !== null ? 'accepted' : 'queued',
    segments: countSegments(body),
    media: draft.media,
    priceMicros: null,
    errorCode: null,
    errorMessage: null,
    createdAt: now,
    sentAt: null,
    updatedAt: now,
    statusCallback: draft.statusCallback,
    nextAt: null,
    validUntil: (draft.sendAt ?? now) + draft.validityMs,
    ...(draft.discardsContent && { discardsContent: true }),
    ...(draft.obfuscatesAddress && { obfuscatesAddress: true }),
  };
  if (draft.sendAt !== null) plan(world, account, message, draft.sendAt);
  else if (draft.messagingServiceSid !== null) plan(world, account, message, now + PICK_SENDER_MS);
  else enqueue(world, account, message);
  account.messages.add(message);
  keepMedia(world, account, message);
  world.journal.emit({ event: 'message', ...identity(message) });
  return message;
}

/** Takes up the lives of messages read from a state file. */
export function resumeMessage(world: World, account: Account, message: Message): void {
  if (message.nextAt === null) return;
  if (message.status === 'queued') takeTurn(world, account, { message, at: message.nextAt });
  plan(world, account, message, message.nextAt);
}

/** A message that was just accepted will not be sent. */
export function failMessage(world: World, account: Account, message: Message, reason: BadEnd): void {
  message.nextAt = null;
  end(world, account, message, reason);
}

/** A scheduled message will not be sent. */
export function cancelMessage(world: World, account: Account, message: Message): void {
  message.nextAt = null;
  move(world, account, message, 'canceled');
}

function plan(world: World, account: Account, message: Message, at: number): void {
  message.nextAt = at;
  world.clock.at(at, () => {
    // Cancelled, or deleted, or planned anew in the meantime.
    if (message.nextAt === at && account.messages.get(message.sid) === message) step(world, account, message);
  });
}

/** Takes its place in the sender's queue; one that would wait too long fails when its time is up. */
function enqueue(world: World, account: Account, message: Message): void {
  const from = message.from ?? '';
  const slot = Math.ceil(world.clock.now() + Math.max(QUEUE_MS, queueDelayMs(world, account, from)));
  const isInTime = slot <= message.validUntil;
  if (isInTime) takeTurn(world, account, { message, at: slot });
  plan(world, account, message, isInTime ? slot : message.validUntil);
}

/** One step of its life, due now: what each status leads to. */
function step(world: World, account: Account, message: Message): void {
  const now = world.clock.now();
  message.nextAt = null;
  if (message.status === 'scheduled' || message.status === 'accepted') {
    message.from ??= pickSender(account, message);
    move(world, account, message, 'queued');
    const trouble = queueTrouble(world, account, message);
    if (trouble) end(world, account, message, trouble);
    else enqueue(world, account, message);
  } else if (message.status === 'queued' && now >= message.validUntil) {
    end(world, account, message, EXPIRED);
  } else if (message.status === 'queued') {
    move(world, account, message, 'sending');
    plan(world, account, message, now + SEND_MS);
  } else if (message.status === 'sending') {
    message.sentAt = now;
    chargeMessage(world, account, message);
    move(world, account, message, 'sent');
    plan(world, account, message, now + DELIVER_MS);
  } else {
    arrive(world, account, message);
  }
}

/** Handed to the carrier: what becomes of it there. */
function arrive(world: World, account: Account, message: Message): void {
  const trouble = carrierTrouble(world, account, message);
  if (trouble) end(world, account, message, trouble);
  else receive(world, account, message);
}

/** By a phone, or by the simulated account that owns the number. */
function receive(world: World, account: Account, message: Message): void {
  const from = message.from ?? '';
  if (findNumber(world, message.to) !== undefined) {
    world.incomingText({ from, to: message.to, body: message.body, media: message.media });
  } else {
    const text = { sid: message.sid, from, body: message.body };
    world.journal.of(message.to).texts.push({ at: world.clock.now(), ...text });
    world.journal.emit({ event: 'text', to: message.to, ...text });
  }
  move(world, account, message, 'delivered');
}

function end(world: World, account: Account, message: Message, reason: BadEnd): void {
  message.errorCode = reason.code;
  message.errorMessage = reason.message;
  move(world, account, message, reason.status);
}

function move(world: World, account: Account, message: Message, status: MessageStatus): void {
  message.status = status;
  message.updatedAt = world.clock.now();
  world.journal.emit({ event: 'message', ...identity(message) });
  account.messages.touch(message);
  if (message.discardsContent && FINAL_MESSAGE.includes(status)) dropMedia(account, message);
  messageCallback(world, account, message);
}

function identity({ sid, from, to, status, errorCode }: Message) {
  return { sid, from, to, status, errorCode };
}

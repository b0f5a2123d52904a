// POST Messages: checks what Twilio checks, in its order, and accepts the message.

import type { Fields } from '../form.ts';
import { messageText } from '../message-text.ts';
import { readNumber } from '../number.ts';
import { MAX_QUEUE_MS, queueDelayMs } from '../text-rate.ts';
import { isBlocked } from '../text-trouble.ts';
import { createMessage } from '../texting.ts';
import { mayReach } from '../trial.ts';
import { type Account, findNumber, type World } from '../world.ts';
import { type ApiError, badRequest } from './api-error.ts';
import type { Login } from './login.ts';
import { checkMagic, invalidFrom, invalidTo, notSmsCapable, unsubscribed } from './magic.ts';
import { readContent, readRetention } from './message-content.ts';
import { given, integer, webhookUrl } from './params.ts';
import type { RestAnswer, RestRequest } from './resource.ts';

const MAX_VALIDITY_S = 36_000;
// Twilio: more than 5 minutes and at most 35 days ahead (https://www.twilio.com/docs/api/errors/35115).
const LEAST_LEAD_MS = 300_000;
const MOST_LEAD_MS = 35 * 86_400_000;

export function postMessage({ world, account, form, login }: RestRequest): RestAnswer {
  const to = readTo(form);
  const service = readService(form, login);
  const from = readFrom(form, service);
  const { body, media } = readContent(form);
  checkMagic('message', account, { from, to });
  if (from !== null) checkSender(world, account, from);
  if (from === to) throw badRequest(21266, `'To' and 'From' number cannot be the same: ${to}`);
  if (!mayReach(account, to)) throw unverified(to);
  // A service is asked later, when it picks a sender: until then nobody knows to which number STOP was said.
  if (from !== null && service === null && isBlocked(account, from, to)) throw unsubscribed();
  if (from !== null && queueDelayMs(world, account, from) > MAX_QUEUE_MS) {
    throw badRequest(21611, `This 'From' number ${from} has exceeded the maximum number of queued messages`);
  }
  const message = createMessage(world, account, {
    from,
    to,
    body,
    media,
    messagingServiceSid: service,
    statusCallback: readStatusCallback(account, form),
    validityMs: readValidityMs(form),
    sendAt: readSendAt(form, service, world.clock.now()),
    ...readRetention(form),
  });
  return { status: 201, bytes: messageText(message), sid: message.sid };
}

/** Throws ApiError for a number that is not the account's, or that cannot text. */
function checkSender(world: World, account: Account, from: string): void {
  const own = account.numbers.find(from);
  if (own?.capabilities.sms) return;
  // Only in a simulator does one account's mistake show what another has; there it is the help that is wanted.
  if (own === undefined && findNumber(world, from) !== undefined) {
    throw badRequest(21660, `Mismatch between the 'From' number ${from} and the account ${account.sid}`);
  }
  throw notSmsCapable(from);
}

function unverified(to: string): ApiError {
  return badRequest(
    21608,
    `The number ${to} is unverified. Trial accounts cannot send messages to unverified numbers.`,
  );
}

/** Its own wins over the application's. */
function readStatusCallback(account: Account, form: Fields): string | null {
  const own = webhookUrl(form, 'StatusCallback', 21609);
  const sid = given(form, 'ApplicationSid');
  if (sid === undefined) return own ?? null;
  const application = account.applications.get(sid);
  if (application === undefined) throw badRequest(21218, `Invalid ApplicationSid: ${sid}`);
  return (own ?? application.messageStatusCallback) || null;
}

function readTo(form: Fields): string {
  const text = given(form, 'To');
  if (text === undefined) throw badRequest(21604, "A 'To' phone number is required.");
  if (isOfChannel(text)) throw noChannel();
  if (/^\d{3,8}$/.test(text)) throw badRequest(21265, `'To' number cannot be a Short Code: ${text}`);
  const to = readNumber(text);
  if (to === undefined) throw invalidTo(text);
  return to;
}

/** WhatsApp, Messenger, RCS: no simulated account has a sender there. */
function isOfChannel(text: string): boolean {
  return /^(?:whatsapp|messenger|rcs):/i.test(text);
}

function noChannel(): ApiError {
  return badRequest(63007, 'Twilio could not find a Channel with the specified From address');
}

/** Any there could be; test credentials have none. */
function readService(form: Fields, { kind }: Login): string | null {
  const service = given(form, 'MessagingServiceSid') ?? null;
  if (service !== null && (kind === 'test' || !/^MG[0-9a-f]{32}$/i.test(service))) {
    throw badRequest(21701, `The Messaging Service does not exist: ${service}`);
  }
  return service;
}

function readFrom(form: Fields, service: string | null): string | null {
  const text = given(form, 'From');
  if (text === undefined) {
    if (service !== null) return null;
    throw badRequest(21603, "A 'From' or 'MessagingServiceSid' parameter is required to send a message");
  }
  if (isOfChannel(text)) throw noChannel();
  const from = readNumber(text);
  if (from !== undefined) return from;
  // Short codes and alphanumeric senders are well formed, but no simulated account has one.
  throw /^(\d{3,8}|(?=.*[a-z])[\w &.-]{1,11})$/i.test(text) ? notSmsCapable(text) : invalidFrom(text);
}

function readValidityMs(form: Fields): number {
  const rule = { fallback: MAX_VALIDITY_S, least: 1, most: MAX_VALIDITY_S, code: 21624 };
  return integer(form, 'ValidityPeriod', rule) * 1000;
}

function readSendAt(form: Fields, service: string | null, now: number): number | null {
  const type = given(form, 'ScheduleType');
  const text = given(form, 'SendAt');
  if (type === undefined && text === undefined) return null;
  if (service === null) throw badRequest(35118, 'MessagingServiceSid is required to schedule a message');
  if (text === undefined) throw badRequest(35111, 'SendAt timestamp is missing');
  if (type !== 'fixed') throw badRequest(20001, "ScheduleType must be 'fixed' to schedule a message");
  const sendAt = readInstant(text);
  if (Number.isNaN(sendAt)) throw badRequest(35114, `SendAt is not an ISO 8601 timestamp: ${text}`);
  const leadMs = sendAt - now;
  if (leadMs <= LEAST_LEAD_MS || leadMs > MOST_LEAD_MS) {
    throw badRequest(35115, `SendAt must be more than 5 minutes and at most 35 days ahead: ${text}`);
  }
  return sendAt;
}

/** UTC where no offset is said, wherever this machine is; NaN for what is no timestamp. */
function readInstant(text: string): number {
  const match = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})?$/i.exec(text);
  if (match === null) return Number.NaN;
  return Date.parse(match[1] === undefined ? `${text}Z` : text);
}

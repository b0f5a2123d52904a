// Answers an inbound text: asks the number's URL for TwiML and does what it says.

import { smsSettings } from './application.ts';
import type { IncomingNumber } from './incoming-number.ts';
import { readUrl } from './loopback.ts';
import { mediaPath } from './media.ts';
import type { Message } from './message.ts';
import { notify } from './notify.ts';
import { countryOf, readNumber } from './number.ts';
import { isOptedOut } from './opt-out.ts';
import { isLoop } from './reply-loop.ts';
import { LOOP } from './text-trouble.ts';
import { createMessage, failMessage } from './texting.ts';
import { mayReach } from './trial.ts';
import { fetchTwiml, type TwimlDocument } from './voice/documents.ts';
import { elementsOf, type TwimlElement, TwimlFailure, textOf } from './voice/twiml.ts';
import type { Pairs } from './webhook.ts';
import type { Account, World } from './world.ts';

// A choice: Twilio has a limit (error 14106) and does not say which.
const MAX_DOCUMENTS = 10;
const MAX_BODY = 1_600;
/** To one text (https://www.twilio.com/docs/api/errors/14109). */
const MAX_REPLIES = 10;
const VALIDITY_MS = 36_000_000;

interface Inbound {
  readonly message: Message;
  readonly owned: IncomingNumber;
}

interface Scene extends Inbound {
  /** Replies so far, of all documents about this text. */
  readonly sent: Message[];
  readonly world: World;
  readonly account: Account;
}

interface Target {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** Sent beside what every request about this text carries, or in its place. */
  readonly extra?: Pairs;
  /** Has no fallback of its own. */
  readonly isFallback?: boolean;
}

/** Never throws: whatever goes wrong is a notification. */
export async function answerText(world: World, account: Account, inbound: Inbound): Promise<void> {
  const scene: Scene = { world, account, ...inbound, sent: [] };
  const { smsUrl, smsMethod } = smsSettings(account, inbound.owned);
  if (smsUrl === '') return;
  let target: Target | undefined = { url: smsUrl, method: smsMethod };
  for (let asked = 0; target !== undefined; asked += 1) {
    const current: Target = target;
    try {
      if (asked === MAX_DOCUMENTS) throw new TwimlFailure(14106, `more than ${MAX_DOCUMENTS} documents`);
      target = await perform(scene, current);
    } catch (error) {
      target = recover(scene, current, error);
    }
  }
}

/** Twilio's parameters for an inbound text (https://www.twilio.com/docs/messaging/guides/webhook-request). */
function textFields({ world, account, message }: Scene): [string, string][] {
  const from = message.from ?? '';
  return [
    ['ToCountry', countryOf(message.to)],
    ['ToState', ''],
    ['ToCity', ''],
    ['ToZip', ''],
    ['FromCountry', countryOf(from)],
    ['FromState', ''],
    ['FromCity', ''],
    ['FromZip', ''],
    ['SmsMessageSid', message.sid],
    ['SmsSid', message.sid],
    ['MessageSid', message.sid],
    ['SmsStatus', 'received'],
    ['AccountSid', message.accountSid],
    ['From', from],
    ['To', message.to],
    ['Body', message.body],
    ['NumSegments', String(message.segments)],
    ['NumMedia', String(message.media.length)],
    ...account.media.filed(message.sid).flatMap((media, index): [string, string][] => [
      [`MediaUrl${index}`, `${world.webhooks.home ?? ''}${mediaPath(media)}`],
      [`MediaContentType${index}`, media.contentType],
    ]),
    ['ApiVersion', '2010-04-01'],
  ];
}

async function perform(scene: Scene, { url, method, extra = [] }: Target): Promise<Target | undefined> {
  const told = new Set(extra.map(([name]) => name));
  const fields = [...textFields(scene).filter(([name]) => !told.has(name)), ...extra];
  const document = await fetchTwiml(scene, { source: { url, method }, fields, plainTextAs: 'Message' });
  for (const element of elementsOf(document.root)) {
    const { name } = element;
    if (name === 'Redirect') return redirect(document, element);
    // Sms is the verb's name of old.
    if (name === 'Message' || name === 'Sms') {
      const next = reply(scene, document, element);
      if (next !== undefined) return next;
    } else {
      warn(scene, 12200, `Schema validation warning: no verb ${name} in a response to a message`);
    }
  }
  return undefined;
}

function redirect(document: TwimlDocument, element: TwimlElement): Target {
  return { url: absolute(document, textOf(element)), method: readMethod(element) };
}

/** Sends the reply; its action, if it has one, takes over from there. */
function reply(scene: Scene, document: TwimlDocument, element: TwimlElement): Target | undefined {
  const { world, account, message } = scene;
  const { attributes } = element;
  if (scene.sent.length >= MAX_REPLIES) {
    return warn(scene, 14109, `TwiML Reply message limit exceeded: ${MAX_REPLIES} to one message`);
  }
  const draft = readDraft(scene, document, element);
  if (draft === undefined) return undefined;
  const callback = attributes['statusCallback'];
  const sent = createMessage(world, account, {
    ...draft,
    direction: 'outbound-reply',
    messagingServiceSid: message.messagingServiceSid,
    statusCallback: callback === undefined ? null : absolute(document, callback),
    validityMs: VALIDITY_MS,
    sendAt: null,
  });
  scene.sent.push(sent);
  if (isLoop(account, sent)) failMessage(world, account, sent, LOOP);
  const { action } = attributes;
  if (action === undefined) return undefined;
  return {
    url: absolute(document, action),
    method: readMethod(element),
    extra: [
      ['MessageSid', sent.sid],
      ['MessageStatus', sent.status],
    ],
  };
}

/** Undefined, with a warning, for what cannot be sent. */
function readDraft(scene: Scene, document: TwimlDocument, element: TwimlElement) {
  const { account, message } = scene;
  const to = readNumber(element.attributes['to'] ?? message.from ?? '');
  const from = readNumber(element.attributes['from'] ?? message.to);
  const body = bodyOf(element);
  const media = elementsOf(element)
    .filter(({ name }) => name === 'Media')
    .map((media) => absolute(document, textOf(media)));
  if (to === undefined) return warn(scene, 14101, "Message: Invalid 'to' attribute");
  if (from === undefined || account.numbers.find(from) === undefined)
    return warn(scene, 14102, "Message: Invalid 'from' attribute");
  if ((body === '' && media.length === 0) || body.length > MAX_BODY)
    return warn(scene, 14103, 'Message: Invalid Body');
  if (!mayReach(account, to)) return warn(scene, 14111, 'Invalid To phone number for Trial mode');
  if (isOptedOut(account, from, to)) return warn(scene, 21610, 'Attempt to send to unsubscribed recipient');
  return { from, to, body, media };
}

/** The text itself, or that of the Body inside. */
function bodyOf(element: TwimlElement): string {
  const bodies = elementsOf(element).filter(({ name }) => name === 'Body');
  if (bodies.length > 0) return bodies.map(rawText).join('');
  return rawText(element).trim();
}

/** White space counts in a text, unlike in speech. */
function rawText(element: TwimlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : '')).join('');
}

function readMethod(element: TwimlElement): 'GET' | 'POST' {
  const method = (element.attributes['method'] ?? 'POST').toUpperCase();
  if (method === 'GET' || method === 'POST') return method;
  throw new TwimlFailure(14104, `${element.name}: Invalid method value ${method}`);
}

function absolute(document: TwimlDocument, text: string): string {
  const url = readUrl(text, document.url ?? undefined);
  if (url === undefined) throw new TwimlFailure(11100, `Invalid URL format: "${text}"`);
  return url.href;
}

/** The number's fallback, told what failed; nothing when that fails too. */
function recover(scene: Scene, failed: Target, error: unknown): Target | undefined {
  const { world, account, message, owned } = scene;
  // Anything else is a mistake of ours, which must not end the simulator.
  const failure = error instanceof TwimlFailure ? error : new TwimlFailure(12400, String(error));
  notify(world, account, {
    level: 'error',
    code: failure.code,
    message: failure.message,
    callSid: null,
    resourceSid: message.sid,
    ...failure.exchange,
  });
  const { smsFallbackUrl, smsFallbackMethod } = smsSettings(account, owned);
  if (failed.isFallback || smsFallbackUrl === '') return undefined;
  const extra: [string, string][] = [
    ['ErrorCode', String(failure.code)],
    ['ErrorUrl', failed.url],
  ];
  return { url: smsFallbackUrl, method: smsFallbackMethod, extra, isFallback: true };
}

function warn({ world, account, message }: Scene, code: number, text: string): undefined {
  notify(world, account, { level: 'warning', code, message: text, callSid: null, resourceSid: message.sid });
}

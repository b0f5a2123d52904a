// A text message as the simulator keeps it, and as Twilio's REST API shows it.

import { rfc2822 } from './dates.ts';
import { decimalPrice } from './money.ts';

export type MessageStatus =
  | 'scheduled'
  | 'accepted'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'canceled'
  | 'receiving'
  | 'received';

export type MessageDirection = 'inbound' | 'outbound-api' | 'outbound-call' | 'outbound-reply';

/** Statuses that are never left. */
export const FINAL_MESSAGE: readonly MessageStatus[] = [
  'delivered',
  'undelivered',
  'failed',
  'canceled',
  'received',
];

/** By Twilio's examples, a message that is still to be sent has none to be told about. */
export const UNSENT: readonly MessageStatus[] = ['scheduled', 'accepted', 'queued'];

/** Instants are virtual, in ms. Plain data: it is written to the state file as it is. */
export interface Message {
  readonly seq: number;
  readonly sid: string;
  readonly accountSid: string;
  readonly direction: MessageDirection;
  readonly messagingServiceSid: string | null;
  /** Null until a messaging service has picked a sender. */
  from: string | null;
  readonly to: string;
  body: string;
  status: MessageStatus;
  readonly segments: number;
  readonly media: readonly string[];
  priceMicros: number | null;
  errorCode: number | null;
  errorMessage: string | null;
  readonly createdAt: number;
  sentAt: number | null;
  updatedAt: number;
  readonly statusCallback: string | null;
  /** When the next step of its life is due; null when there is none. */
  nextAt: number | null;
  /** From when it is sent, Twilio keeps nothing of its words, or not all of the number. */
  readonly discardsContent?: true | undefined;
  readonly obfuscatesAddress?: true | undefined;
  /** Not sent by then: it fails. */
  readonly validUntil: number;
}

/** Redaction: https://www.twilio.com/docs/messaging/guides/privacy-message-redaction */
function isGone({ status, sentAt }: Message): boolean {
  return sentAt !== null || FINAL_MESSAGE.includes(status);
}

/** The recipient as Twilio still knows it. */
export function shownTo(message: Message): string {
  if (!message.obfuscatesAddress || !isGone(message)) return message.to;
  return `${message.to.slice(0, -4)}XXXX`;
}

export function shownBody(message: Message): string {
  return message.discardsContent && isGone(message) ? '' : message.body;
}

export function messageUri({ accountSid, sid }: Message): string {
  return `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`;
}

/** Twilio's JSON: exactly its keys, numbers as strings where Twilio has strings. */
export function messageJson(message: Message): Record<string, unknown> {
  const uri = messageUri(message);
  return {
    account_sid: message.accountSid,
    api_version: '2010-04-01',
    body: shownBody(message),
    date_created: rfc2822(message.createdAt),
    date_sent: rfc2822(message.sentAt),
    date_updated: rfc2822(message.updatedAt),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: message.errorMessage,
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: String(message.media.length),
    // A messaging service counts segments once it knows the sender.
    num_segments: message.from === null ? '0' : String(message.segments),
    price: decimalPrice(message.priceMicros),
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: {
      ...(UNSENT.includes(message.status) ? {} : { feedback: `${uri}/Feedback.json` }),
      media: `${uri}/Media.json`,
    },
    to: shownTo(message),
    uri: `${uri}.json`,
  };
}

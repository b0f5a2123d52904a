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

const UNSENT: readonly MessageStatus[] = ['scheduled', 'accepted', 'queued'];

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
  /** Not sent by then: it fails. */
  readonly validUntil: number;
}

/** Twilio's JSON: exactly its keys, numbers as strings where Twilio has strings. */
export function messageJson(message: Message): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}`;
  return {
    account_sid: message.accountSid,
    api_version: '2010-04-01',
    body: message.body,
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
      // By Twilio's examples, a message that is still to be sent has none to be told about.
      ...(UNSENT.includes(message.status) ? {} : { feedback: `${uri}/Feedback.json` }),
      media: `${uri}/Media.json`,
    },
    to: message.to,
    uri: `${uri}.json`,
  };
}

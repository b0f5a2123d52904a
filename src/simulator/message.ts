// A text message as the simulator keeps it.

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

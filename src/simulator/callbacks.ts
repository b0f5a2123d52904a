// Status callbacks: what Twilio posts to the application when a message or a call moves on.

import { type Call, type CallEvent, planOf } from './call.ts';
import { rfc2822 } from './dates.ts';
import { deliver } from './deliver.ts';
import type { Message } from './message.ts';
import { countryOf } from './number.ts';
import type { Pairs } from './webhook.ts';
import type { Account, World } from './world.ts';

const EVENT_STATUS = { initiated: 'initiated', ringing: 'ringing', answered: 'in-progress' } as const;

/** Tells of the message's present status, if it has a callback. */
export function messageCallback(world: World, account: Account, message: Message): void {
  if (message.statusCallback === null) return;
  const fields: [string, string][] = [
    ['ApiVersion', '2010-04-01'],
    ['MessageSid', message.sid],
    ['SmsSid', message.sid],
    ['MessageStatus', message.status],
    ['SmsStatus', message.status],
    ['AccountSid', message.accountSid],
    ['From', message.from ?? ''],
    ['To', message.to],
  ];
  if (message.messagingServiceSid !== null) fields.push(['MessagingServiceSid', message.messagingServiceSid]);
  if (message.errorCode !== null) fields.push(['ErrorCode', String(message.errorCode)]);
  if (message.status === 'delivered' || message.status === 'undelivered') {
    fields.push(['RawDlrDoneDate', dlrDate(message.updatedAt)]);
  }
  deliver(world, account, {
    owner: message,
    callSid: null,
    url: message.statusCallback,
    method: 'POST',
    fields,
  });
}

export interface CallProgress {
  readonly event: CallEvent;
  readonly sipCode?: number | undefined;
  /** What else is to be told, such as a recording. */
  readonly extra?: Pairs;
}

/** Tells of an event of the call, if it asked for that event. */
export function callCallback(
  world: World,
  account: Account,
  call: Call,
  { event, sipCode, extra = [] }: CallProgress,
): void {
  const sequence = call.sequence;
  const { statusCallback, statusEvents } = planOf(call);
  if (statusCallback === null || !statusEvents.includes(event)) return;
  call.sequence += 1;
  account.calls.touch(call);
  const status = event === 'completed' ? call.status : EVENT_STATUS[event];
  const fields: [string, string][] = [
    ...callFields(call, status),
    ['Timestamp', rfc2822(world.clock.now()) ?? ''],
    ['CallbackSource', 'call-progress-events'],
    ['SequenceNumber', String(sequence)],
  ];
  if (event === 'completed') {
    const seconds = call.durationSeconds ?? 0;
    fields.push(['Duration', String(Math.ceil(seconds / 60))], ['CallDuration', String(seconds)]);
    if (sipCode !== undefined) fields.push(['SipResponseCode', String(sipCode)]);
    for (const [key, value] of extra) fields.push([key, value]);
  }
  deliver(world, account, { owner: call, callSid: call.sid, ...statusCallback, fields });
}

/** Who and what the call is: sent with every request Twilio makes about it. */
export function callFields(call: Call, status: string): [string, string][] {
  const fields: [string, string][] = [
    ['CallSid', call.sid],
    ['AccountSid', call.accountSid],
    ['From', call.from],
    ['To', call.to],
    ['Caller', call.from],
    ['Called', call.to],
    ['CallStatus', status],
    ['Direction', call.direction],
    ['ApiVersion', '2010-04-01'],
  ];
  for (const [party, number] of [
    ['From', call.from],
    ['To', call.to],
    ['Caller', call.from],
    ['Called', call.to],
  ] as const) {
    // Twilio fills these in from its number plans.
    fields.push([`${party}City`, ''], [`${party}State`, ''], [`${party}Zip`, '']);
    fields.push([`${party}Country`, countryOf(number)]);
  }
  if (call.parentCallSid !== null) fields.push(['ParentCallSid', call.parentCallSid]);
  if (call.callerName) fields.push(['CallerName', call.callerName]);
  if (call.forwardedFrom) fields.push(['ForwardedFrom', call.forwardedFrom]);
  if (call.answeredBy !== null) fields.push(['AnsweredBy', call.answeredBy]);
  return fields;
}

/** Carriers' own notation, YYMMDDhhmm. */
function dlrDate(instant: number): string {
  return new Date(instant).toISOString().replace(/\D/g, '').slice(2, 12);
}

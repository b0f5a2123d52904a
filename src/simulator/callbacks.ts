// Status callbacks: what Twilio posts to the application when a message or a call moves on.

import type { Call, CallEvent, HttpMethod } from './call.ts';
import { rfc2822 } from './dates.ts';
import { encodeForm } from './form.ts';
import type { Message } from './message.ts';
import { notify } from './notify.ts';
import { countryOf } from './number.ts';
import { type Pairs, WebhookError } from './webhook.ts';
import type { Account, World } from './world.ts';

// A callback's reply is not used; anything longer than this is nobody's status page.
const MAX_REPLY_BYTES = 64 * 1024;

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
    resourceSid: message.sid,
    url: message.statusCallback,
    method: 'POST',
    fields,
  });
}

/** Tells of an event of the call, if it asked for that event. */
export function callCallback(
  world: World,
  account: Account,
  call: Call,
  { event, sipCode }: { readonly event: CallEvent; readonly sipCode?: number | undefined },
): void {
  const sequence = call.sequence;
  const { statusCallback, statusEvents } = call.plan;
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
  if (call.answeredBy !== null) fields.push(['AnsweredBy', call.answeredBy]);
  return fields;
}

export interface Delivery {
  /** Deliveries of one owner arrive in order. */
  readonly owner: object;
  readonly callSid: string | null;
  /** The call when left out. */
  readonly resourceSid?: string;
  readonly url: string;
  readonly method: HttpMethod;
  readonly fields: Pairs;
}

/** Posts without waiting; a failure becomes a warning, as at Twilio. */
export function deliver(
  world: World,
  account: Account,
  { owner, callSid, resourceSid, ...target }: Delivery,
): void {
  const work = world.webhooks.inOrder(owner, async () => {
    const warn = (code: number, problem: string) =>
      notify(world, account, {
        level: 'warning',
        code,
        message: `${problem} for status callback ${target.url}`,
        callSid,
        resourceSid,
        requestUrl: target.url,
        requestMethod: target.method,
        requestVariables: encodeForm(target.fields),
      });
    try {
      const reply = await world.webhooks.send({
        ...target,
        authToken: account.authToken,
        maxBytes: MAX_REPLY_BYTES,
      });
      if (reply.status >= 400) warn(15003, `got HTTP ${reply.status}`);
    } catch (error) {
      // Whatever it was, the next callback of this owner must still go out.
      const code = error instanceof WebhookError ? error.code : 12400;
      warn(code, error instanceof Error ? error.message : String(error));
    }
  });
  void world.clock.track(work);
}

/** Carriers' own notation, YYMMDDhhmm. */
function dlrDate(instant: number): string {
  return new Date(instant).toISOString().replace(/\D/g, '').slice(2, 12);
}

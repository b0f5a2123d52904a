// A delivery event as one line for a person.

import { describeCaughtUp } from '../core/caught-up.ts';
import { counted } from '../core/count.ts';
import { formatDuration } from '../core/duration.ts';
import type { DeliveryEvent } from './events.ts';

const CHANNEL: Record<string, string> = { sms: 'text', call: 'call' };

const RECONCILED = { sent: 'was sent', absent: 'was not sent', unclear: 'is unclear' } as const;

/** What happened, without its instant: the caller puts that in front. */
export function describeEvent(event: DeliveryEvent): string {
  switch (event.event) {
    case 'started':
      return `started as ${event.workerId} on ${event.accountSid} (${event.mode}), ${counted(event.concurrency, 'request')} at once`;
    case 'sent':
      return `${event.id} ${CHANNEL[event.channel]} to ${event.to}: sent ${lateness(event.lateMs)} (${event.sid})`;
    case 'failed':
    case 'unknown':
    case 'retry':
    case 'rerouted':
    case 'unreached':
      return `${event.id} ${CHANNEL[event.channel]} to ${event.to}: ${event.event}: ${event.detail}`;
    case 'held':
      return `${event.id} to ${event.to}: held:${event.reason}: ${event.detail}`;
    case 'waiting':
      return `${event.id} to ${event.to}: waits: ${event.detail}`;
    case 'alarm':
      return `ALARM: ${event.detail}`;
    case 'reconciled':
      return `${event.id === null ? '' : `${event.id} `}${CHANNEL[event.channel]} to ${event.to}: ${RECONCILED[event.verdict]}: ${event.detail}`;
    case 'cancelled':
      return `${event.id} to ${event.to}: cancelled: ${event.detail}`;
    case 'inbound':
      return `text from ${event.from}: ${event.detail}`;
    case 'expired':
      return `${event.id} to ${event.to}: expired: ${event.detail}`;
    case 'receipt':
      return `${event.id}: ${event.receipt} (${event.sid})`;
    case 'caught-up':
      return describeCaughtUp(event);
    case 'trouble':
      return `trouble: ${event.detail}`;
    case 'stopping':
      return `stopping: ${event.inFlight} in flight`;
    case 'stopped':
      return `stopped: ${event.sent} sent, ${event.failed} failed`;
  }
}

/** What was moved out of the quiet hours, or by `remind plan --apply`, goes before it is due. */
function lateness(lateMs: number): string {
  return lateMs < 0 ? `${formatDuration(-lateMs)} before it was due` : `${lateMs} ms after it was due`;
}

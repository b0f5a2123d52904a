// Who pays what for a message or a call: which item of the bill it is, and its price.

import { isTollFree } from '../core/toll-free.ts';
import { type Call, planOf } from './call.ts';
import type { Message } from './message.ts';
import {
  DETECTION_MICROS,
  INBOUND_MINUTE_MICROS,
  INBOUND_MMS_MICROS,
  INBOUND_SEGMENT_MICROS,
  INBOUND_TOLL_FREE_MINUTE_MICROS,
  MINUTE_MICROS,
  MMS_MICROS,
  RECORDING_MINUTE_MICROS,
  SEGMENT_MICROS,
  TRANSCRIPTION_MINUTE_MICROS,
} from './money.ts';
import type { Recording } from './recording.ts';
import type { Transcription } from './transcription.ts';
import { type BilledItem, type Charge, charge } from './usage.ts';
import type { Account, World } from './world.ts';

/** Prices a message that was sent or received, and puts it on the bill. */
export function chargeMessage(world: World, account: Account, message: Message): void {
  const bill = billOfMessage(message);
  message.priceMicros = bill.micros;
  charge(world, account, bill);
}

/** By segment, with pictures by message. */
export function billOfMessage(message: Message): Charge {
  const isPicture = message.media.length > 0;
  const usage = isPicture ? 1 : message.segments;
  const inbound = message.direction === 'inbound';
  const pictureMicros = inbound ? INBOUND_MMS_MICROS : MMS_MICROS;
  const segmentMicros = inbound ? INBOUND_SEGMENT_MICROS : SEGMENT_MICROS;
  return { item: messageItem(message), usage, micros: usage * (isPicture ? pictureMicros : segmentMicros) };
}

/** By the account's own number, which is the sender of what goes out and the receiver of what comes in. */
function messageItem({ direction, from, to, media }: Message): BilledItem {
  const inbound = direction === 'inbound';
  const tollFree = isTollFree((inbound ? to : from) ?? '');
  if (media.length > 0) {
    if (inbound) return tollFree ? 'mms-inbound-toll-free' : 'mms-inbound-longcode';
    return tollFree ? 'mms-outbound-tollfree' : 'mms-outbound-longcode';
  }
  if (inbound) return tollFree ? 'sms-inbound-tollfree' : 'sms-inbound-longcode';
  return tollFree ? 'sms-outbound-tollfree' : 'sms-outbound-longcode';
}

/** Prices a call that was answered and has ended, and puts it on the bill. */
export function chargeCall(world: World, account: Account, call: Call): void {
  const [bill, ...more] = billOfCall(call, { isDetected: planOf(call).detection !== null });
  if (bill === undefined) return;
  call.priceMicros = bill.micros;
  for (const each of [bill, ...more]) charge(world, account, each);
}

/** The call itself first, begun minutes whole; nothing for one that was not answered. Detection is billed beside it. */
export function billOfCall(call: Call, { isDetected }: { readonly isDetected: boolean }): readonly Charge[] {
  if (call.durationSeconds === null) return [];
  const minutes = Math.ceil(call.durationSeconds / 60);
  const { item, minuteMicros } = callTariff(call);
  const bill: Charge = { item, usage: minutes, micros: minutes * minuteMicros };
  // Whatever it found, and not in the price of the call, as Twilio's own text says.
  return isDetected ? [bill, DETECTION] : [bill];
}

const DETECTION: Charge = { item: 'answering-machine-detection', usage: 1, micros: DETECTION_MICROS };

function callTariff({ direction, to }: Call): { readonly item: BilledItem; readonly minuteMicros: number } {
  if (direction !== 'inbound') return { item: 'calls-outbound', minuteMicros: MINUTE_MICROS };
  return isTollFree(to)
    ? { item: 'calls-inbound-tollfree', minuteMicros: INBOUND_TOLL_FREE_MINUTE_MICROS }
    : { item: 'calls-inbound-local', minuteMicros: INBOUND_MINUTE_MICROS };
}

/** Prices a recording that is complete, begun minutes whole. */
export function chargeRecording(world: World, account: Account, recording: Recording): void {
  const minutes = begunMinutes(recording.durationMs ?? 0);
  recording.priceMicros = minutes * RECORDING_MINUTE_MICROS;
  charge(world, account, { item: 'recordings', usage: minutes, micros: recording.priceMicros });
}

/** Prices a transcription that is complete, by the minutes of its recording. */
export function chargeTranscription(world: World, account: Account, transcription: Transcription): void {
  const minutes = begunMinutes(transcription.durationMs);
  transcription.priceMicros = minutes * TRANSCRIPTION_MINUTE_MICROS;
  charge(world, account, { item: 'transcriptions', usage: minutes, micros: transcription.priceMicros });
}

function begunMinutes(ms: number): number {
  return Math.ceil(ms / 60_000);
}

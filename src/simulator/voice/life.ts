// The life of a leg: its row, its status, when it is answered, ended and priced.

import { chargeCall } from '../billing.ts';
import { type Call, type CallDirection, type CallPlan, type CallStatus, planOf } from '../call.ts';
import { callCallback } from '../callbacks.ts';
import { newSid } from '../random.ts';
import type { Account, World } from '../world.ts';
import { recordLeg } from './call-recording.ts';
import type { Leg } from './leg.ts';
import { recordingFields } from './recording-fields.ts';

/** Prices are filled in after the call; this makes a client that reads them too early find null. */
export const PRICE_MS = 2_000;

export interface CallDraft {
  readonly from: string;
  readonly to: string;
  readonly direction: CallDirection;
  readonly plan: CallPlan;
  readonly phoneNumberSid: string;
  readonly parentCallSid?: string;
  readonly status?: CallStatus;
  /** When it leaves the queue; now when left out. */
  readonly dialAt?: number;
  readonly forwardedFrom?: string | undefined;
  readonly callerName?: string | null;
}

/** Writes down a new call. */
export function openCall(world: World, account: Account, draft: CallDraft): Call {
  const now = world.clock.now();
  const call: Call = {
    seq: account.calls.nextSeq(),
    sid: newSid(world.sids, 'CA'),
    accountSid: account.sid,
    from: draft.from,
    to: draft.to,
    phoneNumberSid: draft.phoneNumberSid,
    direction: draft.direction,
    parentCallSid: draft.parentCallSid ?? null,
    forwardedFrom: draft.forwardedFrom ?? null,
    callerName: draft.callerName ?? null,
    status: draft.status ?? 'queued',
    createdAt: now,
    updatedAt: now,
    // Time may have gone on since it was reckoned; nothing is dialled before it was made.
    dialAt: Math.max(draft.dialAt ?? now, now),
    startedAt: null,
    endedAt: null,
    durationSeconds: null,
    priceMicros: null,
    answeredBy: null,
    sequence: 0,
    plan: draft.plan,
  };
  account.calls.add(call);
  return call;
}

/** The call is answered, by its callee or, inbound, by Twilio. Throws CallOver for one that has ended. */
export function answerLeg(leg: Leg): void {
  leg.check();
  const { world, account, call } = leg;
  // Twilio's start is that of the conversation: end - start is the duration.
  call.startedAt = world.clock.now();
  setStatus(leg, 'in-progress');
  callCallback(world, account, call, { event: 'answered' });
  limitLeg(leg);
  const { recording } = planOf(call);
  if (recording) recordLeg(leg, 'OutboundAPI', recording);
  leg.far.answer();
}

/** Puts the plan's time limit in force, from answering on. */
export function limitLeg(leg: Leg): void {
  leg.limit(planOf(leg.call).timeLimitMs, () => endLeg(leg, 'completed', { by: 'near', sipCode: 200 }));
}

export interface LegEnd {
  /** Whether the far end or Twilio's hung up; null when there was nothing to hang up. */
  readonly by: 'far' | 'near' | null;
  readonly sipCode?: number;
}

/** Ends a leg in any state that is not final. Ending it twice does nothing. */
export function endLeg(leg: Leg, status: CallStatus, { by, sipCode }: LegEnd): void {
  const { world, account, call } = leg;
  if (leg.isOver) return;
  const told = leg.close();
  world.live.delete(call.sid);
  const now = world.clock.now();
  call.endedAt = now;
  call.startedAt ??= now;
  if (call.status === 'in-progress') call.durationSeconds = Math.ceil((now - call.startedAt) / 1000);
  const farSide = call.direction === 'inbound' ? 'caller' : 'callee';
  const side = by === null || by === 'far' ? by && farSide : farSide === 'caller' ? 'callee' : 'caller';
  leg.far.end(side, status);
  if (side !== null) world.journal.emit({ event: 'hung-up', sid: call.sid, to: call.to, by: side });
  setStatus(leg, status);
  // Before the callback: a recorder that stops now has its recording told of in it.
  told();
  callCallback(world, account, call, {
    event: 'completed',
    sipCode,
    extra: recordingFields(world, account, call),
  });
  world.clock.at(now + PRICE_MS, () => priceCall(world, account, call));
}

/** Fills in the price of a call that has ended. One that was not answered costs nothing. */
export function priceCall(world: World, account: Account, call: Call): void {
  if (call.durationSeconds === null) return;
  chargeCall(world, account, call);
  // A call that was deleted meanwhile is paid for all the same, and stays deleted.
  if (account.calls.get(call.sid) === call) account.calls.touch(call);
}

export function setStatus({ world, account, call }: Leg, status: CallStatus): void {
  call.status = status;
  call.updatedAt = world.clock.now();
  account.calls.touch(call);
  tellStatus(world, call);
}

/** Tells the event stream of the call's status. */
export function tellStatus({ journal }: World, { sid, from, to, status }: Call): void {
  journal.emit({ event: 'call', sid, from, to, status });
}

// The life of a call: queued at the account's rate, dialled, answered or not, ended and priced.

import type { Call, CallPlan, CallStatus } from '../call.ts';
import { callCallback } from '../callbacks.ts';
import { MINUTE_MICROS } from '../money.ts';
import { notify } from '../notify.ts';
import { newSid } from '../random.ts';
import { charge } from '../usage.ts';
import type { Account, World } from '../world.ts';
import { converse } from './conversation.ts';
import { CallOver, LiveCall } from './live-call.ts';

const CONNECT_MS = 300;
// Twilio adds a buffer of five seconds to the ring timeout asked for.
const TIMEOUT_BUFFER_MS = 5_000;
// Prices are filled in after the call; this makes a client that reads them too early find null.
const PRICE_MS = 2_000;

export interface CallDraft {
  readonly from: string;
  readonly to: string;
  readonly plan: CallPlan;
}

/** How long a new call would wait in the account's queue. */
export function callDelayMs(world: World, account: Account): number {
  return world.cps === 0 ? 0 : Math.max(0, Math.ceil(account.nextDialAt - world.clock.now()));
}

/** Accepts a call, already checked, and puts it into the queue. */
export function createCall(world: World, account: Account, draft: CallDraft): Call {
  const now = world.clock.now();
  const dialAt = now + callDelayMs(world, account);
  const call: Call = {
    seq: account.calls.nextSeq(),
    sid: newSid(world.sids, 'CA'),
    accountSid: account.sid,
    from: draft.from,
    to: draft.to,
    phoneNumberSid: account.numbers.find(draft.from)?.sid ?? '',
    direction: 'outbound-api',
    parentCallSid: null,
    status: 'queued',
    createdAt: now,
    updatedAt: now,
    dialAt,
    startedAt: null,
    endedAt: null,
    durationSeconds: null,
    priceMicros: null,
    answeredBy: null,
    sequence: 0,
    plan: draft.plan,
  };
  account.calls.add(call);
  startCall(world, account, call);
  emitStatus(world, call);
  return call;
}

/** Starts, or takes up again, a call that has not been dialled. */
export function startCall(world: World, account: Account, call: Call): void {
  if (world.cps > 0) account.nextDialAt = Math.max(account.nextDialAt, call.dialAt) + 1000 / world.cps;
  const live = new LiveCall({ world, account, call, hangUp: hangUpByPhone });
  world.live.set(call.sid, live);
  live.later(call.dialAt - world.clock.now(), () => void dial(live));
}

function hangUpByPhone(live: LiveCall): void {
  endCall(live, 'completed', { by: 'callee', sipCode: 200 });
}

/** Ends a call in any state that is not final. Ending it twice does nothing. */
export function endCall(
  live: LiveCall,
  status: CallStatus,
  { by, sipCode }: { readonly by: 'caller' | 'callee' | null; readonly sipCode?: number },
): void {
  const { world, account, call } = live;
  if (live.isOver) return;
  live.close();
  world.live.delete(call.sid);
  const now = world.clock.now();
  call.endedAt = now;
  call.startedAt ??= now;
  if (call.status === 'in-progress') call.durationSeconds = Math.ceil((now - call.startedAt) / 1000);
  live.phone.end(by);
  if (by !== null) world.journal.emit({ event: 'hung-up', sid: call.sid, to: call.to, by });
  setStatus(live, status);
  callCallback(world, account, call, { event: 'completed', sipCode });
  world.clock.at(now + PRICE_MS, () => priceCall(world, account, call));
}

/** Fills in the price of a call that has ended. */
export function priceCall(world: World, account: Account, call: Call): void {
  if (call.durationSeconds === null) return;
  const minutes = Math.ceil(call.durationSeconds / 60);
  call.priceMicros = minutes * MINUTE_MICROS;
  charge(world, account, { item: 'calls-outbound', usage: minutes, micros: call.priceMicros });
  account.calls.touch(call);
}

/** Puts the plan's time limit in force, from answering on. */
export function limitCall(live: LiveCall): void {
  live.limit(live.call.plan.timeLimitMs, () => endCall(live, 'completed', { by: 'caller', sipCode: 200 }));
}

async function dial(live: LiveCall): Promise<void> {
  try {
    if (await ring(live)) await answer(live);
  } catch (error) {
    if (error instanceof CallOver) return;
    // Our own mistake must neither hang a call nor end the simulator.
    const message = error instanceof Error ? error.message : String(error);
    notify(live.world, live.account, { level: 'error', code: 12400, message, callSid: live.call.sid });
    endCall(live, 'failed', { by: null });
  }
}

/** True when somebody, or something, answered. */
async function ring(live: LiveCall): Promise<boolean> {
  const { world, account, call } = live;
  call.startedAt = world.clock.now();
  callCallback(world, account, call, { event: 'initiated' });
  await live.wait(CONNECT_MS);
  setStatus(live, 'ringing');
  const outcome = live.phone.ring();
  callCallback(world, account, call, { event: 'ringing' });
  const timeoutMs = call.plan.timeoutMs + TIMEOUT_BUFFER_MS;
  await live.wait(Math.min(outcome.afterMs, timeoutMs));
  if (outcome.afterMs > timeoutMs) endCall(live, 'no-answer', { by: 'caller', sipCode: 487 });
  else if (outcome.status !== 'answered')
    endCall(live, outcome.status, { by: null, sipCode: outcome.sipCode });
  return !live.isOver;
}

async function answer(live: LiveCall): Promise<void> {
  const { world, account, call } = live;
  const now = world.clock.now();
  // Twilio's start is that of the conversation: end - start is the duration.
  call.startedAt = now;
  setStatus(live, 'in-progress');
  callCallback(world, account, call, { event: 'answered' });
  limitCall(live);
  live.phone.answer();
  await converse(live);
  endCall(live, 'completed', { by: 'caller', sipCode: 200 });
}

function setStatus({ world, account, call }: LiveCall, status: CallStatus): void {
  call.status = status;
  call.updatedAt = world.clock.now();
  account.calls.touch(call);
  emitStatus(world, call);
}

function emitStatus({ journal }: World, { sid, from, to, status }: Call): void {
  journal.emit({ event: 'call', sid, from, to, status });
}

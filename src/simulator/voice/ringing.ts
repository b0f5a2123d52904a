// Calling somebody: from dialling to the answer, or to the end without one.

import { planOf } from '../call.ts';
import { callCallback } from '../callbacks.ts';
import type { CallOutcome } from '../phones.ts';
import type { Leg } from './leg.ts';
import { answerLeg, endLeg, setStatus } from './life.ts';

const CONNECT_MS = 300;
// Twilio adds a buffer of five seconds to the ring timeout asked for.
const TIMEOUT_BUFFER_MS = 5_000;
/** What SIP allows a call before it is taken for a loop (Max-Forwards, RFC 3261 §8.1.1.6, is 70; no IVR needs that). */
const MAX_HOPS = 20;

/** True when somebody, or something, has answered; otherwise the leg has ended. */
export async function ring(leg: Leg): Promise<boolean> {
  const { world, account, call } = leg;
  call.startedAt = world.clock.now();
  callCallback(world, account, call, { event: 'initiated' });
  await leg.wait(CONNECT_MS);
  if (leg.hops > MAX_HOPS) {
    endLeg(leg, 'failed', { by: null, sipCode: 483 });
    return false;
  }
  setStatus(leg, 'ringing');
  let settled: CallOutcome | undefined;
  const known = leg.far.ring((outcome) => {
    settled = outcome;
    // At once: the leg that answered may hang up in the same turn.
    if (outcome.status === 'answered') answerLeg(leg);
    leg.wake();
  });
  callCallback(world, account, call, { event: 'ringing' });
  const timeoutMs = planOf(call).timeoutMs + TIMEOUT_BUFFER_MS;
  if (known === undefined) {
    if (settled === undefined) await leg.wait(timeoutMs);
  } else {
    await leg.wait(Math.min(known.afterMs, timeoutMs));
    if (known.afterMs <= timeoutMs) settled = known;
  }
  if (settled === undefined) endLeg(leg, 'no-answer', { by: 'near', sipCode: 487 });
  else if (settled.status === 'answered') {
    if (!leg.isAnswered) answerLeg(leg);
  } else endLeg(leg, settled.status, { by: null, sipCode: settled.sipCode });
  return !leg.isOver;
}

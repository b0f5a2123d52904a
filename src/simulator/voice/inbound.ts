// A call to a number of an account's: what its owner set for it answers.

import { voiceSettings } from '../application.ts';
import { type CallPlan, planOf } from '../call.ts';
import type { IncomingNumber } from '../incoming-number.ts';
import { notify } from '../notify.ts';
import type { Account, World } from '../world.ts';
import { Leg } from './leg.ts';
import { answerLeg, endLeg, openCall, tellStatus } from './life.ts';
import type { FarEnd } from './line.ts';
import { CALL_STAGE, type Runner } from './stage.ts';
import { supervise } from './supervise.ts';

/** Twilio's limit of a call. */
const TIME_LIMIT_MS = 14_400_000;

export interface Arrival {
  readonly account: Account;
  readonly owned: IncomingNumber;
  readonly from: string;
  readonly runner: Runner;
  readonly connect: (leg: Leg) => FarEnd;
  readonly hops: number;
  /** Whose calls are passed on to this number, if the caller's carrier says so. */
  readonly forwardedFrom?: string | undefined;
}

/** The number rings, and Twilio asks the application at once what to do. */
export function receive(world: World, arrival: Arrival): Leg {
  const { account, owned, from, runner, connect, hops, forwardedFrom } = arrival;
  const call = openCall(world, account, {
    from,
    to: owned.number,
    direction: 'inbound',
    phoneNumberSid: owned.sid,
    status: 'ringing',
    forwardedFrom,
    // A lookup finds what the phone file calls the caller.
    callerName: owned.voiceCallerIdLookup ? world.phones.get(from).name : null,
    plan: planFor(account, owned),
  });
  const leg = new Leg({ world, account, call, runner, connect, hops });
  world.live.set(call.sid, leg);
  tellStatus(world, call);
  // Never in the same turn as whoever calls: it must know the leg first.
  leg.later(0, () => void supervise(leg, () => serve(leg)));
  return leg;
}

/** A leg of Twilio's calls. */
export function receiveCall(
  calling: Leg,
  { account, owned, connect }: Pick<Arrival, 'account' | 'owned' | 'connect'>,
): Leg {
  const { world, runner, hops, call } = calling;
  return receive(world, { account, owned, connect, runner, from: call.from, hops: hops + 1 });
}

async function serve(leg: Leg): Promise<void> {
  const { source } = planOf(leg.call);
  // An account that is suspended receives no calls; its owner is not asked what to do with them.
  if (leg.account.status !== 'active') return endLeg(leg, 'failed', { by: null });
  if (source === null) return refuse(leg);
  await leg.runner.converse(leg, () => leg.runner.run(leg, { source }, CALL_STAGE));
  // A document without a verb that answers, such as an empty one, is a call of no length.
  if (!leg.isOver && !leg.isAnswered) answerLeg(leg);
}

/** Nobody said what to do with calls to this number. Twilio does not document it; the call fails, unanswered and unbilled. */
function refuse(leg: Leg): void {
  const { world, account, call } = leg;
  const message = `${call.to} has no VoiceUrl`;
  notify(world, account, { level: 'error', code: 11100, message, callSid: call.sid });
  endLeg(leg, 'failed', { by: null });
}

function planFor(account: Account, owned: IncomingNumber): CallPlan {
  const settings = voiceSettings(account, owned);
  const { voiceUrl, voiceMethod, voiceFallbackUrl, voiceFallbackMethod } = settings;
  const { statusCallback, statusCallbackMethod } = settings;
  return {
    source: voiceUrl === '' ? null : { url: voiceUrl, method: voiceMethod },
    fallback: voiceFallbackUrl === '' ? null : { url: voiceFallbackUrl, method: voiceFallbackMethod },
    statusCallback: statusCallback === '' ? null : { url: statusCallback, method: statusCallbackMethod },
    statusEvents: ['completed'],
    sendDigits: '',
    timeoutMs: 0,
    timeLimitMs: TIME_LIMIT_MS,
    detection: null,
  };
}

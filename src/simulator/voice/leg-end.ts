// A leg as the far end of another: Twilio calls a number that is Twilio's too, of the same account or another.

import type { Cancel } from '../../core/clock.ts';
import type { CallStatus } from '../call.ts';
import { toneMs } from '../pace.ts';
import type { EndSound, Sound } from '../phone-on-call.ts';
import { type CallOutcome, completeScript, type PhoneScript } from '../phones.ts';
import type { findNumber } from '../world.ts';
import { receiveCall } from './inbound.ts';
import type { Leg } from './leg.ts';
import { endLeg } from './life.ts';
import { type FarEnd, NO_SOUND } from './line.ts';

/** Sounds that nobody says: a leg does not hear them as words. */
const UNHEARD: ReadonlySet<Sound['verb']> = new Set(['pause', 'joined']);

/** What a sound becomes at a leg: words, or keys pressed. */
function soundAt(leg: Leg, sound: Sound): EndSound {
  if (leg.isOver || UNHEARD.has(sound.verb)) return NO_SOUND;
  return sound.verb === 'digits' ? keysAt(leg, sound.text) : leg.receive(sound);
}

function keysAt(leg: Leg, digits: string): EndSound {
  const keys: Cancel[] = [];
  let afterMs = 0;
  for (const key of digits) {
    if (key.toLowerCase() !== 'w') keys.push(leg.later(afterMs, () => leg.onKey(key)));
    afterMs += toneMs(key);
  }
  return ({ cut }) => {
    if (cut) for (const cancel of keys) cancel();
  };
}

/** A person for whoever asks what answers there, such as answering-machine detection. */
function scriptOf(number: string): PhoneScript {
  return completeScript({ number });
}

/** The number that `calling` calls, as a leg of its owner. */
export function calledLeg(
  calling: Leg,
  { account, owned }: NonNullable<ReturnType<typeof findNumber>>,
): FarEnd {
  let called: Leg | undefined;
  return {
    script: scriptOf(owned.number),
    ring(settle) {
      called = receiveCall(calling, { account, owned, connect: () => callingLeg(calling, settle) });
      return undefined;
    },
    hear: (sound) => (called ? soundAt(called, sound) : NO_SOUND),
    hearKey: (key) => void called?.onKey(key),
    ask: () => {},
    joined: () => {},
    answer: () => {},
    end: () => {
      if (called) endLeg(called, called.isAnswered ? 'completed' : 'no-answer', { by: 'far' });
    },
  };
}

/** The leg that calls, as the called one sees it. */
function callingLeg(calling: Leg, settle: (outcome: CallOutcome) => void): FarEnd {
  let isSettled = false;
  const settleOnce = (outcome: CallOutcome) => {
    if (!isSettled) settle(outcome);
    isSettled = true;
  };
  return {
    script: scriptOf(calling.call.from),
    ring: () => undefined,
    hear: (sound) => soundAt(calling, sound),
    hearKey: (key) => void calling.onKey(key),
    ask: () => {},
    joined: () => {},
    answer: () => settleOnce({ status: 'answered', afterMs: 0 }),
    end: (_by, status) => {
      if (isSettled) endLeg(calling, 'completed', { by: 'far', sipCode: 200 });
      else settleOnce(refusal(status));
    },
  };
}

/** What the caller gets of a call that its callee ended before it was answered. */
function refusal(status: CallStatus): CallOutcome {
  if (status === 'busy') return { status, sipCode: 486, afterMs: 0 };
  if (status === 'failed') return { status, sipCode: 404, afterMs: 0 };
  return { status: 'no-answer', sipCode: 480, afterMs: 0 };
}

// The far end of a call to what the simulator has none of: clients and SIP endpoints.

import { type CallOutcome, completeScript } from '../phones.ts';
import { type FarEnd, NO_SOUND } from './line.ts';

/** Like a client that is not registered: nobody answers. */
export const NO_CLIENT: CallOutcome = { status: 'no-answer', sipCode: 480, afterMs: 0 };
export const NO_SIP_ENDPOINT: CallOutcome = { status: 'failed', sipCode: 404, afterMs: 0 };

/** What becomes of a call to something that is no number; undefined for a number. */
export function outcomeOf(to: string): CallOutcome | undefined {
  if (to.startsWith('client:')) return NO_CLIENT;
  return /^sips?:/i.test(to) ? NO_SIP_ENDPOINT : undefined;
}

export function nobody(to: string, outcome: CallOutcome): FarEnd {
  return {
    script: completeScript({ number: to }),
    ring: () => outcome,
    hear: () => NO_SOUND,
    hearKey: () => {},
    ask: () => {},
    joined: () => {},
    answer: () => {},
    end: () => {},
  };
}

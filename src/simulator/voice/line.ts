// What joins the two ends of a line, and who may listen to it.

import type { CallStatus } from '../call.ts';
import type { PhoneCall } from '../journal.ts';
import type { EndSound, PhoneOnCall, Sound } from '../phone-on-call.ts';
import type { CallOutcome } from '../phones.ts';
import type { Leg } from './leg.ts';

/**
 * The other end of a leg's line, as the leg sees it: a phone, or a leg of whoever owns the number. A phone knows at
 * once what will become of its ringing; a leg tells the caller later, by `settle` of the calling leg's end.
 */
export interface FarEnd
  extends Pick<PhoneOnCall, 'hear' | 'hearKey' | 'ask' | 'joined' | 'answer' | 'script'>,
    Partial<Pick<PhoneOnCall, 'miss'>> {
  /** Undefined: it will tell when it knows. */
  ring(settle: (outcome: CallOutcome) => void): CallOutcome | undefined;
  /** The call is over, with this status of the leg that says so. */
  end(by: PhoneCall['endedBy'], status: CallStatus): void;
}

/** A verb that takes keys, or words. */
export interface Listener {
  readonly onKey?: (key: string) => void;
  readonly onSound?: (sound: Sound) => EndSound;
  /** What has begun to sound before it listened, and the rest of it; as any other sound when left out. */
  readonly onSoundUnderWay?: (rest: Sound) => EndSound;
}

/** What two or more legs are joined by: hears the far end of each and passes it on to the others. */
export interface Mixer {
  onSound(from: Leg, sound: Sound): EndSound;
  onKey(from: Leg, key: string): void;
}

/** A recorder on a leg's line: `inbound` is what Twilio hears of the far end, `outbound` what that hears of Twilio. */
export interface Tap {
  onSound(track: 'inbound' | 'outbound', sound: Sound): EndSound;
  /** The leg has ended. */
  end(): void;
}

export const NO_SOUND: EndSound = () => {};

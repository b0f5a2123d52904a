// What a simulator is started with.

import type { Clock } from '../core/clock.ts';
import type { VirtualTime } from './clock.ts';
import type { FaultSpec } from './faults.ts';
import type { PhoneScript } from './phones.ts';

export interface SimulatorOptions {
  /** Real time: virtual time runs on top of it, and delays and webhook timeouts are counted in it. */
  readonly clock: Clock;
  /** The same seed gives the same credentials, SIDs and faults. */
  readonly seed: number;
  /** 0, the default, takes a free one. Always on 127.0.0.1. */
  readonly port?: number | undefined;
  /** Calls a second; 0, the default, is unlimited. */
  readonly cps?: number | undefined;
  /** Message segments a second for each sender; 0, the default, is unlimited. */
  readonly mps?: number | undefined;
  /** How often answering-machine detection is wrong, from 0, the default, to 1. */
  readonly amdErrorRate?: number | undefined;
  /** REST requests of an account at once, beyond which they are refused with a 429; 0, the default, is unlimited. */
  readonly maxConcurrent?: number | undefined;
  readonly faults?: readonly FaultSpec[] | undefined;
  readonly phones?: readonly PhoneScript[] | undefined;
  /** Opened at start, written as things change and at stop; all is in memory when left out. */
  readonly stateFile?: string | undefined;
  /** Real time when left out. */
  readonly virtualTime?: VirtualTime | undefined;
  /** Drawn from the seed when left out. With a state file that exists, what it holds counts. */
  readonly accountSid?: string | undefined;
  readonly authToken?: string | undefined;
  /** The account's own numbers, E.164. */
  readonly numbers?: readonly string[] | undefined;
  /** How many accounts there are besides the first; none when left out. */
  readonly accounts?: number | undefined;
  /** They are trial accounts. */
  readonly trial?: boolean | undefined;
}

/** Twilio's magic sender, and one of the numbers set aside for fiction (555-0100 to 0199). */
export const DEFAULT_NUMBERS: readonly string[] = ['+15005550006', '+12025550142'];

/** A trial account has one number at most. */
export const TRIAL_NUMBERS: readonly string[] = ['+12025550142'];

// What every generator of a past is given, and what it makes.

import type { Random } from '../../core/clock.ts';
import type { Charge } from '../usage.ts';
import type { Recipient } from './people.ts';
import type { Period } from './rhythm.ts';

export interface Stage {
  readonly accountSid: string;
  readonly people: readonly Recipient[];
  readonly period: Period;
  readonly random: Random;
  readonly sids: Random;
}

export interface PastRow<Row> {
  readonly row: Row;
  /** What it cost, if anything. */
  readonly charges: readonly Charge[];
}

/** A past lies before the first row there is: room for the ten million that a plan may ask for. */
export const FIRST_SEQ = -10_000_000;

/** Everything begins early enough to be over before the period is. */
export const LONGEST_MS = 20 * 60_000;

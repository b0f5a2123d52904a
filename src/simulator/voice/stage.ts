// What may be run where: a call's own documents, a whisper, the documents of those who wait.

import type { TwimlSource } from '../call.ts';
import type { Pairs } from '../webhook.ts';
import type { Leg } from './leg.ts';

/** What to run next. */
export interface Script {
  readonly source: TwimlSource;
  /** Sent along, beside what every request about the call carries. */
  readonly extra?: Pairs | undefined;
  /** The call's fallback: has no fallback of its own. */
  readonly isFallback?: boolean;
}

/** How a run of documents ended: it ran out of verbs, it asked for the end of the call, or to leave its queue. */
export type Ending = 'end' | 'hang-up' | 'leave';

export interface Stage {
  /** The verbs that have a place here; undefined is all of them. */
  readonly verbs: ReadonlySet<string> | undefined;
  /** Twilio's code for any other. */
  readonly refusal: number;
  /** On a leg of a Dial that is not bridged yet: another Dial there is an error, and ends the document. */
  readonly isDialled?: boolean;
  /** A failed document is replaced by the fallback or the apology, or it fails the verb that asked for it. */
  readonly onFailure: 'recover' | 'throw';
}

/** The documents of the call itself. */
export const CALL_STAGE: Stage = { verbs: undefined, refusal: 12200, onFailure: 'recover' };

/** What a dialled number is told before the bridge. */
export const WHISPER_STAGE: Stage = {
  isDialled: true,
  verbs: new Set(['Say', 'Play', 'Pause', 'Gather', 'Hangup', 'Redirect']),
  refusal: 12200,
  onFailure: 'recover',
};

/** Of a conference that has not begun, of a participant on hold, of an announcement. */
export const CONFERENCE_STAGE: Stage = {
  verbs: new Set(['Say', 'Play', 'Pause', 'Redirect']),
  refusal: 13238,
  onFailure: 'throw',
};

export const QUEUE_STAGE: Stage = {
  verbs: new Set(['Say', 'Play', 'Pause', 'Hangup', 'Redirect', 'Leave', 'Gather']),
  refusal: 12200,
  onFailure: 'throw',
};

/** What a waiting caller is told before the bridge. */
export const DEQUEUE_STAGE: Stage = {
  isDialled: true,
  verbs: new Set(['Say', 'Play', 'Pause', 'Redirect']),
  refusal: 12200,
  onFailure: 'throw',
};

/** Runs TwiML on a leg. One for all, handed from leg to leg: verbs make legs, and legs run verbs. */
export interface Runner {
  /** Runs documents until one ends the run. Throws CallOver, Redirected, and TwimlFailure where the stage says so. */
  run(leg: Leg, first: Script, stage: Stage): Promise<Ending>;
  /** Does `first`, then whatever documents the REST API puts in its place. Throws CallOver. */
  converse(leg: Leg, first: () => Promise<unknown>): Promise<void>;
}

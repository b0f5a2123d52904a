// The calls of a past: reminders by voice, people who call in, and some who are put through.

import type { Random } from '../../core/clock.ts';
import { billOfCall } from '../billing.ts';
import type { Call, CallDirection, CallStatus } from '../call.ts';
import type { Notification } from '../notification.ts';
import { newSid } from '../random.ts';
import { between, draw, pick, type Weighted } from './chance.ts';
import { FIRST_SEQ, LONGEST_MS, type PastRow, type Stage } from './past-row.ts';
import { instants } from './rhythm.ts';

export interface CallStage extends Stage {
  /** The account's numbers by what they are. */
  readonly numberSids: ReadonlyMap<string, string>;
}

/** The application that the calls of a past had. */
const APPLICATION_URL = 'http://127.0.0.1:3000/voice';

const DIRECTIONS: Weighted<CallDirection> = [
  [76, 'outbound-api'],
  [24, 'inbound'],
];
/** Of those who call in, so many are put through to somebody. */
const PUT_THROUGH = 0.25;
/** An application that did not answer: the call heard an apology, and Twilio's debugger has an error. */
const APPLICATION_FAILED = 0.004;

interface End {
  readonly status: CallStatus;
  readonly answeredBy: string | null;
  /** Seconds of talk, or null when there was none. */
  readonly seconds: readonly [number, number] | null;
  /** How long it rang. */
  readonly ringMs: readonly [number, number];
}

const RINGS = [2_000, 24_000] as const;
const OUTBOUND_ENDS: Weighted<End> = [
  [42, { status: 'completed', answeredBy: 'human', seconds: [8, 70], ringMs: RINGS }],
  [26, { status: 'completed', answeredBy: 'machine_end_beep', seconds: [18, 45], ringMs: [20_000, 26_000] }],
  [5, { status: 'completed', answeredBy: 'machine_start', seconds: [5, 30], ringMs: [20_000, 26_000] }],
  [3, { status: 'completed', answeredBy: 'unknown', seconds: [1, 30], ringMs: RINGS }],
  [13, { status: 'no-answer', answeredBy: null, seconds: null, ringMs: [60_000, 65_000] }],
  [6, { status: 'busy', answeredBy: null, seconds: null, ringMs: [300, 3_000] }],
  [4, { status: 'failed', answeredBy: null, seconds: null, ringMs: [100, 1_500] }],
  [1, { status: 'canceled', answeredBy: null, seconds: null, ringMs: [1_000, 20_000] }],
];
const INBOUND_END: End = { status: 'completed', answeredBy: null, seconds: [6, 540], ringMs: [0, 300] };
const CHILD_ENDS: Weighted<End> = [
  [80, { status: 'completed', answeredBy: null, seconds: [10, 400], ringMs: RINGS }],
  [15, { status: 'no-answer', answeredBy: null, seconds: null, ringMs: [30_000, 35_000] }],
  [5, { status: 'busy', answeredBy: null, seconds: null, ringMs: [300, 3_000] }],
];

/** Exactly `count`, oldest first; `onFailure` is told of what the debugger would have shown. */
export function* callRows(
  stage: CallStage,
  { count, onFailure }: { readonly count: number; readonly onFailure: (call: Call) => void },
): Generator<PastRow<Call>> {
  const { random, period } = stage;
  const span = { from: period.from, until: period.until - LONGEST_MS };
  let parent: Call | undefined;
  let seq = FIRST_SEQ;
  for (const at of instants(random, span, count)) {
    const made = parent === undefined ? fresh(stage, { seq, at }) : child(stage, { seq, at }, parent);
    parent = made.row.direction === 'inbound' && random.next() < PUT_THROUGH ? made.row : undefined;
    if (made.row.durationSeconds !== null && random.next() < APPLICATION_FAILED) onFailure(made.row);
    yield made;
    seq += 1;
  }
}

interface Slot {
  readonly seq: number;
  readonly at: number;
}

function fresh(stage: CallStage, slot: Slot): PastRow<Call> {
  const { random, people } = stage;
  const person = pick(random, people);
  const direction = draw(random, DIRECTIONS);
  if (direction === 'inbound') {
    const parties = { from: person.number, to: person.sender, direction, parentCallSid: null };
    return finish(random, { ...blank(stage, slot, person.sender), ...parties }, INBOUND_END);
  }
  const parties = { from: person.sender, to: person.number, direction, parentCallSid: null };
  // At one call a second, those of the Monday peak wait for their turn.
  const waitMs = random.next() < 0.15 ? between(random, [0, 90_000], 3) : 0;
  const call = { ...blank(stage, slot, person.sender), ...parties, dialAt: slot.at + waitMs };
  return finish(random, call, draw(random, OUTBOUND_ENDS));
}

/** Somebody of the office answers a call that came in. */
function child(stage: CallStage, slot: Slot, parent: Call): PastRow<Call> {
  const parties = {
    from: parent.from,
    to: pick(stage.random, stage.people).number,
    direction: 'outbound-dial' as const,
    parentCallSid: parent.sid,
  };
  return finish(
    stage.random,
    { ...blank(stage, slot, parent.to), ...parties },
    draw(stage.random, CHILD_ENDS),
  );
}

function finish(random: Random, call: Call, end: End): PastRow<Call> {
  const startedAt = call.dialAt + between(random, end.ringMs);
  const seconds = end.seconds === null ? null : between(random, end.seconds, 2);
  const endedAt = startedAt + (seconds ?? 0) * 1000;
  const row: Call = {
    ...call,
    status: end.status,
    answeredBy: end.answeredBy,
    updatedAt: endedAt,
    startedAt,
    endedAt,
    durationSeconds: seconds,
  };
  const charges = billOfCall(row, { isDetected: end.answeredBy !== null }).map((charge) => ({
    ...charge,
    at: endedAt,
  }));
  return { row: { ...row, priceMicros: charges[0]?.micros ?? null }, charges };
}

/** A row at its beginning, in the order of keys that live rows have. */
function blank({ sids, accountSid, numberSids }: CallStage, { seq, at }: Slot, own: string): Call {
  return {
    seq,
    sid: newSid(sids, 'CA'),
    accountSid,
    from: '',
    to: '',
    phoneNumberSid: numberSids.get(own) ?? '',
    direction: 'outbound-api',
    parentCallSid: null,
    status: 'queued',
    createdAt: at,
    updatedAt: at,
    dialAt: at,
    startedAt: null,
    endedAt: null,
    durationSeconds: null,
    priceMicros: null,
    answeredBy: null,
    sequence: 0,
    plan: null,
  };
}

/** What the debugger said of a call whose application gave no document. */
export function failureOf(
  call: Call,
  { seq, sid }: { readonly seq: number; readonly sid: string },
): Notification {
  return {
    seq,
    sid,
    accountSid: call.accountSid,
    callSid: call.sid,
    resourceSid: call.sid,
    level: 'error',
    code: 11200,
    message: `Got HTTP 502 response to ${APPLICATION_URL}`,
    at: call.startedAt ?? call.createdAt,
    requestUrl: APPLICATION_URL,
    requestMethod: 'POST',
    requestVariables: '',
    responseBody: '',
    responseHeaders: '',
  };
}

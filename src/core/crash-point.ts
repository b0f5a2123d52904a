// Crash points: labelled moments between two durable steps, where a test on the simulator may kill this very process.

/**
 * In the order in which a reminder meets them. `before-commit` is inside a transaction that is lost with the process,
 * `committed` right after it; what stands between two of the same subject is inside the transaction too.
 */
export const CRASH_POINTS = [
  'claim:begun',
  'reserve:guards-passed',
  'reserve:intent-written',
  'claim:taken',
  'claim:before-commit',
  'claim:committed',
  'request:begun',
  'request:before-wire',
  'request:on-wire',
  'request:answered',
  'outcome:begun',
  'outcome:intent-settled',
  'outcome:reminder-landed',
  'outcome:row-kept',
  'outcome:before-commit',
  'outcome:committed',
  'receipt:answered',
  'receipt:written',
  'receipt:committed',
  'recover:intent-settled',
  'recover:reminder-landed',
  'recover:before-commit',
  'recover:committed',
  'recurrence:made',
  'recurrence:advanced',
  'recurrence:before-commit',
  'recurrence:committed',
  'reconcile:looks-taken',
  'reconcile:answered',
  'reconcile:look-counted',
  'reconcile:before-commit',
  'reconcile:committed',
  'reconcile:put-off',
  'import:opened',
  'import:staged',
  'import:before-release',
  'import:released',
  'import:row-applied',
  'import:chunk-applied',
  'import:closed',
  'restore:proved',
  'restore:audio-written',
  'restore:held-back',
  'restore:log-folded',
  'restore:old-kept',
  'restore:log-moved',
  'restore:exchanged',
  'restore:secrets-written',
  'restore:settings-written',
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];

let strike: ((point: CrashPoint) => void) | undefined;

/** From here on `strike` is called at each point. Never in a process that may reach the real Twilio. */
export function armCrashPoints(onPoint: (point: CrashPoint) => void): void {
  strike = onPoint;
}

/** Nothing at all unless armed. */
export function crashPoint(point: CrashPoint): void {
  strike?.(point);
}

export interface CrashOrder {
  readonly point: CrashPoint;
  /** The how manieth time that the process comes by, from 1. */
  readonly nth: number;
  /** Killed, or frozen until somebody sends SIGCONT. */
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

/** Reads `POINT[#N][=STOP]`. Undefined for anything else. */
export function parseCrashOrder(text: string): CrashOrder | undefined {
  const [, name, nth = '1', stop] = /^([a-z:-]+)(?:#([1-9]\d*))?(=STOP)?$/.exec(text) ?? [];
  const point = CRASH_POINTS.find((each) => each === name);
  return point && { point, nth: Number(nth), signal: stop ? 'SIGSTOP' : 'SIGKILL' };
}

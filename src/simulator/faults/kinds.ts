// Every kind of fault: what it strikes when nobody says otherwise, and the one number it may take.

/** What a client does with a REST resource, or `requests` for any of it. */
export const ACTIONS = ['creates', 'lists', 'fetches', 'updates', 'deletes', 'requests'] as const;
export type Action = (typeof ACTIONS)[number];

/** What Twilio asks of the application: `webhooks` is both. */
export const OUTGOING = ['callbacks', 'twiml', 'webhooks'] as const;
export type Outgoing = (typeof OUTGOING)[number];

export interface FaultKind {
  /** When nobody says otherwise. */
  readonly strikes: Action | Outgoing;
  readonly canStrike: readonly (Action | Outgoing)[];
  /** The number after the colon: needed, possible, or none. */
  readonly ms?: 'needed' | 'possible';
  readonly seconds?: 'possible';
}

/**
 * - `drop-reply`: accepted, then the connection is cut
 * - `error-after-accept`: accepted, answered with a 500
 * - `malformed`: accepted, answered with broken JSON
 * - `slow-body`: accepted; status and headers at once, the body within so many real milliseconds
 * - `delay`: answered late, in real time
 * - `error-before`: a 500, not accepted
 * - `error-503`: a 503, not accepted; with Retry-After when seconds are given
 * - `rate-limit`: a 429, not accepted; with Retry-After when seconds are given
 * - `refuse-connection`: not accepted, the connection is reset; with milliseconds, the port is closed for so long
 * - `list-lag`: rows younger than so many virtual milliseconds are not in the list
 * - `lose-callback`: never sent
 * - `duplicate-callback`: sent twice
 * - `reorder-callbacks`: sent after the next one of its message or call
 * - `delay-callback`: sent so many virtual milliseconds later
 * - `wrong-signature`: signed with another token
 */
export const FAULT_KINDS = {
  'drop-reply': ofRequests({}),
  'error-after-accept': ofRequests({}),
  malformed: ofRequests({}),
  'slow-body': ofRequests({ ms: 'needed' }),
  delay: ofRequests({ ms: 'needed' }),
  'error-before': ofRequests({}),
  'error-503': ofRequests({ seconds: 'possible' }),
  'rate-limit': ofRequests({ seconds: 'possible' }),
  'refuse-connection': ofRequests({ ms: 'possible' }),
  'list-lag': { strikes: 'lists', canStrike: ['lists'], ms: 'needed' },
  'lose-callback': ofCallbacks({}),
  'duplicate-callback': ofCallbacks({}),
  'reorder-callbacks': ofCallbacks({}),
  'delay-callback': ofCallbacks({ ms: 'needed' }),
  'wrong-signature': { strikes: 'webhooks', canStrike: OUTGOING },
} as const satisfies Readonly<Record<string, FaultKind>>;

type Argument = Pick<FaultKind, 'ms' | 'seconds'>;

function ofRequests(argument: Argument): FaultKind {
  return { strikes: 'creates', canStrike: ACTIONS, ...argument };
}

function ofCallbacks(argument: Argument): FaultKind {
  return { strikes: 'callbacks', canStrike: ['callbacks'], ...argument };
}

export type FaultName = keyof typeof FAULT_KINDS;
export const FAULT_NAMES = Object.keys(FAULT_KINDS) as readonly FaultName[];

export function kindOf(name: FaultName): FaultKind {
  return FAULT_KINDS[name];
}

export function isFaultName(name: unknown): name is FaultName {
  return typeof name === 'string' && Object.hasOwn(FAULT_KINDS, name);
}

export function isAction(what: string): what is Action {
  return (ACTIONS as readonly string[]).includes(what);
}

/** True for a fault of a REST request, false for one of what Twilio sends. */
export function strikesRequests(name: FaultName): boolean {
  return isAction(kindOf(name).strikes);
}

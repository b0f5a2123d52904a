// The virtual phones: what each one does when it is called or texted.

export const PHONE_KINDS = [
  'person',
  'voicemail',
  'busy',
  'no-answer',
  'unreachable',
  'not-in-service',
  'landline',
  'filtered',
] as const;
export type PhoneKind = (typeof PHONE_KINDS)[number];

/** Keys pressed in one go: at an instant after answering, or some time after the next question was asked. */
export type Press =
  | { readonly digits: string; readonly atMs: number }
  | { readonly digits: string; readonly afterAskedMs: number };

export interface PhoneScript {
  /** E.164 */
  readonly number: string;
  readonly name: string | null;
  readonly kind: PhoneKind;
  readonly answerAfterMs: number;
  readonly presses: readonly Press[];
  /** After answering; null listens to the end. */
  readonly hangsUpAfterMs: number | null;
  /** Voicemail: how long its greeting takes, before the beep. */
  readonly greetingMs: number;
  /** Voicemail: how much it records after the beep before it hangs up. */
  readonly recordsMs: number;
}

/** North American ringing: 2 s of tone, 4 s of silence. */
export const RING_MS = 6_000;
/** How long people take to press a key once they were asked to. */
export const REACTION_MS = 1_000;

const DEFAULTS = {
  name: null,
  kind: 'person',
  // Quick, since a phone nobody scripted is in nobody's way.
  answerAfterMs: 1_000,
  presses: [],
  hangsUpAfterMs: null,
  greetingMs: 6_000,
  recordsMs: 120_000,
} as const;

// Voicemail takes over after about four rings.
const VOICEMAIL_AFTER_MS = 4 * RING_MS;

/** A script with everything left out filled in. */
export function completeScript(script: Partial<PhoneScript> & { readonly number: string }): PhoneScript {
  const answerAfterMs = script.kind === 'voicemail' ? VOICEMAIL_AFTER_MS : DEFAULTS.answerAfterMs;
  return { ...DEFAULTS, answerAfterMs, ...script };
}

/** What becomes of a text to this phone; null when it is delivered. */
export function textError(kind: PhoneKind): { readonly code: number; readonly message: string } | null {
  switch (kind) {
    case 'unreachable':
      return { code: 30003, message: 'Unreachable destination handset' };
    case 'not-in-service':
      return { code: 30005, message: 'Unknown destination handset' };
    case 'landline':
      return { code: 30006, message: 'Landline or unreachable carrier' };
    case 'filtered':
      return { code: 30007, message: 'Message filtered' };
    default:
      return null;
  }
}

export type CallOutcome =
  | { readonly status: 'answered'; readonly afterMs: number }
  | { readonly status: 'busy' | 'no-answer' | 'failed'; readonly sipCode: number; readonly afterMs: number };

/** What becomes of a call to this phone, ring timeout aside. */
export function callOutcome(script: PhoneScript): CallOutcome {
  switch (script.kind) {
    case 'busy':
      return { status: 'busy', sipCode: 486, afterMs: 1_000 };
    case 'no-answer':
      return { status: 'no-answer', sipCode: 487, afterMs: Number.POSITIVE_INFINITY };
    case 'unreachable':
      return { status: 'no-answer', sipCode: 480, afterMs: 2_000 };
    case 'not-in-service':
      return { status: 'failed', sipCode: 404, afterMs: 1_000 };
    default:
      return { status: 'answered', afterMs: script.answerAfterMs };
  }
}

/** All phones in the world. Every number has one: without a script, a person who answers and listens. */
export class Phones {
  readonly #scripts = new Map<string, PhoneScript>();

  constructor(scripts: readonly PhoneScript[]) {
    this.put(scripts);
  }

  /** Adds scripts, replacing those of the same number. */
  put(scripts: readonly PhoneScript[]): void {
    for (const script of scripts) this.#scripts.set(script.number, script);
  }

  get(number: string): PhoneScript {
    return this.#scripts.get(number) ?? completeScript({ number });
  }

  all(): readonly PhoneScript[] {
    return [...this.#scripts.values()];
  }
}

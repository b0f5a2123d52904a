// The virtual phones: what each one does when it is called or texted.

import { speechMs } from './pace.ts';

export const PHONE_KINDS = [
  'person',
  'voicemail',
  'busy',
  'no-answer',
  'unreachable',
  'not-in-service',
  'landline',
  'filtered',
  'fax',
] as const;
export type PhoneKind = (typeof PHONE_KINDS)[number];

/**
 * When somebody does something: at an instant after answering, some time after the next question was asked, or some
 * time after these words were heard.
 */
export type Cue =
  | { readonly atMs: number }
  | { readonly afterAskedMs: number }
  | { readonly when: string; readonly afterMs: number };

/** Keys pressed in one go. */
export type Press = Cue & { readonly digits: string };

/** Words, and how long they take. */
export interface Words {
  /** Empty for a sound without words. */
  readonly words: string;
  readonly ms: number;
}

/** Something said; while they speak, people do not hear. */
export type Saying = Cue & Words & { /** Keys pressed when it is said. */ readonly thenKeys: string };

export interface Mailbox {
  readonly greeting: Words;
  /** How long the beep is; 0 for a machine that does not beep. It records from the end of the beep on. */
  readonly beepMs: number;
  /** Keys that cut the greeting short: the beep follows at once. */
  readonly skipKeys: string;
  /** Keys that erase the message, while it is recorded or when the owner listens to it. */
  readonly eraseKeys: string;
  /**
   * What the owner presses when the recorded message says so (“press 5”, or the words of `when`), taking the machine
   * for the application.
   */
  readonly ownerPresses: { readonly digits: string; readonly when: string | null } | null;
  /** From the end of the call until the owner listens. */
  readonly ownerListensAfterMs: number;
  /** How much it records before it hangs up. */
  readonly recordsMs: number;
  /** Of silence while it records, after which it hangs up; null waits for ever. */
  readonly silenceMs: number | null;
  /** Has no room: after the greeting it hangs up. */
  readonly isFull: boolean;
}

export interface PhoneScript {
  /** E.164 */
  readonly number: string;
  readonly name: string | null;
  readonly kind: PhoneKind;
  readonly answerAfterMs: number;
  /** Rejects the call after this long; null answers it. */
  readonly declinesAfterMs: number | null;
  /** What a person says on answering; no length for nothing. */
  readonly hello: Words;
  readonly presses: readonly Press[];
  readonly says: readonly Saying[];
  /** After answering; null listens to the end. */
  readonly hangsUpAfterMs: number | null;
  /** Hangs up when these words were heard. */
  readonly hangsUpWhen: string | null;
  /** Of a voicemail. */
  readonly mailbox: Mailbox;
}

/** North American ringing: 2 s of tone, 4 s of silence. */
export const RING_MS = 6_000;
/** How long people take to do something once they were asked to, or have heard what they waited for. */
export const REACTION_MS = 1_000;

// Voicemail takes over after about four rings.
const VOICEMAIL_AFTER_MS = 4 * RING_MS;
// How long a fax waits for another one to answer its tone (T1 of ITU-T T.30).
const FAX_PATIENCE_MS = 35_000;

const MAILBOX: Mailbox = {
  greeting: { words: 'Please leave a message after the tone.', ms: 6_000 },
  // A choice, at the short end of real ones: as long as the tone that skips the greeting, so that nothing that is
  // said after that tone is lost.
  beepMs: 250,
  // The carriers of the United States skip their greetings at one of these each.
  skipKeys: '1*#',
  // 5 erased the messages of a famous reminder service; 7 is what most carriers use.
  eraseKeys: '57',
  ownerPresses: null,
  ownerListensAfterMs: 30_000,
  recordsMs: 120_000,
  silenceMs: null,
  isFull: false,
};

const FULL_GREETING = 'The mailbox is full and cannot accept any messages at this time. Goodbye.';

/** What a phone does that nobody said anything about. */
export const DEFAULT_SCRIPT: Omit<PhoneScript, 'number'> = {
  name: null,
  kind: 'person',
  // Quick, since a phone nobody scripted is in nobody's way.
  answerAfterMs: 1_000,
  declinesAfterMs: null,
  hello: { words: 'Hello?', ms: 1_000 },
  presses: [],
  says: [],
  hangsUpAfterMs: null,
  hangsUpWhen: null,
  mailbox: MAILBOX,
};

/** A script of which only the number is certain. */
export type PartialScript = Partial<Omit<PhoneScript, 'mailbox'>> & {
  readonly number: string;
  readonly mailbox?: Partial<Mailbox>;
};

/** A script with everything left out filled in. */
export function completeScript(script: PartialScript): PhoneScript {
  return {
    ...DEFAULT_SCRIPT,
    ...(script.kind === 'voicemail' ? { answerAfterMs: VOICEMAIL_AFTER_MS } : {}),
    ...(script.kind === 'fax' ? { hangsUpAfterMs: FAX_PATIENCE_MS } : {}),
    ...script,
    mailbox: {
      ...MAILBOX,
      ...(script.mailbox?.isFull ? { greeting: { words: FULL_GREETING, ms: speechMs(FULL_GREETING) } } : {}),
      ...script.mailbox,
    },
  };
}

/** What becomes of a text to this phone; null when it is delivered. */
export function textError(kind: PhoneKind): { readonly code: number; readonly message: string } | null {
  switch (kind) {
    case 'unreachable':
      return { code: 30003, message: 'Unreachable destination handset' };
    case 'not-in-service':
      return { code: 30005, message: 'Unknown destination handset' };
    case 'landline':
    case 'fax':
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
  if (script.declinesAfterMs !== null) {
    // What a handset sends that declines (RFC 3261, 21.6.2).
    return { status: 'busy', sipCode: 603, afterMs: script.declinesAfterMs };
  }
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

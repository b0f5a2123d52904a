// What happened, as it was seen from outside: each phone's transcript, and the stream of events.

import type { Cancel, Clock } from '../core/clock.ts';
import type { Deafness } from './hearing.ts';
import type { PhoneKind } from './phones.ts';

/** A text that reached a phone. */
export interface ReceivedText {
  readonly at: number;
  readonly sid: string;
  readonly from: string;
  readonly body: string;
}

/** Something said or played to a phone. */
export interface Utterance {
  readonly at: number;
  readonly until: number;
  /**
   * `speech` is what a phone at the other end says; `digits` are keys played or pressed. `ring`, `music` and `beep` are
   * Twilio's own sounds. `joined` is no sound: its text is the numbers that the phone talks to from there on.
   */
  readonly verb: 'say' | 'play' | 'pause' | 'digits' | 'speech' | 'ring' | 'music' | 'beep' | 'joined';
  readonly text: string;
  /** How long the whole of it takes. */
  readonly ms: number;
  /** The part of `text` that somebody, or a recording, heard. */
  readonly heard: string;
  /** How much of it that is, from 0 to 1. */
  readonly heardFraction: number;
  /** A key press, a hang-up or a redirect ended it early. */
  readonly cut: boolean;
}

export interface PressedKeys {
  readonly at: number;
  readonly digits: string;
  /** False when nothing was asking at the time. */
  readonly taken: boolean;
}

/** Something the phone says: a person's words, or a machine's. */
export interface SpokenWords {
  readonly at: number;
  readonly ms: number;
  /** Empty for a sound without words. */
  readonly words: string;
  /** False when nothing was listening. */
  readonly taken: boolean;
}

/** A key that an answering machine heard: played or pressed by the caller, or pressed by its owner later. */
export interface MachineKey {
  readonly at: number;
  readonly key: string;
  readonly by: 'caller' | 'owner';
  /** It skips the greeting, or erases the message; most do nothing. */
  readonly does: 'skip' | 'erase' | 'nothing';
}

/** Something that was still to be said when the call ended. */
export type MissedSound = Pick<Utterance, 'verb' | 'text' | 'ms'>;

/** A call as one of its phones lived it. */
export interface PhoneCall {
  readonly sid: string;
  /** Whether this phone was called, or called. */
  readonly side: 'callee' | 'caller';
  readonly kind: PhoneKind;
  readonly from: string;
  readonly to: string;
  /** When it rang; for a caller, when it dialled. */
  rangAt: number;
  answeredAt: number | null;
  /** Voicemail: when it beeped, and from when on it records; null without, or when the record was erased. */
  beepAt: number | null;
  recordedFrom: number | null;
  readonly heard: Utterance[];
  readonly missed: MissedSound[];
  readonly pressed: PressedKeys[];
  readonly said: SpokenWords[];
  /** When it could not hear, and why. */
  readonly deaf: Deafness[];
  readonly machineKeys: MachineKey[];
  endedAt: number | null;
  endedBy: 'caller' | 'callee' | null;
}

export interface Transcript {
  readonly number: string;
  readonly name: string | null;
  readonly texts: ReceivedText[];
  readonly calls: PhoneCall[];
}

/** One line of the event stream; `at` is virtual. */
export type SimEvent = { readonly at: number } & (
  | {
      readonly event: 'message';
      readonly sid: string;
      readonly from: string | null;
      readonly to: string;
      readonly status: string;
      readonly errorCode: number | null;
    }
  | {
      readonly event: 'text';
      readonly sid: string;
      readonly from: string;
      readonly to: string;
      readonly body: string;
    }
  | {
      readonly event: 'call';
      readonly sid: string;
      readonly from: string;
      readonly to: string;
      readonly status: string;
    }
  | { readonly event: 'beep'; readonly sid: string; readonly to: string }
  | {
      /** What a Twimlet would have sent by mail; the simulator sends none. */
      readonly event: 'email';
      readonly from: string;
      readonly to: string;
      readonly subject: string;
      readonly text: string;
    }
  | ({ readonly event: 'heard'; readonly sid: string; readonly to: string } & Utterance)
  | ({ readonly event: 'pressed'; readonly sid: string; readonly to: string } & PressedKeys)
  | ({ readonly event: 'said'; readonly sid: string; readonly to: string } & SpokenWords)
  | ({ readonly event: 'machine-key'; readonly sid: string; readonly to: string } & MachineKey)
  | { readonly event: 'hung-up'; readonly sid: string; readonly to: string; readonly by: 'caller' | 'callee' }
  | {
      readonly event: 'notification';
      readonly callSid: string | null;
      readonly level: 'error' | 'warning';
      readonly code: number;
      readonly message: string;
    }
);

/** Leaves `at` to the journal. */
type Unstamped<T> = T extends { readonly at: number } ? Omit<T, 'at'> & { readonly at?: number } : never;

export class Journal {
  readonly #clock: Clock;
  readonly #nameOf: (number: string) => string | null;
  readonly #transcripts = new Map<string, Transcript>();
  readonly #listeners = new Set<(event: SimEvent) => void>();
  /** Numbers whose transcripts somebody has got hold of since they were last taken. */
  readonly #touched = new Set<string>();

  constructor(clock: Clock, nameOf: (number: string) => string | null) {
    this.#clock = clock;
    this.#nameOf = nameOf;
  }

  /** Tells the listeners, if there are any: with none an event costs nothing. */
  emit(event: Unstamped<SimEvent>): void {
    if (this.#listeners.size === 0) return;
    const stamped = { at: this.#clock.now(), ...event } as SimEvent;
    for (const listener of this.#listeners) listener(stamped);
  }

  onEvent(listener: (event: SimEvent) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The transcript of a phone, made at first use, to be added to. */
  of(number: string): Transcript {
    this.#touched.add(number);
    let transcript = this.#transcripts.get(number);
    if (transcript === undefined) {
      transcript = { number, name: this.#nameOf(number), texts: [], calls: [] };
      this.#transcripts.set(number, transcript);
    }
    return transcript;
  }

  /** Only of phones that something reached, in the order it first did. */
  transcripts(number?: string): readonly Transcript[] {
    if (number === undefined) return [...this.#transcripts.values()];
    const one = this.#transcripts.get(number);
    return one ? [one] : [];
  }

  /** Those that may have changed since this was last asked; a call under way may go on to change its own. */
  takeChanged(): readonly Transcript[] {
    const changed = [...this.#touched].flatMap((number) => this.transcripts(number));
    this.#touched.clear();
    for (const { number, calls } of changed) {
      if (calls.some(({ endedAt }) => endedAt === null)) this.#touched.add(number);
    }
    return changed;
  }

  restore(transcripts: readonly Transcript[]): void {
    for (const transcript of transcripts) this.#transcripts.set(transcript.number, transcript);
  }
}

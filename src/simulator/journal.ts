// What happened, as it was seen from outside: each phone's transcript, and the stream of events.

import type { Cancel, Clock } from '../core/clock.ts';

/** A text that reached a phone. */
export interface ReceivedText {
  readonly at: number;
  readonly sid: string;
  readonly from: string;
  readonly body: string;
}

/** Something said or played to a phone. `heard` is the part of `text` that somebody, or a recording, heard. */
export interface Utterance {
  readonly at: number;
  readonly until: number;
  /** `speech` is what a phone at the other end says. */
  readonly verb: 'say' | 'play' | 'pause' | 'digits' | 'speech';
  readonly text: string;
  readonly heard: string;
  /** A key press, a hang-up or a redirect ended it early. */
  readonly cut: boolean;
}

export interface PressedKeys {
  readonly at: number;
  readonly digits: string;
  /** False when nothing was asking at the time. */
  readonly taken: boolean;
}

/** A call as one of its phones lived it. */
export interface PhoneCall {
  readonly sid: string;
  /** Whether this phone was called, or called. */
  readonly side: 'callee' | 'caller';
  readonly from: string;
  readonly to: string;
  /** When it rang; for a caller, when it dialled. */
  readonly rangAt: number;
  answeredAt: number | null;
  /** Voicemail: when the recording began. */
  beepAt: number | null;
  readonly heard: Utterance[];
  readonly pressed: PressedKeys[];
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

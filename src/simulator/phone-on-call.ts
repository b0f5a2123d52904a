// A virtual phone on a line, at either end of a call: answers, hears, presses keys, speaks and hangs up.

import type { Cancel } from '../core/clock.ts';
import type { PhoneCall, Utterance } from './journal.ts';
import { type CallOutcome, callOutcome, type PhoneScript, REACTION_MS } from './phones.ts';
import type { World } from './world.ts';

/** What the phone does to the line it is on. Whoever holds the other end hears of it at once. */
export interface PhoneLine {
  /** A key was pressed. True when something was listening for keys. */
  onKey(key: string): boolean;
  /** It begins to speak. True when something was listening for words. */
  onSpeech(speech: Speech): boolean;
  /** It hangs up; the line then tells it so by `end`, as it does whenever the call ends. */
  onHangUp(): void;
}

/** A voice from the phone, told of as it begins; it lasts `ms`, unless the call ends before. */
export interface Speech {
  /** Empty for a sound without words. */
  readonly text: string;
  readonly ms: number;
}

/** Something that begins to sound on the line. */
export interface Sound {
  readonly verb: Utterance['verb'];
  readonly text: string;
  /** How long the whole of it takes. */
  readonly ms: number;
}

/** To be called when the sound ends, `cut` before its end or not. Calling it again does nothing. */
export type EndSound = (end: { readonly cut: boolean }) => void;

/** Which phone, on which call. */
export interface PhonePlace {
  readonly world: Pick<World, 'clock' | 'journal' | 'phones'>;
  /** The call's SID: that of its own leg. */
  readonly sid: string;
  readonly side: PhoneCall['side'];
  /** Its own number. */
  readonly number: string;
  /** The number at the other end. */
  readonly peer: string;
}

/** Between the keys of one number typed in. */
const BETWEEN_KEYS_MS = 250;

export class PhoneOnCall {
  readonly script: PhoneScript;
  readonly #place: PhonePlace;
  readonly #line: PhoneLine;
  readonly #timers: Cancel[] = [];
  readonly #sounds = new Set<EndSound>();
  #story: PhoneCall | undefined;
  #asked = 0;

  constructor(place: PhonePlace, line: PhoneLine) {
    this.#place = place;
    this.#line = line;
    this.script = place.world.phones.get(place.number);
  }

  /** It rings: its transcript of the call begins. Tells what will become of that, the caller's patience aside. */
  ring(): CallOutcome {
    this.#begin();
    return callOutcome(this.script);
  }

  /** It calls somebody: its transcript of the call begins. */
  dial(): void {
    this.#begin();
  }

  #begin(): void {
    const { world, sid, side, number, peer } = this.#place;
    this.#story = {
      sid,
      side,
      from: side === 'caller' ? number : peer,
      to: side === 'caller' ? peer : number,
      rangAt: world.clock.now(),
      answeredAt: null,
      beepAt: null,
      heard: [],
      pressed: [],
      endedAt: null,
      endedBy: null,
    };
    world.journal.of(number).calls.push(this.#story);
  }

  /** It answers, or its own call is answered: what it does by the clock begins. */
  answer(): void {
    const { script } = this;
    if (this.#story) this.#story.answeredAt = this.#place.world.clock.now();
    for (const press of script.presses) if ('atMs' in press) this.#type(press.digits, press.atMs);
    if (script.kind === 'voicemail') {
      this.#later(script.greetingMs, () => this.#beep());
      this.#later(script.greetingMs + script.recordsMs, () => this.#line.onHangUp());
    }
    if (script.hangsUpAfterMs !== null) this.#later(script.hangsUpAfterMs, () => this.#line.onHangUp());
  }

  /** Something begins to sound to it: an utterance of its transcript, from here to the call of what is returned. */
  hear({ verb, text, ms }: Sound): EndSound {
    const { clock } = this.#place.world;
    const at = clock.now();
    const end: EndSound = ({ cut }) => {
      if (!this.#sounds.delete(end)) return;
      const until = clock.now();
      const whole = verb !== 'say' && verb !== 'speech';
      const heard = heardPart(text, { at, ms, until, from: this.#hearsFrom(), whole });
      this.#note({ at, until, verb, text, heard, cut });
    };
    this.#sounds.add(end);
    return end;
  }

  /** A key pressed by the phone at the other end; `Play digits` is a sound. */
  hearKey(key: string): void {
    const now = this.#place.world.clock.now();
    this.#note({ at: now, until: now, verb: 'digits', text: key, heard: key, cut: false });
  }

  /**
   * A question was asked, and this is what it takes: the phone's next answer to one, if it has any left, is on its way.
   * Not to be called for a question that has an answer already, because a key cut it off.
   */
  ask(_takes: { readonly keys: boolean; readonly speech: boolean }): void {
    const answers = this.script.presses.filter((press) => 'afterAskedMs' in press);
    const answer = answers[this.#asked];
    this.#asked += 1;
    if (answer) this.#type(answer.digits, answer.afterAskedMs);
  }

  /** The call is over, for this phone at least: it does no more. Ending twice does nothing. */
  end(by: PhoneCall['endedBy']): void {
    for (const cancel of this.#timers.splice(0)) cancel();
    for (const end of this.#sounds) end({ cut: true });
    if (this.#story === undefined || this.#story.endedAt !== null) return;
    this.#story.endedAt = this.#place.world.clock.now();
    this.#story.endedBy = by;
  }

  #beep(): void {
    const { clock, journal } = this.#place.world;
    if (this.#story) this.#story.beepAt = clock.now();
    journal.emit({ event: 'beep', ...this.#who() });
  }

  /** Types digits, starting in `ms`. */
  #type(digits: string, ms = REACTION_MS): void {
    [...digits].forEach((key, index) => {
      this.#later(ms + index * BETWEEN_KEYS_MS, () => this.#press(key));
    });
  }

  #press(key: string): void {
    const { clock, journal } = this.#place.world;
    const at = clock.now();
    const taken = this.#line.onKey(key);
    const pressed = { at, digits: key, taken };
    this.#story?.pressed.push(pressed);
    journal.emit({ event: 'pressed', ...this.#who(), ...pressed });
  }

  /** Runs `act` after `ms`, unless the call has ended by then. */
  #later(ms: number, act: () => void): void {
    const { clock } = this.#place.world;
    this.#timers.push(clock.at(clock.now() + ms, act));
  }

  #note(utterance: Utterance): void {
    this.#story?.heard.push(utterance);
    this.#place.world.journal.emit({ event: 'heard', ...this.#who(), ...utterance });
  }

  #who(): { sid: string; to: string } {
    return { sid: this.#place.sid, to: this.#place.number };
  }

  /** What is said to a machine before its beep is lost. */
  #hearsFrom(): number {
    const answeredAt = this.#story?.answeredAt ?? Number.POSITIVE_INFINITY;
    return this.script.kind === 'voicemail' ? answeredAt + this.script.greetingMs : answeredAt;
  }
}

interface Hearing {
  readonly at: number;
  /** How long the whole would have taken. */
  readonly ms: number;
  readonly until: number;
  readonly from: number;
  /** A sound file is heard or not; of speech, a part may be. */
  readonly whole: boolean;
}

/** Speech runs evenly: what was heard of it is the part said between `from` and `until`. */
export function heardPart(text: string, { at, ms, until, from, whole }: Hearing): string {
  if (until <= Math.max(at, from) || ms === 0) return '';
  if (whole) return text;
  const place = (instant: number) => Math.round((Math.max(0, instant - at) / ms) * text.length);
  return text.slice(place(from), place(until));
}

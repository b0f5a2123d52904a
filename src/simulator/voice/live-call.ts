// A call while it lasts: who is on the line, what they hear and press, and what may cut it short.

import type { Cancel } from '../../core/clock.ts';
import type { Call, TwimlSource } from '../call.ts';
import type { ReceivedCall, Utterance } from '../journal.ts';
import { type PhoneScript, REACTION_MS } from '../phones.ts';
import type { Account, World } from '../world.ts';

/** Thrown out of whatever the call is doing when it has ended. */
export class CallOver extends Error {}

/** Thrown out of whatever the call is doing when the REST API gives it another document. */
export class Redirected extends Error {
  readonly source: TwimlSource;
  constructor(source: TwimlSource) {
    super('redirected');
    this.source = source;
  }
}

/** Between the keys of one number typed in. */
const BETWEEN_KEYS_MS = 250;

interface Waiting {
  readonly wakesOnKey: boolean;
  readonly stop: (reason: CallOver | Redirected | 'key') => void;
}

export interface UtteranceDraft {
  readonly verb: Utterance['verb'];
  readonly text: string;
  readonly ms: number;
  readonly wakesOnKey: boolean;
}

export class LiveCall {
  readonly world: World;
  readonly account: Account;
  readonly call: Call;
  readonly script: PhoneScript;
  /** The phone's side of it; there once it rings. */
  received: ReceivedCall | undefined;
  /** Keys pressed since a Gather began, while one is listening. */
  keys: string[] | undefined;
  #over = false;
  #redirect: TwimlSource | undefined;
  #waiting: Waiting | undefined;
  #asked = 0;
  #limit: Cancel | undefined;
  readonly #timers: Cancel[] = [];

  constructor(world: World, account: Account, call: Call) {
    this.world = world;
    this.account = account;
    this.call = call;
    this.script = world.phones.get(call.to);
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** Throws CallOver or Redirected if that happened since it was last asked. */
  check(): void {
    if (this.#over) throw new CallOver();
    if (this.#redirect !== undefined) {
      const source = this.#redirect;
      this.#redirect = undefined;
      throw new Redirected(source);
    }
  }

  /** Waits on the virtual clock; throws CallOver or Redirected as soon as that happens. */
  async wait(ms: number, wakesOnKey = false): Promise<'elapsed' | 'key'> {
    this.check();
    return new Promise((resolve, reject) => {
      const cancel = this.world.clock.at(this.world.clock.now() + ms, () => {
        this.#waiting = undefined;
        resolve('elapsed');
      });
      const stop: Waiting['stop'] = (reason) => {
        cancel();
        this.#waiting = undefined;
        if (reason === 'key') resolve('key');
        else reject(reason);
      };
      this.#waiting = { wakesOnKey, stop };
    });
  }

  /** Runs `fire` after `ms`, unless the call has ended by then. */
  later(ms: number, fire: () => void): void {
    this.#timers.push(this.world.clock.at(this.world.clock.now() + ms, fire));
  }

  /** Runs `fire` at the end of a time limit that counts from answering; a new limit replaces the one before. */
  limit(ms: number, fire: () => void): void {
    this.#limit?.();
    this.#limit = this.world.clock.at((this.call.startedAt ?? 0) + ms, fire);
  }

  /** Leaves what it is doing for another document, at once. */
  redirect(source: TwimlSource): void {
    if (this.#waiting) this.#waiting.stop(new Redirected(source));
    else this.#redirect = source;
  }

  /** Stops everything; the caller settles status and times. */
  close(): void {
    this.#over = true;
    for (const cancel of this.#timers) cancel();
    this.#limit?.();
    this.#waiting?.stop(new CallOver());
  }

  /** Says or plays something; the transcript gets it when it ends, however it ends. True when a key cut it off. */
  async utter({ verb, text, ms, wakesOnKey }: UtteranceDraft): Promise<boolean> {
    const at = this.world.clock.now();
    let cut = true;
    try {
      cut = (await this.wait(ms, wakesOnKey)) === 'key';
      return cut;
    } finally {
      const until = this.world.clock.now();
      const heard = heardPart(text, { at, ms, until, from: this.#hearsFrom(), whole: verb !== 'say' });
      const utterance = { at, until, verb, text, heard, cut };
      this.received?.heard.push(utterance);
      this.world.journal.emit({ event: 'heard', sid: this.call.sid, to: this.call.to, ...utterance });
    }
  }

  /** A question was asked: the phone's next answer to one, if it has any left, is on its way. */
  ask(): void {
    const answers = this.script.presses.filter((press) => 'afterAskedMs' in press);
    const answer = answers[this.#asked];
    this.#asked += 1;
    if (answer) this.type(answer.digits, answer.afterAskedMs);
  }

  /** The phone types digits, starting in `ms`. */
  type(digits: string, ms = REACTION_MS): void {
    [...digits].forEach((key, index) => {
      this.later(ms + index * BETWEEN_KEYS_MS, () => this.#press(key));
    });
  }

  #press(key: string): void {
    const taken = this.keys !== undefined;
    const pressed = { at: this.world.clock.now(), digits: key, taken };
    this.received?.pressed.push(pressed);
    this.world.journal.emit({ event: 'pressed', sid: this.call.sid, to: this.call.to, ...pressed });
    this.keys?.push(key);
    if (taken && this.#waiting?.wakesOnKey) this.#waiting.stop('key');
  }

  /** What is said to a machine before its beep is lost. */
  #hearsFrom(): number {
    const answeredAt = this.received?.answeredAt ?? Number.POSITIVE_INFINITY;
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

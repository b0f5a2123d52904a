// A call while it lasts: what is said to the phone at its other end, what it presses, and what may cut it short.

import type { Cancel } from '../../core/clock.ts';
import type { Call, TwimlSource } from '../call.ts';
import { PhoneOnCall, type Sound } from '../phone-on-call.ts';
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

interface Waiting {
  readonly wakesOnKey: boolean;
  readonly stop: (reason: CallOver | Redirected | 'key') => void;
}

export interface UtteranceDraft extends Sound {
  readonly wakesOnKey: boolean;
}

export interface CallParts {
  readonly world: World;
  readonly account: Account;
  readonly call: Call;
  readonly hangUp: (live: LiveCall) => void;
}

export class LiveCall {
  readonly world: World;
  readonly account: Account;
  readonly call: Call;
  /** Who is called. */
  readonly phone: PhoneOnCall;
  /** Keys pressed since a Gather began, while one is listening. */
  keys: string[] | undefined;
  #over = false;
  #redirect: TwimlSource | undefined;
  #waiting: Waiting | undefined;
  #limit: Cancel | undefined;
  readonly #timers: Cancel[] = [];

  /** `hangUp` ends the call when the phone hangs up. */
  constructor({ world, account, call, hangUp }: CallParts) {
    this.world = world;
    this.account = account;
    this.call = call;
    this.phone = new PhoneOnCall(
      { world, sid: call.sid, side: 'callee', number: call.to, peer: call.from },
      { onKey: (key) => this.#take(key), onSpeech: () => false, onHangUp: () => hangUp(this) },
    );
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
  async utter({ wakesOnKey, ...sound }: UtteranceDraft): Promise<boolean> {
    const end = this.phone.hear(sound);
    let cut = true;
    try {
      cut = (await this.wait(sound.ms, wakesOnKey)) === 'key';
      return cut;
    } finally {
      end({ cut });
    }
  }

  /** A key from the phone: taken while a Gather listens. */
  #take(key: string): boolean {
    if (this.keys === undefined) return false;
    this.keys.push(key);
    if (this.#waiting?.wakesOnKey) this.#waiting.stop('key');
    return true;
  }
}

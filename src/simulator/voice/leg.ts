// A leg of a call: the end of a line at which Twilio runs an account's TwiML, while it lasts.

import type { Cancel } from '../../core/clock.ts';
import type { Call } from '../call.ts';
import type { EndSound, PhoneLine, Sound, Speech } from '../phone-on-call.ts';
import type { Account, World } from '../world.ts';
import { Ear } from './ear.ts';
import { endLeg } from './life.ts';
import type { FarEnd } from './line.ts';
import type { Runner } from './stage.ts';
import { Task } from './task.ts';

export interface LegParts {
  readonly world: World;
  readonly account: Account;
  readonly call: Call;
  readonly runner: Runner;
  /** Makes the other end of its line. */
  readonly connect: (leg: Leg) => FarEnd;
  /** How many numbers the call was passed on from, each by the TwiML of the one before. */
  readonly hops?: number;
}

export class Leg extends Task implements PhoneLine {
  readonly world: World;
  readonly account: Account;
  readonly call: Call;
  readonly runner: Runner;
  readonly far: FarEnd;
  readonly ear: Ear;
  readonly hops: number;
  #limit: Cancel | undefined;
  readonly #timers: Cancel[] = [];
  readonly #endings: (() => void)[] = [];
  #second = 0;
  #documents = 0;

  constructor({ world, account, call, runner, connect, hops = 0 }: LegParts) {
    super(world.clock);
    this.world = world;
    this.account = account;
    this.call = call;
    this.runner = runner;
    this.hops = hops;
    this.ear = new Ear(this);
    this.far = connect(this);
  }

  get isAnswered(): boolean {
    return this.call.status === 'in-progress';
  }

  /** Runs `fire` after `ms`, unless the leg has ended by then. */
  later(ms: number, fire: () => void): Cancel {
    const cancel = this.world.clock.at(this.world.clock.now() + ms, fire);
    this.#timers.push(cancel);
    return cancel;
  }

  /** Runs `fire` at the end of a time limit that counts from answering; a new limit replaces the one before. */
  limit(ms: number, fire: () => void): void {
    this.#limit?.();
    this.#limit = this.world.clock.at((this.call.startedAt ?? 0) + ms, fire);
  }

  /** Runs `act` when the leg has ended, after its status is settled. */
  whenOver(act: () => void): void {
    this.#endings.push(act);
  }

  /** Stops everything; the caller settles status and times, and then calls what it returns. */
  close(): () => void {
    this.abandon();
    for (const cancel of this.#timers) cancel();
    this.#limit?.();
    this.ear.close();
    return () => {
      for (const act of this.#endings) act();
    };
  }

  /** Counts one more document; tells how many there were within a second. */
  documentsThisSecond(): number {
    const now = this.world.clock.now();
    if (now - this.#second >= 1000) {
      this.#second = now;
      this.#documents = 0;
    }
    this.#documents += 1;
    return this.#documents;
  }

  /** Says or plays something to the far end. True when a wake cut it off. */
  async utter(sound: Sound): Promise<boolean> {
    const end = this.send(sound);
    let cut = true;
    try {
      cut = (await this.wait(sound.ms)) === 'woken';
      return cut;
    } finally {
      end({ cut });
    }
  }

  /** Something begins to sound to the far end, of its own or of whoever it is joined with. */
  send(sound: Sound): EndSound {
    const end = this.far.hear(sound);
    const ends = this.ear.overhear(sound);
    if (ends.length === 0) return end;
    return (how) => {
      end(how);
      for (const each of ends) each(how);
    };
  }

  /** A key of the far end. True when something took it. */
  onKey(key: string): boolean {
    return !this.isOver && this.ear.key(key);
  }

  /** A voice at the far end. True when something listens for words. */
  onSpeech({ text, ms }: Speech): boolean {
    if (this.isOver) return false;
    const end = this.ear.receive({ verb: 'speech', text, ms });
    this.later(ms, () => end({ cut: false }));
    return this.ear.isHeeded;
  }

  /** The far end hangs up; of a caller who was not answered yet, Twilio says that nobody answered. */
  onHangUp(): void {
    if (this.isAnswered) endLeg(this, 'completed', { by: 'far', sipCode: 200 });
    else endLeg(this, 'no-answer', { by: 'far', sipCode: 487 });
  }
}

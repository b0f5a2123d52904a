// A leg of a call: the end of a line at which Twilio runs an account's TwiML, while it lasts.

import type { Cancel } from '../../core/clock.ts';
import type { Call, TwimlSource } from '../call.ts';
import type { EndSound, PhoneLine, Sound, Speech } from '../phone-on-call.ts';
import type { Account, World } from '../world.ts';
import { endLeg } from './life.ts';
import type { FarEnd, Listener, Mixer, Tap } from './line.ts';
import type { Runner } from './stage.ts';

/** Thrown out of whatever the leg is doing when it has ended. */
export class CallOver extends Error {}

/** Thrown out of whatever the leg is doing when the REST API gives it another document. */
export class Redirected extends Error {
  readonly source: TwimlSource;
  constructor(source: TwimlSource) {
    super('redirected');
    this.source = source;
  }
}

/** Thrown out of work that was to last only until something else happened. */
class BrokenOff extends Error {}

interface Waiting {
  readonly resolve: (how: 'elapsed' | 'woken') => void;
  readonly reject: (reason: Error) => void;
  readonly cancel: Cancel | undefined;
}

/** A sound of the far end that has not ended. */
interface Incoming {
  readonly sound: Sound;
  readonly at: number;
  readonly ends: EndSound[];
}

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

export class Leg implements PhoneLine {
  readonly world: World;
  readonly account: Account;
  readonly call: Call;
  readonly runner: Runner;
  readonly far: FarEnd;
  readonly hops: number;
  /** The verb that takes keys or words. */
  #listener: Listener | undefined;
  /** The bridge or the conference it takes part in. */
  #mixer: Mixer | undefined;
  readonly #taps = new Set<Tap>();
  readonly #incoming = new Set<Incoming>();
  #over = false;
  #redirect: TwimlSource | undefined;
  #breaks: 'armed' | 'broken' | undefined;
  #waiting: Waiting | undefined;
  #limit: Cancel | undefined;
  readonly #timers: Cancel[] = [];
  readonly #endings: (() => void)[] = [];
  #second = 0;
  #documents = 0;

  constructor({ world, account, call, runner, connect, hops = 0 }: LegParts) {
    this.world = world;
    this.account = account;
    this.call = call;
    this.runner = runner;
    this.hops = hops;
    this.far = connect(this);
  }

  get isOver(): boolean {
    return this.#over;
  }

  get isAnswered(): boolean {
    return this.call.status === 'in-progress';
  }

  /** Throws CallOver or Redirected if that happened since it was last asked. */
  check(): void {
    if (this.#over) throw new CallOver();
    if (this.#redirect !== undefined) {
      const source = this.#redirect;
      this.#redirect = undefined;
      throw new Redirected(source);
    }
    if (this.#breaks === 'broken') throw new BrokenOff();
  }

  /**
   * Waits on the virtual clock, for ever when `ms` is infinite, or until `wake`. Throws CallOver or Redirected, at
   * once or as soon as that happens.
   */
  wait(ms: number): Promise<'elapsed' | 'woken'> {
    this.check();
    return new Promise((resolve, reject) => {
      const { clock } = this.world;
      const cancel = Number.isFinite(ms)
        ? clock.at(clock.now() + ms, () => {
            this.#waiting = undefined;
            resolve('elapsed');
          })
        : undefined;
      this.#waiting = { resolve, reject, cancel };
    });
  }

  /** Ends its present wait, if it is in one: whoever waits looks again at what has become of things. */
  wake(): void {
    this.#endWait()?.resolve('woken');
  }

  /** Runs work that `breakOff` ends, at once when it waits. True when it was broken off. Not to be nested. */
  async breakable(work: () => Promise<unknown>): Promise<boolean> {
    this.#breaks = 'armed';
    try {
      await work();
      return false;
    } catch (error) {
      if (error instanceof BrokenOff) return true;
      throw error;
    } finally {
      this.#breaks = undefined;
    }
  }

  breakOff(): void {
    if (this.#breaks === undefined) return;
    const waiting = this.#endWait();
    if (waiting) waiting.reject(new BrokenOff());
    else this.#breaks = 'broken';
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

  /** Leaves what it is doing for another document, at once. */
  redirect(source: TwimlSource): void {
    const waiting = this.#endWait();
    if (waiting) waiting.reject(new Redirected(source));
    else this.#redirect = source;
  }

  /** Runs `act` when the leg has ended, after its status is settled. */
  whenOver(act: () => void): void {
    this.#endings.push(act);
  }

  /** Stops everything; the caller settles status and times, and then calls what it returns. */
  close(): () => void {
    this.#over = true;
    for (const cancel of this.#timers) cancel();
    this.#limit?.();
    for (const { ends } of this.#incoming) for (const end of ends) end({ cut: true });
    this.#incoming.clear();
    for (const tap of this.#taps) tap.end();
    this.#endWait()?.reject(new CallOver());
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
    if (this.#taps.size === 0) return end;
    const ends = [...this.#taps].map((tap) => tap.onSound('outbound', sound));
    return (how) => {
      end(how);
      for (const each of ends) each(how);
    };
  }

  /** Something begins to sound from the far end. */
  receive(sound: Sound): EndSound {
    const incoming: Incoming = { sound, at: this.world.clock.now(), ends: [] };
    this.#incoming.add(incoming);
    if (this.#listener?.onSound) incoming.ends.push(this.#listener.onSound(sound));
    for (const tap of this.#taps) incoming.ends.push(tap.onSound('inbound', sound));
    if (this.#mixer) incoming.ends.push(this.#mixer.onSound(this, sound));
    return (how) => {
      if (this.#incoming.delete(incoming)) for (const end of incoming.ends) end(how);
    };
  }

  /** Gives keys and words of the far end to a verb; undefined when it is done with them. */
  listen(listener: Listener | undefined): void {
    this.#listener = listener;
    const onSound = listener?.onSoundUnderWay ?? listener?.onSound;
    if (onSound) this.#replay(onSound);
  }

  /** Takes part in a bridge or a conference; undefined when it leaves. */
  join(mixer: Mixer | undefined): void {
    this.#mixer = mixer;
    if (mixer) this.#replay((sound) => mixer.onSound(this, sound));
  }

  /** Lets a recorder hear both ways, until it is let go. */
  tap(tap: Tap): () => void {
    this.#taps.add(tap);
    this.#replay((sound) => tap.onSound('inbound', sound));
    return () => this.#taps.delete(tap);
  }

  /** A key of the far end. True when something took it. */
  onKey(key: string): boolean {
    if (this.#over) return false;
    this.#mixer?.onKey(this, key);
    this.#listener?.onKey?.(key);
    return this.#mixer !== undefined || this.#listener?.onKey !== undefined;
  }

  /** A voice at the far end. True when something listens for words. */
  onSpeech({ text, ms }: Speech): boolean {
    if (this.#over) return false;
    const end = this.receive({ verb: 'speech', text, ms });
    this.later(ms, () => end({ cut: false }));
    return this.#mixer !== undefined || this.#listener?.onSound !== undefined || this.#taps.size > 0;
  }

  /** The far end hangs up; of a caller who was not answered yet, Twilio says that nobody answered. */
  onHangUp(): void {
    if (this.isAnswered) endLeg(this, 'completed', { by: 'far', sipCode: 200 });
    else endLeg(this, 'no-answer', { by: 'far', sipCode: 487 });
  }

  /** What sounds at present is told to whoever begins to listen now, as far as it is still to come. */
  #replay(onSound: (sound: Sound) => EndSound): void {
    const now = this.world.clock.now();
    for (const { sound, at, ends } of this.#incoming) {
      const left = sound.ms - (now - at);
      const said = sound.ms > 0 ? Math.round((sound.text.length * (now - at)) / sound.ms) : 0;
      ends.push(onSound({ ...sound, text: sound.text.slice(said), ms: left }));
    }
  }

  #endWait(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.cancel?.();
    return waiting;
  }
}

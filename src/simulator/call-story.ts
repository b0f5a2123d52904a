// A phone's own account of a call, written as it happens, and told to whoever follows the events.

import { type Deafness, heardFraction, heardText, type MadeSound, partsOf } from './hearing.ts';
import type {
  MachineKey,
  MissedSound,
  PhoneCall,
  PressedKeys,
  SimEvent,
  SpokenWords,
  Utterance,
} from './journal.ts';
import type { PhoneKind } from './phones.ts';
import type { World } from './world.ts';

/** Which phone, on which call. */
export interface PhonePlace {
  readonly world: Pick<World, 'clock' | 'journal' | 'phones' | 'changed'>;
  /** The call's SID: that of its own leg. */
  readonly sid: string;
  readonly side: PhoneCall['side'];
  /** Its own number. */
  readonly number: string;
  /** The number at the other end. */
  readonly peer: string;
}

type Noted<Row> = Omit<Row, 'at'>;
export type HeardSound = Omit<Utterance, 'heard' | 'heardFraction'>;

export class CallStory {
  readonly row: PhoneCall;
  readonly #place: PhonePlace;

  constructor(place: PhonePlace, kind: PhoneKind) {
    this.#place = place;
    const { sid, side, number, peer, world } = place;
    this.row = {
      sid,
      side,
      kind,
      from: side === 'caller' ? number : peer,
      to: side === 'caller' ? peer : number,
      rangAt: world.clock.now(),
      answeredAt: null,
      beepAt: null,
      recordedFrom: null,
      heard: [],
      pressed: [],
      said: [],
      machineKeys: [],
      missed: [],
      deaf: [],
      endedAt: null,
      endedBy: null,
    };
  }

  /** From here on it stands in the phone's transcript. */
  begin(): void {
    this.row.rangAt = this.#now();
    this.#place.world.journal.of(this.#place.number).calls.push(this.row);
  }

  heard(sound: HeardSound): void {
    const utterance = this.#judge(sound);
    this.row.heard.push(utterance);
    this.#emit({ event: 'heard', ...utterance });
  }

  joined(numbers: string): void {
    const at = this.#now();
    const utterance: Utterance = {
      at,
      until: at,
      verb: 'joined',
      text: numbers,
      ms: 0,
      heard: numbers,
      heardFraction: 1,
      cut: false,
    };
    this.row.heard.push(utterance);
    this.#emit({ event: 'heard', ...utterance });
  }

  /** Something was still to be said when the call ended. */
  missed({ verb, text, ms }: MissedSound): void {
    this.row.missed.push({ verb, text, ms });
    this.#place.world.changed();
  }

  pressed(key: Noted<PressedKeys>): void {
    const pressed = { at: this.#now(), ...key };
    this.row.pressed.push(pressed);
    this.#emit({ event: 'pressed', ...pressed });
  }

  said(words: Noted<SpokenWords>): void {
    const said = { at: this.#now(), ...words };
    this.row.said.push(said);
    this.#emit({ event: 'said', ...said });
  }

  beeped(): void {
    this.row.beepAt = this.#now();
    this.#emit({ event: 'beep' });
  }

  machineKey(key: Noted<MachineKey>): void {
    const noted = { at: this.#now(), ...key };
    this.row.machineKeys.push(noted);
    this.#emit({ event: 'machine-key', ...noted });
    if (this.row.endedAt !== null) this.#place.world.changed();
  }

  /** Nothing is heard until what is returned is called. */
  deafen(loss: Deafness['loss']): () => void {
    const deafness: Deafness = { from: this.#now(), until: null, loss };
    this.row.deaf.push(deafness);
    return () => {
      deafness.until ??= this.#now();
    };
  }

  /** What was recorded until now is lost, as if it had never been heard. */
  forget(): void {
    const { row } = this;
    if (row.recordedFrom === null) return;
    row.deaf.push({ from: row.recordedFrom, until: row.endedAt ?? this.#now(), loss: 'erased' });
    row.recordedFrom = null;
    row.heard.forEach((utterance, index) => {
      row.heard[index] = this.#judge(utterance);
    });
  }

  end(by: PhoneCall['endedBy']): void {
    const now = this.#now();
    for (const deafness of this.row.deaf) deafness.until ??= now;
    this.row.endedAt = now;
    this.row.endedBy = by;
  }

  #judge(sound: HeardSound): Utterance {
    const made = madeSound(sound);
    const parts = partsOf(made, this.row.deaf);
    const { at, until, verb, text, ms, cut } = sound;
    return {
      at,
      until,
      verb,
      text,
      ms,
      heard: heardText(parts, made.isName),
      heardFraction: heardFraction(parts),
      cut,
    };
  }

  #emit(event: { readonly event: SimEvent['event'] }): void {
    const { journal } = this.#place.world;
    journal.emit({ sid: this.#place.sid, to: this.#place.number, ...event } as SimEvent);
  }

  #now(): number {
    return this.#place.world.clock.now();
  }
}

/** Words can be heard in part; a sound file, keys and Twilio's own sounds are known by a name, which cannot. */
export function madeSound({ at, until, ms, text, verb }: HeardSound): MadeSound {
  return { at, until, ms, text, isName: verb !== 'say' && verb !== 'speech' };
}

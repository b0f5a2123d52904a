// A leg while it is in a conference: talking, or hearing what those hear who wait, are on hold or are announced to.

import type { Participant } from '../conference.ts';
import type { EndSound, Sound } from '../phone-on-call.ts';
import type { ConferenceRules } from './conference-rules.ts';
import { playSoundtrack, type Soundtrack } from './hold-music.ts';
import type { Leg } from './leg.ts';
import type { Mixer } from './line.ts';
import { CONFERENCE_STAGE, type Script } from './stage.ts';
import { TwimlFailure } from './twiml.ts';

/** Twilio's words for why somebody left. */
export type LeaveReason =
  | 'participant_hung_up'
  | 'participant_updated_via_api'
  | 'participant_add_failed'
  | 'moderator_ended_conference'
  | 'conference_ended_via_api';

/** What a member needs of its room. */
export interface MemberRoom extends Mixer {
  readonly isStarted: boolean;
  announced(member: Member, announcement: Script, failure: string | undefined): void;
}

export class Member {
  readonly leg: Leg;
  readonly row: Participant;
  readonly rules: ConferenceRules;
  /** What it hears while it is on hold. */
  holdTrack: Soundtrack = 'music';
  beepsOnExit: boolean;
  wasKicked = false;
  readonly #room: MemberRoom;
  readonly #announcements: Script[] = [];
  readonly #sounds = new Set<EndSound>();
  /** Who it has been joined with and was not told of, because it was not listening. */
  readonly #company: string[] = [];
  #isListening = false;
  #left: LeaveReason | undefined;

  constructor(
    leg: Leg,
    { row, rules, room }: { row: Participant; rules: ConferenceRules; room: MemberRoom },
  ) {
    this.leg = leg;
    this.row = row;
    this.rules = rules;
    this.beepsOnExit = rules.beeps.onExit;
    this.#room = room;
  }

  /** Hears the others, and is heard unless it is muted. */
  get isTalking(): boolean {
    return this.#room.isStarted && !this.row.hold && this.#announcements.length === 0;
  }

  /** Why it was made to leave; undefined while it stays. */
  get left(): LeaveReason | undefined {
    return this.#left;
  }

  /** Until it is made to leave. Throws TwimlFailure when what it hears while it waits fails. */
  async stay(): Promise<void> {
    try {
      while (this.#left === undefined) await this.#listen();
    } finally {
      this.leg.join(undefined);
      this.silence();
    }
  }

  /** Others have come: a line of its transcript, once it hears them. */
  joinedWith(numbers: string): void {
    if (this.#isListening) this.leg.far.joined(numbers);
    else this.#company.push(numbers);
  }

  /** Something has changed: what it hears is looked at again. */
  change(): void {
    this.leg.breakOff();
  }

  leave(reason: LeaveReason): void {
    this.#left ??= reason;
    this.change();
  }

  /** Put out by the REST API. Its call goes on after its Dial. */
  kick(): void {
    this.wasKicked = true;
    this.leave('participant_updated_via_api');
  }

  announce(script: Script): void {
    this.#announcements.push(script);
    this.change();
  }

  /** A sound of another member's, or of Twilio's. */
  hear(sound: Sound): EndSound {
    const end = this.leg.send(sound);
    const endOnce: EndSound = (how) => {
      if (this.#sounds.delete(endOnce)) end(how);
    };
    this.#sounds.add(endOnce);
    return endOnce;
  }

  /** Cuts off what it hears of the others. */
  silence(): void {
    for (const end of this.#sounds) end({ cut: true });
  }

  async #listen(): Promise<void> {
    const { leg } = this;
    if (this.isTalking) {
      leg.join(this.#room);
      this.#isListening = true;
      for (const numbers of this.#company.splice(0)) leg.far.joined(numbers);
      await leg.breakable(() => leg.wait(Number.POSITIVE_INFINITY));
      return;
    }
    leg.join(undefined);
    this.#isListening = false;
    this.silence();
    const announcement = this.#announcements[0];
    if (announcement) await this.#hearAnnouncement(announcement);
    else await this.#play(this.row.hold ? this.holdTrack : this.rules.wait);
  }

  async #play(track: Soundtrack): Promise<void> {
    await this.leg.breakable(() =>
      playSoundtrack(this.leg, track, { stage: CONFERENCE_STAGE, loops: false }),
    );
  }

  async #hearAnnouncement(announcement: Script): Promise<void> {
    let failure: string | undefined;
    try {
      await this.leg.breakable(() => this.leg.runner.run(this.leg, announcement, CONFERENCE_STAGE));
    } catch (error) {
      if (!(error instanceof TwimlFailure)) throw error;
      failure = error.message;
    }
    if (this.#announcements[0] === announcement && this.#left === undefined) this.#announcements.shift();
    this.#room.announced(this, announcement, failure);
  }
}

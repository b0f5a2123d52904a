// A conference while it lasts: who is in it, who hears whom, when it starts and ends.

import type { Conference, ConferenceEnd, Participant } from '../conference.ts';
import type { EndSound, Sound } from '../phone-on-call.ts';
import { newSid } from '../random.ts';
import type { Account, World } from '../world.ts';
import { farNumber } from './bridge.ts';
import { ConferenceNewsDesk } from './conference-events.ts';
import type { ConferenceRules } from './conference-rules.ts';
import type { Leg } from './leg.ts';
import { NO_SOUND } from './line.ts';
import { type LeaveReason, Member, type MemberRoom } from './member.ts';
import { Recorder } from './recorder.ts';
import { hasWords } from './spoken.ts';
import type { Script } from './stage.ts';

const BEEP: Sound = { verb: 'beep', text: 'beep', ms: 500 };

export class Room implements MemberRoom {
  readonly row: Conference;
  readonly #world: World;
  readonly #account: Account;
  readonly #news: ConferenceNewsDesk;
  readonly #members = new Map<Leg, Member>();
  #recorder: Recorder | undefined;

  constructor(world: World, account: Account, first: ConferenceRules) {
    const now = world.clock.now();
    this.#world = world;
    this.#account = account;
    this.row = {
      seq: account.conferences.nextSeq(),
      sid: newSid(world.sids, 'CF'),
      accountSid: account.sid,
      friendlyName: first.name,
      createdAt: now,
      updatedAt: now,
      status: 'init',
      endReason: null,
      endedByCallSid: null,
    };
    account.conferences.add(this.row);
    world.rooms.set(this.row.sid, this);
    const { callback, events } = first;
    this.#news = new ConferenceNewsDesk({ world, account, conference: this.row, callback, events });
  }

  get isStarted(): boolean {
    return this.row.status === 'in-progress';
  }

  get members(): readonly Member[] {
    return [...this.#members.values()];
  }

  /** By its call's SID or its label. */
  find(name: string): Member | undefined {
    return this.members.find(({ row }) => row.sid === name || row.label === name);
  }

  enter(leg: Leg, rules: ConferenceRules): Member {
    const now = this.#world.clock.now();
    const state = {
      label: rules.label,
      updatedAt: now,
      muted: rules.isMuted,
      hold: false,
      coaching: rules.coach !== null,
      callSidToCoach: rules.coach,
      endConferenceOnExit: rules.endsOnExit,
      status: 'connected' as const,
    };
    const invited = this.#account.participants.get(leg.call.sid);
    const row: Participant = invited
      ? Object.assign(invited, state)
      : {
          seq: this.#account.participants.nextSeq(),
          sid: leg.call.sid,
          accountSid: this.#account.sid,
          conferenceSid: this.row.sid,
          createdAt: now,
          startConferenceOnEnter: rules.startsOnEnter,
          ...state,
        };
    const member = new Member(leg, { row, rules, room: this });
    this.#members.set(leg, member);
    if (invited) this.#account.participants.touch(row);
    else this.#account.participants.add(row);
    this.#news.tell('participant-join', row);
    if (this.isStarted) this.#welcome(member);
    else if (this.#members.size > 1 && this.members.some((each) => each.row.startConferenceOnEnter)) {
      this.#start();
    }
    return member;
  }

  /** After the leg has stopped listening. */
  exit(member: Member, reason: LeaveReason): void {
    const { leg, row } = member;
    if (!this.#members.delete(leg)) return;
    row.status = 'complete';
    this.#account.participants.remove(row);
    this.#news.tell('participant-leave', row, [
      ['ParticipantCallStatus', leg.call.status],
      ['ReasonParticipantLeft', reason],
    ]);
    if (this.row.status === 'completed') return;
    const how = member.wasKicked ? 'kicked' : 'left';
    if (row.endConferenceOnExit) this.end(`participant-with-end-conference-on-exit-${how}`, member);
    else if (this.#members.size === 0) this.end(`last-participant-${how}`, member);
    else if (member.beepsOnExit) this.#beep();
  }

  end(reason: ConferenceEnd, by?: Member): void {
    if (this.row.status === 'completed') return;
    this.row.status = 'completed';
    this.row.endReason = reason;
    this.row.endedByCallSid = by?.row.sid ?? null;
    this.#touch();
    this.#world.rooms.delete(this.row.sid);
    this.#recorder?.stop();
    const isByApi = reason === 'conference-ended-via-api';
    for (const member of this.members) {
      member.leave(isByApi ? 'conference_ended_via_api' : 'moderator_ended_conference');
    }
    this.#news.tell('conference-end', undefined, [
      ['ReasonConferenceEnded', reason],
      ['Reason', `Conference ended: ${reason}`],
      ...(by ? ([['CallSidEndingConference', by.row.sid]] as const) : []),
      ...(by?.row.label ? ([['ParticipantLabelEndingConference', by.row.label]] as const) : []),
    ]);
  }

  mute(member: Member, isMuted: boolean): void {
    if (member.row.muted === isMuted) return;
    member.row.muted = isMuted;
    this.changed(member);
    this.#news.tell(isMuted ? 'participant-mute' : 'participant-unmute', member.row);
  }

  hold(member: Member, isHeld: boolean): void {
    if (member.row.hold === isHeld) return;
    member.row.hold = isHeld;
    this.changed(member);
    member.change();
    this.#news.tell(isHeld ? 'participant-hold' : 'participant-unhold', member.row);
  }

  /** Another attribute of the member's was changed. */
  modify(member: Member): void {
    this.changed(member);
    this.#news.tell('participant-modify', member.row);
  }

  changed({ row }: Member): void {
    row.updatedAt = this.#world.clock.now();
    this.#account.participants.touch(row);
  }

  /** Said to everybody, or to one member. */
  announce(script: Script, to?: Member): void {
    for (const member of to ? [to] : this.members) member.announce(script);
  }

  announced(member: Member, { source }: Script, failure: string | undefined): void {
    const url = 'url' in source ? source.url : '';
    this.#news.tell(failure === undefined ? 'announcement-end' : 'announcement-fail', member.row, [
      ['AnnounceUrl', url],
      ...(failure === undefined ? [] : ([['ReasonAnnouncementFailed', failure]] as const)),
    ]);
  }

  onSound(from: Leg, sound: Sound): EndSound {
    const speaker = this.#members.get(from);
    if (speaker === undefined || speaker.row.muted) return NO_SOUND;
    const hearers = this.#hearersOf(speaker);
    const ends = hearers.map((member) => member.hear(sound));
    if (this.#recorder) ends.push(this.#recorder.onSound('inbound', sound));
    const isSpeech = hasWords(sound);
    if (isSpeech) this.#news.tell('participant-speech-start', speaker.row);
    return (how) => {
      for (const end of ends) end(how);
      if (isSpeech) this.#news.tell('participant-speech-stop', speaker.row);
    };
  }

  onKey(from: Leg, key: string): void {
    const speaker = this.#members.get(from);
    if (speaker === undefined || speaker.row.muted) return;
    for (const { leg } of this.#hearersOf(speaker)) leg.far.hearKey(key);
  }

  #hearersOf(speaker: Member): readonly Member[] {
    const { coaching, callSidToCoach } = speaker.row;
    return this.members.filter(
      (member) => member !== speaker && member.isTalking && (!coaching || member.row.sid === callSidToCoach),
    );
  }

  #start(): void {
    this.row.status = 'in-progress';
    this.#touch();
    this.#news.tell('conference-start', undefined);
    const recorded = this.members.find(({ rules }) => rules.record !== undefined);
    if (recorded?.rules.record) {
      this.#recorder = new Recorder({
        world: this.#world,
        account: this.#account,
        callSid: recorded.row.sid,
        conferenceSid: this.row.sid,
        source: 'Conference',
        plan: recorded.rules.record,
      });
    }
    for (const member of this.members) {
      member.change();
      member.joinedWith(this.#others(member));
    }
    if (this.members.at(-1)?.rules.beeps.onEnter) this.#beep();
  }

  #welcome(newcomer: Member): void {
    newcomer.joinedWith(this.#others(newcomer));
    for (const member of this.members) {
      if (member !== newcomer) member.joinedWith(farNumber(newcomer.leg));
    }
    if (newcomer.rules.beeps.onEnter) this.#beep();
  }

  #others(member: Member): string {
    return this.members
      .filter((other) => other !== member)
      .map(({ leg }) => farNumber(leg))
      .join(', ');
  }

  #beep(): void {
    for (const member of this.members) {
      if (!member.isTalking) continue;
      const end = member.hear(BEEP);
      member.leg.later(BEEP.ms, () => end({ cut: false }));
    }
  }

  #touch(): void {
    this.row.updatedAt = this.#world.clock.now();
    this.#account.conferences.touch(this.row);
  }
}

/** The conference of that name, if one is going on. */
export function findRoom(world: World, account: Account, name: string): Room | undefined {
  const row = account.conferences.filed(name).findLast(({ status }) => status !== 'completed');
  return row && world.rooms.get(row.sid);
}

// Dial to a conference: the leg is in it until it leaves or the conference ends.

import type { Cancel } from '../../core/clock.ts';
import { notify } from '../notify.ts';
import { recordLeg } from './call-recording.ts';
import type { ConferenceRules } from './conference-rules.ts';
import type { Attempt } from './dial.ts';
import type { DialRules } from './dial-rules.ts';
import { CallOver, type Leg } from './leg.ts';
import { answerLeg } from './life.ts';
import type { LeaveReason, Member } from './member.ts';
import type { Recorder } from './recorder.ts';
import { soundFields } from './recording-fields.ts';
import { findRoom, Room } from './room.ts';
import { TwimlFailure } from './twiml.ts';

export class ConferenceAttempt implements Attempt {
  readonly #leg: Leg;
  readonly #rules: DialRules;
  readonly #conference: ConferenceRules;
  #isConnected = false;
  #recorder: Recorder | undefined;

  constructor(leg: Leg, rules: DialRules, conference: ConferenceRules) {
    this.#leg = leg;
    this.#rules = rules;
    this.#conference = conference;
  }

  async run(): Promise<void> {
    const leg = this.#leg;
    const { name } = this.#conference;
    if (name === '') return;
    const { world, account } = leg;
    const known = findRoom(world, account, name);
    if (known && !this.#mayEnter(known)) return;
    if (!known && !this.#mayCoach(undefined)) return;
    if (!leg.isAnswered) answerLeg(leg);
    const room = known ?? new Room(world, account, this.#conference);
    await this.#stay(room, room.enter(leg, this.#conference));
  }

  fields(): readonly (readonly [string, string])[] {
    const fields: [string, string][] = [
      ['DialCallStatus', this.#isConnected ? 'answered' : 'failed'],
      ['DialBridged', String(this.#isConnected)],
    ];
    return this.#recorder ? [...fields, ...soundFields(this.#leg.world, this.#recorder.row)] : fields;
  }

  async #stay(room: Room, member: Member): Promise<void> {
    const leg = this.#leg;
    const limit = this.#arm(member);
    let reason: LeaveReason = 'participant_hung_up';
    this.#isConnected = true;
    this.#record();
    try {
      await member.stay();
      reason = member.left ?? reason;
    } catch (error) {
      if (!(error instanceof CallOver)) reason = 'participant_updated_via_api';
      if (!(error instanceof TwimlFailure)) throw error;
      // What is to be heard while waiting cannot be: the conference is not joined, and the call goes on.
      reason = 'participant_add_failed';
      this.#isConnected = false;
    } finally {
      limit();
      leg.listen(undefined);
      this.#recorder?.stop();
      room.exit(member, reason);
    }
  }

  /** The star, if it hangs up, and the time limit. Both make it leave. */
  #arm(member: Member): Cancel {
    const leg = this.#leg;
    const { hangsUpOnStar, timeLimitMs } = this.#rules;
    if (hangsUpOnStar) {
      leg.listen({
        onKey: (key) => {
          if (key === '*') member.leave('participant_hung_up');
        },
      });
    }
    return leg.later(timeLimitMs, () => member.leave('participant_hung_up'));
  }

  #record(): void {
    const { record } = this.#rules;
    if (record) this.#recorder = recordLeg(this.#leg, 'DialVerb', record.plan);
  }

  #mayEnter(room: Room): boolean {
    const { maxParticipants, label } = this.#conference;
    if (room.members.length >= maxParticipants) return this.#refuse(16020, 'Conference is full');
    if (label !== null && room.find(label)) {
      return this.#refuse(16025, `Participant label is in use by another participant: ${label}`);
    }
    return this.#mayCoach(room);
  }

  #mayCoach(room: Room | undefined): boolean {
    const { coach } = this.#conference;
    if (coach === null || room?.find(coach)) return true;
    return this.#refuse(13240, `Dial->Conference: Invalid Whisper SID ${coach}`);
  }

  #refuse(code: number, message: string): false {
    const { world, account, call } = this.#leg;
    notify(world, account, { level: 'error', code, message, callSid: call.sid });
    return false;
  }
}

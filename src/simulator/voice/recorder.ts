// A recording while it runs: how long it is, what was said, and who is told when it is done.

import { chargeRecording } from '../billing.ts';
import { rfc2822 } from '../dates.ts';
import { deliver } from '../deliver.ts';
import type { EndSound, Sound } from '../phone-on-call.ts';
import { newSid } from '../random.ts';
import type { Recording, RecordingEvent, RecordingPlan, RecordingSource } from '../recording.ts';
import type { Account, World } from '../world.ts';
import { NO_SOUND, type Tap } from './line.ts';
import { recordedSeconds, recordingUrl } from './recording-fields.ts';
import { hasWords, Words } from './spoken.ts';

/** From the end of a recording until it can be fetched. */
const PROCESS_MS = 1_000;
/** What makes no sound that a recording would have. */
const SILENT: ReadonlySet<Sound['verb']> = new Set(['pause', 'joined']);

export interface RecorderDraft {
  readonly world: World;
  readonly account: Account;
  readonly callSid: string;
  readonly conferenceSid?: string;
  readonly source: RecordingSource;
  readonly plan: RecordingPlan;
}

export class Recorder implements Tap {
  readonly row: Recording;
  readonly plan: RecordingPlan;
  readonly #world: World;
  readonly #account: Account;
  readonly #words: Words;
  /** Recorded up to the last pause, and since when it runs again. */
  #recordedMs = 0;
  #runsSince: number | undefined;
  #firstMs: number | undefined;
  #lastMs = 0;
  #sounding = 0;
  #isStopped = false;
  #release: () => void = () => {};

  /** Begins to record. */
  constructor({ world, account, callSid, conferenceSid, source, plan }: RecorderDraft) {
    const now = world.clock.now();
    this.#world = world;
    this.#account = account;
    this.#words = new Words(() => world.clock.now());
    this.#runsSince = now;
    this.plan = plan;
    this.row = {
      seq: account.recordings.nextSeq(),
      sid: newSid(world.sids, 'RE'),
      accountSid: account.sid,
      callSid,
      conferenceSid: conferenceSid ?? null,
      createdAt: now,
      updatedAt: now,
      startedAt: now,
      status: 'in-progress',
      durationMs: null,
      pausedAt: null,
      pausedMs: 0,
      channels: plan.channels,
      source,
      track: plan.track,
      priceMicros: null,
      words: '',
    };
    account.recordings.add(this.row);
    world.recorders.set(this.row.sid, this);
    this.#tell('in-progress');
  }

  onSound(track: 'inbound' | 'outbound', sound: Sound): EndSound {
    if (this.#isStopped || SILENT.has(sound.verb)) return NO_SOUND;
    if (this.plan.track !== 'both' && this.plan.track !== track) return NO_SOUND;
    const endWords = hasWords(sound) && this.#runsSince !== undefined ? this.#words.begin(sound) : NO_SOUND;
    this.#firstMs ??= this.#position();
    this.#sounding += 1;
    let isOver = false;
    return (how) => {
      if (isOver) return;
      isOver = true;
      endWords(how);
      this.#sounding -= 1;
      if (!this.#isStopped) this.#lastMs = Math.max(this.#lastMs, this.#position());
    };
  }

  /** How to stop listening; called once, when the recording stops. */
  whenStopped(release: () => void): void {
    this.#release = release;
  }

  /** `skip` leaves the pause out; `silence`, Twilio's default, records silence instead. */
  pause(behavior: 'skip' | 'silence'): void {
    if (this.#isStopped || this.row.pausedAt !== null) return;
    if (behavior === 'skip') {
      this.#recordedMs = this.#position();
      this.#runsSince = undefined;
    }
    this.row.pausedAt = this.#world.clock.now();
    this.#move('paused');
  }

  resume(): void {
    if (this.#isStopped || this.row.pausedAt === null) return;
    const now = this.#world.clock.now();
    if (this.#runsSince === undefined) {
      this.#runsSince = now;
      this.row.pausedMs += now - this.row.pausedAt;
    }
    this.row.pausedAt = null;
    this.#move('in-progress');
  }

  end(): void {
    this.stop();
  }

  /** Ends the recording, once; its row has its length from here on, and is completed soon after. */
  stop(): Recording {
    if (this.#isStopped) return this.row;
    const position = this.#position();
    if (this.#sounding > 0) this.#lastMs = position;
    this.#isStopped = true;
    this.#release();
    this.#world.recorders.delete(this.row.sid);
    this.row.pausedAt = null;
    this.row.durationMs = this.#lengthMs(position);
    this.row.words = this.#words.text();
    this.#move('processing');
    this.#world.clock.at(this.#world.clock.now() + PROCESS_MS, () => this.#complete());
    return this.row;
  }

  /** A recording of a caller who said nothing is none. Of a whole call, silence is recorded too, unless it is trimmed. */
  #lengthMs(position: number): number {
    if (this.#firstMs === undefined && (this.plan.trims || this.row.source === 'RecordVerb')) return 0;
    return this.plan.trims ? this.#lastMs - (this.#firstMs ?? 0) : position;
  }

  #complete(): void {
    const { row } = this;
    if (this.#account.recordings.get(row.sid) !== row) return;
    const isAbsent = row.durationMs === 0;
    if (!isAbsent) chargeRecording(this.#world, this.#account, row);
    this.#move(isAbsent ? 'absent' : 'completed');
    this.#tell(isAbsent ? 'absent' : 'completed');
  }

  #position(): number {
    const running = this.#runsSince === undefined ? 0 : this.#world.clock.now() - this.#runsSince;
    return this.#recordedMs + running;
  }

  #move(status: Recording['status']): void {
    this.row.status = status;
    this.row.updatedAt = this.#world.clock.now();
    this.#account.recordings.touch(this.row);
  }

  #tell(event: RecordingEvent): void {
    const { row, plan } = this;
    if (plan.callback === null || !plan.events.includes(event)) return;
    const fields: [string, string][] = [
      ['AccountSid', row.accountSid],
      row.conferenceSid === null ? ['CallSid', row.callSid] : ['ConferenceSid', row.conferenceSid],
      ['RecordingSid', row.sid],
      ['RecordingUrl', recordingUrl(this.#world, row)],
      ['RecordingStatus', event],
      ['RecordingChannels', String(row.channels)],
      ['RecordingStartTime', rfc2822(row.startedAt) ?? ''],
      ['RecordingSource', row.source],
      ['RecordingTrack', row.track],
      ['ErrorCode', '0'],
    ];
    if (event !== 'in-progress') fields.push(['RecordingDuration', String(recordedSeconds(row))]);
    deliver(this.#world, this.#account, { owner: row, callSid: row.callSid, ...plan.callback, fields });
  }
}

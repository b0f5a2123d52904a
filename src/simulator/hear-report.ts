// What each phone heard, call by call and text by text: the message, its parts, and how much of it came through.

import { NotFoundError } from '../core/errors.ts';
import { madeSound } from './call-story.ts';
import { type Loss, type Part, partsOf } from './hearing.ts';
import type { Journal, MachineKey, PhoneCall, ReceivedText, Transcript, Utterance } from './journal.ts';
import { hearMessage } from './passes.ts';
import type { PhoneKind } from './phones.ts';

export interface HeardPart {
  /** When it began, or was to begin. */
  readonly at: number;
  readonly verb: 'say' | 'play' | 'speech';
  readonly text: string;
  /** Null when it was heard. */
  readonly loss: Loss | null;
}

/** One call, or one text: both have all the fields. Instants are virtual, in ms. */
export interface Heard {
  /** When it rang, or was received. */
  readonly at: number;
  readonly channel: 'call' | 'sms';
  /** The phone's. */
  readonly number: string;
  readonly name: string | null;
  readonly sid: string;
  readonly side: 'callee' | 'caller';
  readonly from: string;
  readonly to: string;
  readonly answeredAt: number | null;
  /** Null when nobody, and nothing, answered. */
  readonly answeredBy: PhoneKind | null;
  /** What was called, answered or not. */
  readonly kind: PhoneKind | null;
  readonly beepAt: number | null;
  readonly endedAt: number | null;
  readonly endedBy: PhoneCall['endedBy'];
  /** All words said to it, one after the other; of sound files the addresses. */
  readonly said: string;
  readonly heard: string;
  /** Of all that is different in what was said, how much was heard at least once, from 0 to 1; null if nothing was said. */
  readonly heardFraction: number | null;
  /** The words of one pass of what was said, perhaps repeatedly; how often it was begun, and heard whole. */
  readonly message: string | null;
  readonly passes: number;
  readonly wholePasses: number;
  readonly parts: readonly HeardPart[];
  /** What the phone said, keys it pressed, and keys that were played to it. */
  readonly answers: readonly string[];
  readonly pressed: string;
  readonly played: string;
  readonly machineKeys: readonly MachineKey[];
  readonly erased: boolean;
}

export interface HearQuery {
  readonly number?: string | undefined;
  /** SID of a call or message. */
  readonly sid?: string | undefined;
}

/** Oldest first. Throws NotFoundError for a SID that reached no such phone. */
export function hearReport(journal: Journal, { number, sid }: HearQuery): Heard[] {
  const all = journal
    .transcripts(number)
    .flatMap((transcript) => [
      ...transcript.calls.map((call) => heardCall(transcript, call)),
      ...transcript.texts.map((text) => heardText(transcript, text)),
    ]);
  const wanted = sid === undefined ? all : all.filter((each) => each.sid === sid);
  if (sid !== undefined && wanted.length === 0) {
    throw new NotFoundError(
      number === undefined ? `${sid} reached no phone` : `${sid} did not reach ${number}`,
    );
  }
  return wanted.sort((a, b) => a.at - b.at);
}

/** Words of the application or of the other end; neither keys nor silence. */
function isMessage({ verb }: Utterance): boolean {
  return verb === 'say' || verb === 'play' || verb === 'speech';
}

function heardCall({ number, name }: Transcript, call: PhoneCall): Heard {
  const endedAt = call.endedAt ?? 0;
  const missed = call.missed.map((sound) => ({
    ...sound,
    at: endedAt,
    until: endedAt,
    heard: '',
    cut: true,
  }));
  const sounds = [...call.heard.filter(isMessage), ...missed].map((utterance) => {
    const made = madeSound(utterance);
    return { ...made, verb: utterance.verb, heard: utterance.heard, parts: partsOf(made, call.deaf) };
  });
  const message = hearMessage(sounds);
  return {
    at: call.rangAt,
    channel: 'call',
    number,
    name,
    sid: call.sid,
    side: call.side,
    from: call.from,
    to: call.to,
    answeredAt: call.answeredAt,
    answeredBy: call.answeredAt === null ? null : call.kind,
    kind: call.kind,
    beepAt: call.beepAt,
    endedAt: call.endedAt,
    endedBy: call.endedBy,
    said: joined(sounds.map(({ text }) => text)),
    heard: joined(sounds.map(({ heard }) => heard)),
    heardFraction: message?.fraction ?? null,
    message: message?.text ?? null,
    passes: message?.passes ?? 0,
    wholePasses: message?.wholePasses ?? 0,
    parts: sounds.flatMap(({ at, ms, verb, parts }) =>
      parts.map((part: Part) => ({
        at: Math.round(at + part.from * ms),
        verb: verb as HeardPart['verb'],
        text: part.text,
        loss: part.loss,
      })),
    ),
    answers: call.said.map(({ words }) => words),
    pressed: call.pressed.map(({ digits }) => digits).join(''),
    played: call.heard.flatMap(({ verb, text }) => (verb === 'digits' ? [text] : [])).join(''),
    machineKeys: call.machineKeys,
    erased: call.machineKeys.some(({ does }) => does === 'erase'),
  };
}

/** A text that was received was read, whole. */
function heardText({ number, name }: Transcript, { at, sid, from, body }: ReceivedText): Heard {
  return {
    at,
    channel: 'sms',
    number,
    name,
    sid,
    side: 'callee',
    from,
    to: number,
    answeredAt: null,
    answeredBy: null,
    kind: null,
    beepAt: null,
    endedAt: null,
    endedBy: null,
    said: body,
    heard: body,
    heardFraction: 1,
    message: body,
    passes: 1,
    wholePasses: 1,
    parts: [],
    answers: [],
    pressed: '',
    played: '',
    machineKeys: [],
    erased: false,
  };
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(' ');
}

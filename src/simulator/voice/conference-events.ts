// What the application is told of a conference as it goes on.

import type { WebTarget } from '../call.ts';
import type { Conference, Participant } from '../conference.ts';
import { rfc2822 } from '../dates.ts';
import { deliver } from '../deliver.ts';
import type { Account, World } from '../world.ts';
import type { ConferenceEvent } from './conference-rules.ts';

type Field = readonly [string, string];

/** Each with the name of the subscription it falls under. */
const SUBSCRIPTIONS = {
  'conference-start': 'start',
  'conference-end': 'end',
  'participant-join': 'join',
  'participant-leave': 'leave',
  'participant-mute': 'mute',
  'participant-unmute': 'mute',
  'participant-hold': 'hold',
  'participant-unhold': 'hold',
  'participant-modify': 'modify',
  'participant-speech-start': 'speaker',
  'participant-speech-stop': 'speaker',
  'announcement-end': 'announcement',
  'announcement-fail': 'announcement',
} as const satisfies Readonly<Record<string, ConferenceEvent>>;
export type ConferenceNews = keyof typeof SUBSCRIPTIONS;

export interface NewsParts {
  readonly world: World;
  readonly account: Account;
  readonly conference: Conference;
  /** Set by the first participant, for good. */
  readonly callback: WebTarget | undefined;
  readonly events: readonly ConferenceEvent[];
}

export class ConferenceNewsDesk {
  readonly #parts: NewsParts;
  #sequence = 0;

  constructor(parts: NewsParts) {
    this.#parts = parts;
  }

  tell(news: ConferenceNews, about: Participant | undefined, more: readonly Field[] = []): void {
    const { world, account, conference, callback, events } = this.#parts;
    if (callback === undefined || !events.includes(SUBSCRIPTIONS[news])) return;
    this.#sequence += 1;
    const fields: Field[] = [
      ['ConferenceSid', conference.sid],
      ['FriendlyName', conference.friendlyName],
      ['AccountSid', conference.accountSid],
      ['SequenceNumber', String(this.#sequence)],
      ['Timestamp', rfc2822(world.clock.now()) ?? ''],
      ['StatusCallbackEvent', news],
      ...(about ? participantFields(about) : []),
      ...more,
    ];
    deliver(world, account, { owner: conference, callSid: about?.sid ?? null, ...callback, fields });
  }
}

function participantFields(row: Participant): Field[] {
  return [
    ['CallSid', row.sid],
    ['Muted', String(row.muted)],
    ['Hold', String(row.hold)],
    ['Coaching', String(row.coaching)],
    ['EndConferenceOnExit', String(row.endConferenceOnExit)],
    ['StartConferenceOnEnter', String(row.startConferenceOnEnter)],
    ...(row.label === null ? [] : [['ParticipantLabel', row.label] as const]),
  ];
}

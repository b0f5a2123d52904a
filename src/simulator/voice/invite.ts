// Calls somebody into a conference: the call is told to join it as its own TwiML would, so that it survives a restart.

import type { Call } from '../call.ts';
import type { Participant } from '../conference.ts';
import type { Account, World } from '../world.ts';
import { type ConferenceRules, readConference } from './conference-rules.ts';
import { createCall, type OutboundDraft } from './outbound.ts';
import { findRoom, Room } from './room.ts';
import { elementsOf, parseTwiml, type TwimlElement } from './twiml.ts';

/** As the Conference noun has them; undefined leaves one out. */
export type ConferenceAttributes = Readonly<Record<string, string | undefined>>;

export interface Invitation extends Omit<OutboundDraft, 'plan'> {
  readonly plan: Omit<OutboundDraft['plan'], 'source'>;
  readonly conference: string;
  readonly attributes: ConferenceAttributes;
}

/** Opens the conference if it is not going on; it ends with the call if nobody ever comes. */
export function invite(world: World, account: Account, invitation: Invitation): Participant {
  const { conference, attributes, plan, ...parties } = invitation;
  const twiml = joinDocument(conference, attributes);
  const call = createCall(world, account, { ...parties, plan: { ...plan, source: { twiml } } });
  const rules = rulesOf(world, call, twiml);
  const room = findRoom(world, account, rules.name) ?? new Room(world, account, rules);
  const row: Participant = {
    seq: account.participants.nextSeq(),
    sid: call.sid,
    accountSid: account.sid,
    conferenceSid: room.row.sid,
    label: rules.label,
    createdAt: call.createdAt,
    updatedAt: call.createdAt,
    muted: rules.isMuted,
    hold: false,
    coaching: rules.coach !== null,
    callSidToCoach: rules.coach,
    endConferenceOnExit: rules.endsOnExit,
    startConferenceOnEnter: rules.startsOnEnter,
    status: 'queued',
  };
  account.participants.add(row);
  world.live.get(call.sid)?.whenOver(() => {
    // Removes it if it never came in; the room has done so otherwise.
    account.participants.remove(row);
    if (room.members.length === 0) room.end('last-participant-left');
  });
  return row;
}

function rulesOf(world: World, call: Call, twiml: string): ConferenceRules {
  const root = parseTwiml(twiml);
  const [element] = elementsOf(elementsOf(root)[0] as TwimlElement);
  const leg = world.live.get(call.sid);
  if (leg === undefined || element === undefined) throw new Error('a call that was just made is not there');
  return readConference({ leg, element, document: { root, url: null } });
}

function joinDocument(name: string, attributes: ConferenceAttributes): string {
  const given = Object.entries(attributes).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const text = given.map(([key, value]) => ` ${key}="${escapeXml(value)}"`).join('');
  return `<Response><Dial><Conference${text}>${escapeXml(name)}</Conference></Dial></Response>`;
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

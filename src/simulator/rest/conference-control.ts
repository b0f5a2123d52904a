// A conference that is going on, changed from outside: ended, announced to; its members held, muted, put out.

import type { WebTarget } from '../call.ts';
import type { Conference } from '../conference.ts';
import type { Fields } from '../form.ts';
import type { Member } from '../voice/member.ts';
import type { Room } from '../voice/room.ts';
import { badRequest, notFound } from './api-error.ts';
import { boolean, given, httpMethod, oneOf, webhookUrl } from './params.ts';
import type { RestRequest } from './resource.ts';

/** Ends the conference or says something to all who are in it. Ending one that has ended does nothing. */
export function changeConference({ world, form }: RestRequest, row: Conference): void {
  const status = oneOf(form, 'Status', ['completed']);
  const announcement = readTarget(form, 'Announce', 'POST');
  const room = world.rooms.get(row.sid);
  if (announcement !== undefined) {
    if (room === undefined) throw badRequest(20001, 'The conference is not in progress');
    room.announce({ source: announcement });
  }
  if (status !== undefined) room?.end('conference-ended-via-api');
}

/** A URL of the application's, and the method beside it. Throws ApiError 20001. */
function readTarget(form: Fields, name: string, fallback: 'GET' | 'POST'): WebTarget | undefined {
  const url = webhookUrl(form, `${name}Url`, 20001);
  if (url === undefined) return undefined;
  const method = given(form, `${name}Method`) === undefined ? fallback : httpMethod(form, `${name}Method`);
  return { url, method };
}

/** The member of a conference that a path names. Throws ApiError 20404. */
export function findMember({ world, sids, path }: RestRequest): {
  readonly room: Room;
  readonly member: Member;
} {
  const room = world.rooms.get(sids[0] ?? '');
  const member = room?.find(sids[1] ?? '');
  if (room === undefined || member === undefined) throw notFound(path);
  return { room, member };
}

export function changeMember(request: RestRequest, { room, member }: ReturnType<typeof findMember>): void {
  const { form } = request;
  const hold = readTarget(form, 'Hold', 'GET');
  const announcement = readTarget(form, 'Announce', 'POST');
  changeAttributes(form, { room, member });
  if (hold) member.holdTrack = { source: hold };
  if (has(form, 'Muted')) room.mute(member, boolean(form, 'Muted'));
  if (has(form, 'Hold')) {
    // Music again, unless this request says what to play.
    if (!hold) member.holdTrack = 'music';
    room.hold(member, boolean(form, 'Hold'));
  }
  if (announcement) room.announce({ source: announcement }, member);
}

/** What the member is told of as modified. */
function changeAttributes(form: Fields, { room, member }: ReturnType<typeof findMember>): void {
  const { row } = member;
  const coach = given(form, 'CallSidToCoach');
  if (coach !== undefined && room.find(coach)?.row.sid !== coach) {
    throw badRequest(20001, `CallSidToCoach is in no such conference: ${coach}`);
  }
  if (coach === row.sid) throw badRequest(20001, `${coach} cannot coach itself`);
  const coaches = has(form, 'Coaching') ? boolean(form, 'Coaching') : coach !== undefined || row.coaching;
  if (coaches && coach === undefined && row.callSidToCoach === null) {
    throw badRequest(20001, "Coaching needs 'CallSidToCoach'");
  }
  if (has(form, 'BeepOnExit')) member.beepsOnExit = boolean(form, 'BeepOnExit');
  if (has(form, 'EndConferenceOnExit')) row.endConferenceOnExit = boolean(form, 'EndConferenceOnExit');
  row.coaching = coaches;
  row.callSidToCoach = coaches ? (coach ?? row.callSidToCoach) : null;
  const changed = ['BeepOnExit', 'EndConferenceOnExit', 'Coaching', 'CallSidToCoach'].some((name) =>
    has(form, name),
  );
  if (changed) room.modify(member);
}

function has(form: Fields, name: string): boolean {
  return given(form, name) !== undefined;
}

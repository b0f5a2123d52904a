// POST Participants: calls somebody and has them join a conference, which is opened if there is none of that name.

import type { Participant } from '../conference.ts';
import { type Fields, field } from '../form.ts';
import { CONFERENCE_EVENTS } from '../voice/conference-rules.ts';
import { type ConferenceAttributes, invite } from '../voice/invite.ts';
import { badRequest, notFound } from './api-error.ts';
import { checkQueue, readParties, readTerms } from './call-create.ts';
import { given, integer, oneOf, webhookUrl } from './params.ts';
import type { RestRequest } from './resource.ts';

const MOST_PARTICIPANTS = 250;
const MAX_LABEL = 128;

export function addParticipant(request: RestRequest): Participant {
  const { world, account } = request;
  const form = inTermsOfCalls(request.form);
  const parties = readParties(account, form);
  const conference = readConference(request);
  const plan = readTerms(form);
  const attributes = readAttributes(form);
  checkPlace(request, conference, attributes);
  checkQueue(world, account);
  return invite(world, account, { ...parties, plan, conference, attributes });
}

/** Calls have other names for two things: who is shown as caller, and where detection reports to. */
function inTermsOfCalls(form: Fields): Fields {
  const mine = new Map(form);
  const callerId = given(form, 'CallerId');
  const report = form.get('AmdStatusCallback');
  if (callerId !== undefined) mine.set('From', [callerId]);
  if (report) mine.set('AsyncAmd', ['true']).set('AsyncAmdStatusCallback', report);
  const method = form.get('AmdStatusCallbackMethod');
  if (method) mine.set('AsyncAmdStatusCallbackMethod', method);
  return mine;
}

/** Its name: the path has that, or the SID of one that has not ended. Throws ApiError 20404. */
function readConference({ account, sids, path }: RestRequest): string {
  const name = sids[0] ?? '';
  if (!/^CF[0-9a-f]{32}$/i.test(name)) return name;
  const row = account.conferences.get(name);
  if (row === undefined || row.status === 'completed') throw notFound(path);
  return row.friendlyName;
}

function readAttributes(form: Fields): ConferenceAttributes {
  const label = given(form, 'Label');
  if (
    label !== undefined &&
    (label.length > MAX_LABEL || label.includes('/') || /^CA[0-9a-f]{32}$/i.test(label))
  ) {
    throw badRequest(16023, `Invalid participant label: ${label}`);
  }
  const most = { fallback: MOST_PARTICIPANTS, least: 2, most: MOST_PARTICIPANTS, code: 20001 };
  return {
    muted: readFlag(form, 'Muted'),
    beep: oneOf(form, 'Beep', ['true', 'false', 'onEnter', 'onExit']),
    startConferenceOnEnter: readFlag(form, 'StartConferenceOnEnter'),
    endConferenceOnExit: readFlag(form, 'EndConferenceOnExit'),
    // An empty one is silence, which is not the same as none.
    waitUrl: field(form, 'WaitUrl') === '' ? '' : webhookUrl(form, 'WaitUrl', 20001),
    waitMethod: oneOf(form, 'WaitMethod', ['GET', 'POST']),
    maxParticipants: String(integer(form, 'MaxParticipants', most)),
    record: oneOf(form, 'ConferenceRecord', ['true', 'false', 'record-from-start', 'do-not-record']),
    trim: oneOf(form, 'ConferenceTrim', ['trim-silence', 'do-not-trim']),
    statusCallback: webhookUrl(form, 'ConferenceStatusCallback', 20001),
    statusCallbackMethod: oneOf(form, 'ConferenceStatusCallbackMethod', ['GET', 'POST']),
    statusCallbackEvent: readWords(form, 'ConferenceStatusCallbackEvent') ?? 'start end',
    recordingStatusCallback: webhookUrl(form, 'ConferenceRecordingStatusCallback', 20001),
    recordingStatusCallbackMethod: oneOf(form, 'ConferenceRecordingStatusCallbackMethod', ['GET', 'POST']),
    recordingStatusCallbackEvent: readWords(form, 'ConferenceRecordingStatusCallbackEvent'),
    participantLabel: label,
    coach: readFlag(form, 'Coaching') === 'false' ? undefined : given(form, 'CallSidToCoach'),
  };
}

/** Anything but `true` is false to Twilio. */
function readFlag(form: Fields, name: string): 'true' | 'false' | undefined {
  const text = given(form, name);
  return text === undefined ? undefined : text.toLowerCase() === 'true' ? 'true' : 'false';
}

/** Repeated, or several in one: as the attribute has them, separated by spaces. */
function readWords(form: Fields, name: string): string | undefined {
  const text = (form.get(name) ?? []).join(' ').trim();
  if (text === '') return undefined;
  const bad = name.startsWith('ConferenceStatus') && text.split(/\s+/).find((word) => !isEvent(word));
  if (bad) throw badRequest(20001, `Invalid ${name}: ${bad}`);
  return text;
}

function isEvent(word: string): boolean {
  return CONFERENCE_EVENTS.some((event) => event === word);
}

/** Of a conference that is going on: the label is nobody else's, and whoever is to be coached is there. */
function checkPlace({ account, form }: RestRequest, name: string, attributes: ConferenceAttributes): void {
  const row = account.conferences.filed(name).findLast(({ status }) => status !== 'completed');
  const others = row === undefined ? [] : account.participants.filed(row.sid);
  const { participantLabel, coach } = attributes;
  if (participantLabel !== undefined && others.some(({ label }) => label === participantLabel)) {
    throw badRequest(16025, `Participant label is in use by another participant: ${participantLabel}`);
  }
  if (coach !== undefined && !others.some(({ sid }) => sid === coach)) {
    throw badRequest(20001, `CallSidToCoach is in no such conference: ${coach}`);
  }
  if (readFlag(form, 'Coaching') === 'true' && coach === undefined) {
    throw badRequest(20001, "Coaching needs 'CallSidToCoach'");
  }
}

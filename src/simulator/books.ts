// The rows of an account: one book for each kind. A new kind of row is a line here.

import type { ApiKey } from './api-key.ts';
import type { Application } from './application.ts';
import type { AuditEvent } from './audit.ts';
import { Book } from './book.ts';
import { type Call, FINAL_CALL } from './call.ts';
import type { CallEventRow } from './call-event.ts';
import type { CallerId } from './caller-id.ts';
import type { Conference, Participant } from './conference.ts';
import type { IncomingNumber } from './incoming-number.ts';
import type { Media } from './media.ts';
import type { Message } from './message.ts';
import type { Notification } from './notification.ts';
import type { OptOut } from './opt-out.ts';
import type { QueueMember, QueueRow } from './queue.ts';
import { FINAL_RECORDING, type Recording } from './recording.ts';
import type { Transcription } from './transcription.ts';
import type { UsageDay } from './usage.ts';
import type { UsageTrigger } from './usage-trigger.ts';

/**
 * Every book with the key its rows are filed under. They are all written to the state file; of one that says how its
 * rows are shelved, only those that something is still going to happen to are read back at the start of a run.
 */
export function openBooks() {
  return {
    messages: new Book<Message>((message) => message.to, {
      isOpen: ({ nextAt, status }) => nextAt !== null || status === 'receiving',
      party: ({ from }) => from,
      at: ({ sentAt }) => sentAt,
    }),
    media: new Book<Media>((media) => media.messageSid, {
      isOpen: () => false,
      at: ({ createdAt }) => createdAt,
    }),
    calls: new Book<Call>((call) => call.to, {
      isOpen: (call) => !FINAL_CALL.includes(call.status) || isUnpriced(call),
      party: ({ from }) => from,
      status: ({ status }) => status,
      at: ({ startedAt }) => startedAt,
    }),
    notifications: new Book<Notification>((notification) => notification.callSid ?? '', {
      isOpen: () => false,
      at: ({ at }) => at,
    }),
    numbers: new Book<IncomingNumber>((number) => number.number),
    callerIds: new Book<CallerId>((callerId) => callerId.number),
    keys: new Book<ApiKey>((key) => key.sid),
    applications: new Book<Application>((application) => application.sid),
    recordings: new Book<Recording>((recording) => recording.callSid, {
      isOpen: ({ status }) => !FINAL_RECORDING.includes(status),
      at: ({ createdAt }) => createdAt,
    }),
    transcriptions: new Book<Transcription>((transcription) => transcription.recordingSid, {
      isOpen: ({ status }) => status === 'in-progress',
      at: ({ createdAt }) => createdAt,
    }),
    conferences: new Book<Conference>((conference) => conference.friendlyName, {
      isOpen: ({ status }) => status !== 'completed',
      status: ({ status }) => status,
      at: ({ createdAt }) => createdAt,
    }),
    participants: new Book<Participant>((participant) => participant.conferenceSid),
    queues: new Book<QueueRow>(() => ''),
    queueMembers: new Book<QueueMember>((member) => member.queueSid),
    callEvents: new Book<CallEventRow>((event) => event.callSid),
    optOuts: new Book<OptOut>((optOut) => optOut.sid),
    events: new Book<AuditEvent>((event) => event.resourceSid, {
      isOpen: () => false,
      at: ({ at }) => at,
    }),
    usage: new Book<UsageDay>((usage) => usage.sid),
    triggers: new Book<UsageTrigger>((trigger) => trigger.usageCategory),
  };
}

function isUnpriced({ durationSeconds, priceMicros }: Call): boolean {
  return durationSeconds !== null && priceMicros === null;
}

export type Books = ReturnType<typeof openBooks>;
export type BookName = keyof Books;

export const BOOK_NAMES = Object.keys(openBooks()) as BookName[];

// Messages: list, fetch, redact, cancel, delete.

import { field } from '../form.ts';
import { dropMedia } from '../media.ts';
import { FINAL_MESSAGE, type Message, shownTo } from '../message.ts';
import { messageText } from '../message-text.ts';
import { cancelMessage } from '../texting.ts';
import { ApiError, badRequest, notFound } from './api-error.ts';
import { dated, equals, listAnswer } from './list.ts';
import { postMessage } from './message-create.ts';
import { given } from './params.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

const FILTERS = [
  equals<Message>('To', shownTo),
  equals<Message>('From', (message) => message.from),
  dated<Message>('DateSent', (message) => message.sentAt),
];
const PARAMS = ['To', 'From', 'DateSent', 'DateSent<', 'DateSent>'];

/** The message a path names. Throws ApiError 20404. */
export function findMessage({ account, sids, path }: RestRequest): Message {
  const message = account.messages.get(sids[0] ?? '');
  if (message === undefined) throw notFound(path);
  return message;
}

/**
 * Newest first by creation. Twilio sorts by the date sent, which is the same but for queued and scheduled
 * messages, of which it says nothing.
 */
function listMessages(request: RestRequest): RestAnswer {
  return listAnswer(request, {
    book: request.account.messages,
    key: 'messages',
    filters: FILTERS,
    filedUnder: given(request.query, 'To'),
    cards: { party: 'From', at: 'DateSent' },
    params: PARAMS,
    text: messageText,
  });
}

function updateMessage(request: RestRequest): RestAnswer {
  const { world, account, form } = request;
  const message = findMessage(request);
  const body = field(form, 'Body');
  const status = given(form, 'Status');
  if (status !== undefined && status !== 'canceled') throw badRequest(20001, `Invalid Status: ${status}`);
  if (body !== undefined && body !== '') throw badRequest(20001, "Body can only be redacted: it must be ''");
  if (status !== undefined) {
    if (message.status !== 'scheduled') throw badRequest(30409, 'This message cannot be canceled');
    cancelMessage(world, account, message);
  }
  if (body !== undefined) {
    requireFinal(message, 'redact');
    message.body = '';
    message.updatedAt = world.clock.now();
    account.messages.touch(message);
  }
  return { status: 200, bytes: messageText(message), sid: message.sid };
}

function deleteMessage(request: RestRequest): RestAnswer {
  const message = findMessage(request);
  requireFinal(message, 'delete');
  request.account.messages.remove(message);
  dropMedia(request.account, message);
  return { status: 204, sid: message.sid };
}

function requireFinal(message: Message, verb: string): void {
  if (message.status === 'sent' || FINAL_MESSAGE.includes(message.status)) return;
  throw new ApiError(409, 20009, `Cannot ${verb} this resource before it is complete`);
}

export const MESSAGES: Resource = { get: listMessages, post: postMessage, worksInTest: true };

export const MESSAGE: Resource = {
  get: (request) => {
    const message = findMessage(request);
    return { status: 200, bytes: messageText(message), sid: message.sid };
  },
  post: updateMessage,
  delete: deleteMessage,
};

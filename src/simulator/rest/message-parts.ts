// What belongs to a message: its pictures, and what the application tells Twilio of its outcome.

import { rfc2822 } from '../dates.ts';
import { type Media, mediaJson } from '../media.ts';
import { notFound } from './api-error.ts';
import { dated, listAnswer } from './list.ts';
import { findMessage } from './messages.ts';
import { oneOf } from './params.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

const FILTERS = [dated<Media>('DateCreated', ({ createdAt }) => createdAt)];

function list(request: RestRequest): RestAnswer {
  return listAnswer(request, {
    book: request.account.media,
    key: 'media_list',
    filters: FILTERS,
    filedUnder: findMessage(request).sid,
    params: ['DateCreated', 'DateCreated<', 'DateCreated>'],
    json: mediaJson,
  });
}

function findMedia(request: RestRequest): Media {
  const media = request.account.media.get(request.sids[1] ?? '');
  if (media?.messageSid !== findMessage(request).sid) throw notFound(request.path);
  return media;
}

function remove(request: RestRequest): RestAnswer {
  const media = findMedia(request);
  request.account.media.remove(media);
  return { status: 204, sid: media.sid };
}

/** Twilio answers with what it was told; nothing of the message changes. */
function tellOutcome(request: RestRequest): RestAnswer {
  const message = findMessage(request);
  const outcome = oneOf(request.form, 'Outcome', ['confirmed', 'unconfirmed']) ?? 'confirmed';
  const now = rfc2822(request.world.clock.now());
  const body = {
    account_sid: message.accountSid,
    date_created: now,
    date_updated: now,
    message_sid: message.sid,
    outcome,
    uri: `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}/Feedback.json`,
  };
  return { status: 200, body, sid: message.sid };
}

export const MESSAGE_MEDIA: Resource = { get: list };

export const MESSAGE_MEDIUM: Resource = {
  get: (request) => {
    const media = findMedia(request);
    return { status: 200, body: mediaJson(media), sid: media.sid };
  },
  delete: remove,
};

export const MESSAGE_FEEDBACK: Resource = { post: tellOutcome };

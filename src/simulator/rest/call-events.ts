// Events of a call: what Twilio asked the application, and what it answered.

import { type CallEventRow, callEventJson } from '../call-event.ts';
import { findCall } from './calls.ts';
import { listAnswer } from './list.ts';
import type { Resource } from './resource.ts';

export const CALL_EVENTS: Resource = {
  get: (request) =>
    listAnswer<CallEventRow>(request, {
      book: request.account.callEvents,
      key: 'events',
      filters: [],
      filedUnder: findCall(request).sid,
      params: [],
      json: callEventJson,
    }),
};

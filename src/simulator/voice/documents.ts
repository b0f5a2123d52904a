// Gets a TwiML document: inline, or from the application by a signed request.

import type { WebTarget } from '../call.ts';
import { callFields } from '../callbacks.ts';
import type { Pairs, WebhookReply } from '../webhook.ts';
import { type Asker, exchange } from './ask.ts';
import { decodeReply } from './charset.ts';
import type { Leg } from './leg.ts';
import type { Script } from './stage.ts';
import { parseTwiml, type TwimlElement, TwimlFailure } from './twiml.ts';

export interface TwimlDocument {
  readonly root: TwimlElement;
  /** What relative URLs are relative to; null for an inline document. */
  readonly url: string | null;
}

const XML_TYPES = ['text/xml', 'application/xml', 'text/html', 'application/xhtml+xml'];

/** Throws TwimlFailure. */
export async function loadDocument(leg: Leg, { source, extra = [] }: Script): Promise<TwimlDocument> {
  if ('twiml' in source) return { root: parseTwiml(source.twiml), url: null };
  const { world, account, call } = leg;
  const fields = [...callFields(call, call.status), ...arrivalFields(leg), ...extra];
  return fetchTwiml({ world, account, callSid: call.sid }, { source, fields, plainTextAs: 'Say' });
}

/** What requests for TwiML tell of a call that came in: a token to call on with its caller ID, and who vouches for that. */
function arrivalFields({ call }: Leg): Pairs {
  if (call.direction !== 'inbound') return [];
  return [
    ['CallToken', `{"parentCallInfoToken":"${call.sid}"}`],
    ['StirVerstat', 'TN-Validation-Passed-A'],
  ];
}

interface Asking {
  readonly source: WebTarget;
  readonly fields: Pairs;
  /** The verb that a reply of plain text stands for. */
  readonly plainTextAs: 'Say' | 'Message';
}

/** Throws TwimlFailure, with the exchange that failed. */
export async function fetchTwiml(
  asker: Asker,
  { source, fields, plainTextAs }: Asking,
): Promise<TwimlDocument> {
  const { reply, told } = await exchange(asker, source, fields);
  try {
    return { root: readReply(reply, plainTextAs), url: reply.url };
  } catch (error) {
    if (error instanceof TwimlFailure) throw new TwimlFailure(error.code, error.message, told());
    throw error;
  }
}

function readReply(reply: WebhookReply, plainTextAs: string): TwimlElement {
  if (reply.status < 200 || reply.status > 299) {
    throw new TwimlFailure(11200, `Got HTTP ${reply.status} response to ${reply.url}`);
  }
  if (XML_TYPES.includes(reply.contentType)) return parseTwiml(decodeReply(reply));
  if (reply.contentType === 'text/plain') return response(plainTextAs, decodeReply(reply));
  if (reply.contentType.startsWith('audio/')) return response('Play', reply.url);
  throw new TwimlFailure(12300, `Invalid Content-Type: ${reply.contentType || 'none'}`);
}

function response(verb: string, text: string): TwimlElement {
  return { name: 'Response', attributes: {}, children: [{ name: verb, attributes: {}, children: [text] }] };
}

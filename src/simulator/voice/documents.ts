// Gets a TwiML document: inline, or from the application by a signed request.

import type { WebhookReply } from '../webhook.ts';
import { ask } from './ask.ts';
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
export async function loadDocument(leg: Leg, { source, extra }: Script): Promise<TwimlDocument> {
  if ('twiml' in source) return { root: parseTwiml(source.twiml), url: null };
  const { reply, exchange } = await ask(leg, source, extra);
  try {
    return { root: readReply(reply), url: reply.url };
  } catch (error) {
    if (error instanceof TwimlFailure) throw new TwimlFailure(error.code, error.message, exchange);
    throw error;
  }
}

function readReply(reply: WebhookReply): TwimlElement {
  if (reply.status < 200 || reply.status > 299) {
    throw new TwimlFailure(11200, `Got HTTP ${reply.status} response to ${reply.url}`);
  }
  if (XML_TYPES.includes(reply.contentType)) return parseTwiml(reply.body.toString());
  if (reply.contentType === 'text/plain') return response('Say', reply.body.toString());
  if (reply.contentType.startsWith('audio/')) return response('Play', reply.url);
  throw new TwimlFailure(12300, `Invalid Content-Type: ${reply.contentType || 'none'}`);
}

function response(verb: string, text: string): TwimlElement {
  return { name: 'Response', attributes: {}, children: [{ name: verb, attributes: {}, children: [text] }] };
}

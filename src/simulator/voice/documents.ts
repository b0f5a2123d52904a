// Gets a TwiML document: inline, or from the application by a signed request.

import type { HttpMethod, TwimlSource } from '../call.ts';
import { callFields } from '../callbacks.ts';
import { encodeForm } from '../form.ts';
import { type Pairs, WebhookError, type WebhookReply } from '../webhook.ts';
import type { Account, World } from '../world.ts';
import type { LiveCall } from './live-call.ts';
import { parseTwiml, type TwimlElement, TwimlFailure } from './twiml.ts';

/** What to run next. */
export interface Script {
  readonly source: TwimlSource;
  /** Sent along, beside what every request about the call carries. */
  readonly extra?: Pairs;
  /** The call's fallback: has no fallback of its own. */
  readonly isFallback?: boolean;
}

export interface TwimlDocument {
  readonly root: TwimlElement;
  /** What relative URLs are relative to; null for an inline document. */
  readonly url: string | null;
}

/** Twilio refuses more. */
const MAX_BYTES = 64 * 1024;
const XML_TYPES = ['text/xml', 'application/xml', 'text/html', 'application/xhtml+xml'];

/** Throws TwimlFailure. */
export async function loadDocument(live: LiveCall, { source, extra = [] }: Script): Promise<TwimlDocument> {
  if ('twiml' in source) return { root: parseTwiml(source.twiml), url: null };
  const fields = [...callFields(live.call, live.call.status), ...extra];
  return fetchTwiml(live, { source, fields, plainTextAs: 'Say' });
}

interface Asking {
  readonly source: { readonly url: string; readonly method: HttpMethod };
  readonly fields: Pairs;
  /** The verb that a reply of plain text stands for. */
  readonly plainTextAs: 'Say' | 'Message';
}

/** Throws TwimlFailure, with the exchange that failed. */
export async function fetchTwiml(
  { world, account }: { readonly world: World; readonly account: Account },
  { source, fields, plainTextAs }: Asking,
): Promise<TwimlDocument> {
  const exchange = {
    requestUrl: source.url,
    requestMethod: source.method,
    requestVariables: encodeForm(fields),
  };
  let reply: WebhookReply;
  try {
    reply = await world.clock.track(
      world.webhooks.send({
        ...source,
        fields,
        authToken: account.authToken,
        maxBytes: MAX_BYTES,
      }),
    );
  } catch (error) {
    if (error instanceof WebhookError) throw new TwimlFailure(error.code, error.message, exchange);
    throw error;
  }
  const told = { ...exchange, responseBody: reply.body.toString(), responseHeaders: reply.headers };
  try {
    return { root: readReply(reply, plainTextAs), url: reply.url };
  } catch (error) {
    if (error instanceof TwimlFailure) throw new TwimlFailure(error.code, error.message, told);
    throw error;
  }
}

function readReply(reply: WebhookReply, plainTextAs: string): TwimlElement {
  if (reply.status < 200 || reply.status > 299) {
    throw new TwimlFailure(11200, `Got HTTP ${reply.status} response to ${reply.url}`);
  }
  if (XML_TYPES.includes(reply.contentType)) return parseTwiml(reply.body.toString());
  if (reply.contentType === 'text/plain') return response(plainTextAs, reply.body.toString());
  if (reply.contentType.startsWith('audio/')) return response('Play', reply.url);
  throw new TwimlFailure(12300, `Invalid Content-Type: ${reply.contentType || 'none'}`);
}

function response(verb: string, text: string): TwimlElement {
  return { name: 'Response', attributes: {}, children: [{ name: verb, attributes: {}, children: [text] }] };
}

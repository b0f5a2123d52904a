// Requests to the application under test: signed like Twilio's, and never beyond this machine.

import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Clock } from '../core/clock.ts';
import type { HttpMethod } from './call.ts';
import { encodeForm } from './form.ts';
import { isLoopbackUrl, isReachable, isTwimletsUrl, loopbackLookup, readUrl } from './loopback.ts';
import { twilioSignature } from './signature.ts';

export type Pairs = readonly (readonly [string, string])[];

export interface WebhookRequest {
  readonly url: string;
  readonly method: HttpMethod;
  readonly fields: Pairs;
  readonly authToken: string;
  /** Fails with `tooLarge` on a longer body; the rest is not read. */
  readonly maxBytes: number;
}

export interface WebhookReply {
  readonly status: number;
  readonly contentType: string;
  readonly headers: string;
  readonly body: Buffer;
  /** Where redirects led: relative URLs of the document are relative to it. */
  readonly url: string;
}

/** A webhook that gave no reply, with Twilio's code for it. */
export class WebhookError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.name = 'WebhookError';
    this.code = code;
  }
}

// Twilio waits 15 s in all. Real seconds: the application under test does not run on virtual time.
const TIMEOUT_MS = 15_000;
const MAX_REDIRECTS = 10;

/** Keeps its connections open, as Twilio does; `close` ends them and every request under way. */
export class Webhooks {
  readonly #clock: Clock;
  readonly #http = new HttpAgent({ keepAlive: true });
  readonly #https = new HttpsAgent({ keepAlive: true });
  readonly #open = new Set<ClientRequest>();
  readonly #turns = new WeakMap<object, Promise<void>>();
  /** Where the simulator itself listens: there it asks for what is at twimlets.com. */
  home: string | undefined;

  constructor(realClock: Clock) {
    this.#clock = realClock;
  }

  /** Throws WebhookError. Any HTTP status is a reply. */
  async send(first: WebhookRequest): Promise<WebhookReply> {
    let request = first;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const { reply, location } = await this.#exchange(request);
      if (location === undefined) return reply;
      const next = readUrl(location, request.url);
      if (next === undefined) throw new WebhookError(11200, `a redirect to ${location}, which is no URL`);
      // Like Twilio and every browser: 301 and 302 become a GET and lose the fields.
      const keeps = reply.status === 307 || reply.status === 308;
      request = { ...request, url: next.href, ...(keeps ? {} : { method: 'GET', fields: [] }) };
    }
    throw new WebhookError(11215, `more than ${MAX_REDIRECTS} redirects`);
  }

  /** Runs the work of one owner in the order it was asked for, each after the one before has ended. */
  inOrder(owner: object, work: () => Promise<void>): Promise<void> {
    const turn = (this.#turns.get(owner) ?? Promise.resolve()).then(work);
    this.#turns.set(owner, turn);
    return turn;
  }

  close(): void {
    for (const request of this.#open) request.destroy(new WebhookError(11200, 'the simulator stopped'));
    this.#http.destroy();
    this.#https.destroy();
  }

  async #exchange(request: WebhookRequest): Promise<{ reply: WebhookReply; location: string | undefined }> {
    const url = readUrl(request.url);
    if (url === undefined) throw new WebhookError(11100, `${request.url} is no URL`);
    if (!(this.home === undefined ? isLoopbackUrl(url) : isReachable(url))) {
      throw new WebhookError(11200, `${url.host} is not this machine, and the simulator calls nobody else`);
    }
    url.hash = '';
    const isGet = request.method === 'GET';
    if (isGet) for (const [key, value] of request.fields) url.searchParams.append(key, value);
    const body = isGet ? '' : encodeForm(request.fields);
    const headers = {
      host: url.host,
      accept: '*/*',
      'user-agent': 'TwilioProxy/1.1',
      'x-twilio-signature': twilioSignature(request.authToken, url.href, isGet ? [] : request.fields),
      ...(isGet
        ? {}
        : {
            'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
            'content-length': Buffer.byteLength(body),
          }),
    };
    const response = await this.#request(this.#targetOf(url), request, headers, body);
    const bytes = await readBody(response, request.maxBytes);
    const location =
      response.statusCode && isRedirect(response.statusCode) ? response.headers.location : undefined;
    return { reply: replyOf(response, bytes, url.href), location };
  }

  /** Signed, redirected and named in errors as twimlets.com; only the connection goes to the simulator. */
  #targetOf(url: URL): URL {
    if (this.home === undefined || !isTwimletsUrl(url)) return url;
    const target = new URL(this.home);
    // Not as a reference to resolve: a path of //8.8.8.8/ would be another host.
    target.pathname = url.pathname;
    target.search = url.search;
    return target;
  }

  #request(
    url: URL,
    request: WebhookRequest,
    headers: Record<string, string | number>,
    body: string,
  ): Promise<IncomingMessage> {
    const secure = url.protocol === 'https:';
    const options = {
      method: request.method,
      headers,
      agent: secure ? this.#https : this.#http,
      lookup: loopbackLookup,
    };
    return new Promise((resolve, reject) => {
      const outgoing = (secure ? httpsRequest : httpRequest)(url, options, resolve);
      const cancel = this.#clock.at(this.#clock.now() + TIMEOUT_MS, () =>
        outgoing.destroy(new WebhookError(11200, `no whole reply within ${TIMEOUT_MS / 1000} s`)),
      );
      this.#open.add(outgoing);
      outgoing.on('close', () => {
        cancel();
        this.#open.delete(outgoing);
      });
      outgoing.on('error', (error) =>
        reject(error instanceof WebhookError ? error : new WebhookError(11205, error.message)),
      );
      outgoing.end(body);
    });
  }
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) {
        response.destroy();
        throw new WebhookError(11750, `the body is larger than ${maxBytes} bytes`);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof WebhookError ? error : new WebhookError(11200, 'the reply broke off');
  }
  return Buffer.concat(chunks);
}

function replyOf(response: IncomingMessage, body: Buffer, url: string): WebhookReply {
  return {
    status: response.statusCode ?? 0,
    contentType: (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    headers: encodeForm(Object.entries(response.headers).map(([key, value]) => [key, String(value)])),
    body,
    url,
  };
}

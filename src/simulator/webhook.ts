// Requests to the application under test: signed like Twilio's, tried again as its URL asks, never beyond this machine.

import type { Clock, Random } from '../core/clock.ts';
import type { HttpMethod } from './call.ts';
import type { Faults } from './faults.ts';
import { encodeForm } from './form.ts';
import { readUrl } from './loopback.ts';
import { seededRandom } from './random.ts';
import { Connections } from './webhook/connections.ts';
import { Deadlines } from './webhook/deadlines.ts';
import { WebhookError } from './webhook/error.ts';
import { type Budget, exchange, type Means } from './webhook/exchange.ts';
import { type Overrides, readOverrides } from './webhook/overrides.ts';
import type { ReplyReader } from './webhook/reply-reader.ts';
import { type Credentials, type Target, toBytes, toTarget } from './webhook/request.ts';

export { WebhookError } from './webhook/error.ts';

export type Pairs = readonly (readonly [string, string])[];

export interface WebhookRequest {
  /** Its fragment is not sent: it says how long to wait and when to try again. */
  readonly url: string;
  readonly method: HttpMethod;
  readonly fields: Pairs;
  readonly authToken: string;
  /** Fails with 11750 on a longer body; the rest is not read. */
  readonly maxBytes: number;
  /** When it is one of several that are the same; drawn when left out. */
  readonly idempotencyToken?: string | undefined;
  /** Signed with another token. Left to the faults in force when left out. */
  readonly isForged?: boolean | undefined;
}

export interface WebhookReply {
  readonly status: number;
  readonly contentType: string;
  /** Of the Content-Type; empty when it says none. */
  readonly charset: string;
  readonly headers: string;
  readonly body: Buffer;
  /** Where redirects led: relative URLs of the document are relative to it. */
  readonly url: string;
}

export interface WebhooksOptions {
  /** Where idempotency tokens come from. */
  readonly tokens?: Random;
  readonly faults?: Pick<Faults, 'drawForgery'>;
}

const MAX_REDIRECTS = 10;

/** Keeps its connections open, as Twilio does; `close` ends them and every request under way. */
export class Webhooks {
  readonly #means: Means;
  readonly #tokens: Random;
  readonly #faults: Pick<Faults, 'drawForgery'> | undefined;
  readonly #turns = new WeakMap<object, Promise<void>>();
  /** Where the simulator itself listens: there it asks for what is at twimlets.com. */
  home: string | undefined;

  /** Real time, because the application under test does not run on virtual time. */
  constructor(realClock: Clock, { tokens, faults }: WebhooksOptions = {}) {
    this.#means = { clock: realClock, connections: new Connections(), deadlines: new Deadlines(realClock) };
    this.#tokens = tokens ?? seededRandom(0, 'webhooks');
    this.#faults = faults;
  }

  /** Throws WebhookError. Any HTTP status is a reply. */
  async send(request: WebhookRequest): Promise<WebhookReply> {
    const url = readUrl(request.url);
    if (url === undefined) throw new WebhookError(11100, `${request.url} is no URL`);
    const limits = readOverrides(url.hash);
    const isForged = request.isForged ?? this.#faults?.drawForgery(subjectOf(request)) ?? false;
    const webhook: Webhook = {
      request,
      idempotencyToken: request.idempotencyToken ?? this.newToken(),
      // Another account's token, say: nobody has this one.
      authToken: isForged ? `not ${request.authToken}` : request.authToken,
      budget: { limits, endsAt: undefined },
    };
    for (let left = limits.retries; ; left -= 1) {
      const outcome = await this.#attempt(webhook, url);
      if (left > 0 && isRetried(outcome, limits) && this.#hasTime(webhook.budget)) continue;
      if (outcome instanceof WebhookError) throw outcome;
      return outcome;
    }
  }

  newToken(): string {
    return uuid(this.#tokens);
  }

  /**
   * Runs the work of one owner in the order it was asked for, each after the one before has ended; told how many real
   * milliseconds it had to wait for that.
   */
  inOrder(owner: object, work: (waitedMs: number) => Promise<void>): Promise<void> {
    const { clock } = this.#means;
    const since = clock.now();
    const turn = (this.#turns.get(owner) ?? Promise.resolve()).then(() => work(clock.now() - since));
    this.#turns.set(owner, turn);
    return turn;
  }

  close(): void {
    this.#means.connections.close();
    this.#means.deadlines.close();
  }

  #hasTime({ endsAt = 0 }: Budget): boolean {
    return this.#means.clock.now() < endsAt;
  }

  /** Once, from the URL to wherever it redirects. */
  async #attempt(webhook: Webhook, first: URL): Promise<WebhookReply | WebhookError> {
    let url = first;
    let { method, fields } = webhook.request;
    try {
      for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
        const target = toTarget(url, { method, fields, home: this.home });
        const reply = await this.#ask(webhook, target);
        const location = isRedirect(reply.status) ? reply.headers.get('location') : undefined;
        if (location === undefined) return toReply(reply, target.url);
        const next = readUrl(location, target.url);
        if (next === undefined) return new WebhookError(11200, `a redirect to ${location}, which is no URL`);
        url = next;
        // Like Twilio and every browser: 301 and 302 become a GET and lose the fields.
        if (reply.status !== 307 && reply.status !== 308) {
          method = 'GET';
          fields = [];
        }
      }
      return new WebhookError(11215, `more than ${MAX_REDIRECTS} redirects`);
    } catch (error) {
      if (error instanceof WebhookError) return error;
      throw error;
    }
  }

  #ask(webhook: Webhook, target: Target): Promise<ReplyReader> {
    const bytes = toBytes(target, webhook);
    const { maxBytes } = webhook.request;
    return exchange(this.#means, { origin: target.origin, bytes, maxBytes, budget: webhook.budget });
  }
}

/** One request of Twilio's, however often it is tried and wherever it is redirected to. */
interface Webhook extends Credentials {
  readonly request: WebhookRequest;
  readonly budget: Budget;
}

/** The SID of the call or message it is about. */
function subjectOf({ fields }: WebhookRequest): string {
  return fields.find(([key]) => key === 'CallSid' || key === 'MessageSid')?.[1] ?? '';
}

function isRetried(outcome: WebhookReply | WebhookError, { retried }: Overrides): boolean {
  if (outcome instanceof WebhookError) return outcome.failure !== 'final' && retried.has(outcome.failure);
  if (outcome.status >= 500) return retried.has('5xx');
  return outcome.status >= 400 && retried.has('4xx');
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function toReply({ status, headers, body }: ReplyReader, url: string): WebhookReply {
  return {
    status,
    contentType: (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    charset: /;\s*charset="?([\w.:-]+)/i.exec(headers.get('content-type') ?? '')?.[1] ?? '',
    get headers() {
      return encodeForm(headers);
    },
    body,
    url,
  };
}

/** In the form of a version 4 UUID. */
function uuid(random: Random): string {
  const hex = random.hex(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

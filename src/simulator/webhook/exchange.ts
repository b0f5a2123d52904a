// One request and its reply on one connection, within the limits of its webhook.

import type { Clock } from '../../core/clock.ts';
import type { Connection, Connections, Listener, Origin, Waiter } from './connections.ts';
import type { Deadlines, Limited } from './deadlines.ts';
import { connectFailure, tlsFailure, WebhookError } from './error.ts';
import type { Overrides } from './overrides.ts';
import { ReplyReader } from './reply-reader.ts';

/** What all requests of one webhook share: its limits, and when the last of them must be over. */
export interface Budget {
  readonly limits: Overrides;
  /** Real instant; counts from the first connection, not from waiting for one of ours to be free. */
  endsAt: number | undefined;
}

export interface Order {
  readonly origin: Origin;
  /** All of the request, ASCII. */
  readonly bytes: string;
  readonly maxBytes: number;
  readonly budget: Budget;
}

export interface Means {
  readonly clock: Clock;
  readonly connections: Connections;
  readonly deadlines: Deadlines;
}

/** Throws WebhookError. Any HTTP status is a reply. */
export function exchange(means: Means, order: Order): Promise<ReplyReader> {
  return new Promise((resolve, reject) => {
    const one = new Exchange(means, order, { resolve, reject });
    means.connections.take(order.origin, means.clock.now(), one);
  });
}

interface Outcome {
  resolve(reply: ReplyReader): void;
  reject(error: WebhookError): void;
}

class Exchange implements Waiter, Listener, Limited {
  fresh = false;
  dueAt = 0;
  readonly #means: Means;
  readonly #order: Order;
  readonly #outcome: Outcome;
  readonly #reader: ReplyReader;
  #connection: Connection | undefined;
  #heard = false;

  constructor(means: Means, order: Order, outcome: Outcome) {
    this.#means = means;
    this.#order = order;
    this.#outcome = outcome;
    this.#reader = new ReplyReader(order.maxBytes);
  }

  use(connection: Connection): void {
    const { budget } = this.#order;
    this.#connection = connection;
    connection.listener = this;
    budget.endsAt ??= this.#means.clock.now() + budget.limits.totalMs;
    this.#allow(budget.limits.connectMs);
    this.#means.deadlines.watch(this);
    if (connection.state === 'ready') this.ready();
  }

  refuse(): void {
    this.#outcome.reject(stopped());
  }

  ready(): void {
    this.#allow(this.#order.budget.limits.readMs);
    this.#connection?.socket.write(this.#order.bytes, 'latin1');
  }

  data(chunk: Buffer): void {
    this.#heard = true;
    try {
      this.#reader.feed(chunk);
    } catch (error) {
      this.#fail(error as WebhookError);
      return;
    }
    if (this.#reader.isWhole) this.#succeed();
    else this.#allow(this.#order.budget.limits.readMs);
  }

  closed(error: Error | undefined): void {
    const connection = this.#connection as Connection;
    this.#means.deadlines.release(this);
    if (this.#means.connections.isClosed) this.#outcome.reject(stopped());
    else if (this.#reader.close()) this.#outcome.resolve(this.#reader);
    else if (connection.isUsed && !this.#heard) this.#again();
    else this.#outcome.reject(this.#whyClosed(connection, error));
  }

  expire(): void {
    const { limits, endsAt = 0 } = this.#order.budget;
    const isFinal = this.dueAt >= endsAt;
    const isOpening = this.#connection?.state !== 'ready';
    const ms = isFinal ? limits.totalMs : isOpening ? limits.connectMs : limits.readMs;
    const why = `no ${isOpening ? 'connection' : 'whole reply'} within ${ms / 1000} s`;
    const failure = isFinal ? 'final' : isOpening ? 'ct' : 'rt';
    this.#fail(new WebhookError(isOpening ? 11205 : 11200, why, failure));
  }

  /**
   * The application closed a connection at rest while this request was on its way to it: what every client does then,
   * on a connection that is certainly alive. Its idempotency token is the same.
   */
  #again(): void {
    this.fresh = true;
    this.#means.connections.take(this.#order.origin, this.#means.clock.now(), this);
  }

  /** So long from now, within what is left in all. */
  #allow(ms: number): void {
    this.dueAt = Math.min(this.#means.clock.now() + ms, this.#order.budget.endsAt ?? 0);
  }

  #succeed(): void {
    const { clock, connections, deadlines } = this.#means;
    const connection = this.#connection as Connection;
    deadlines.release(this);
    if (this.#reader.keepsAlive) {
      connection.goodUntil = clock.now() + idleMs(this.#reader.headers.get('keep-alive'));
      connections.giveBack(connection);
    } else {
      connections.drop(connection);
    }
    this.#outcome.resolve(this.#reader);
  }

  #fail(error: WebhookError): void {
    this.#means.deadlines.release(this);
    if (this.#connection) this.#means.connections.drop(this.#connection);
    this.#outcome.reject(error);
  }

  #whyClosed({ state, origin }: Connection, error: Error | undefined): WebhookError {
    const cause = error ?? new Error(`${origin.host}:${origin.port} closed the connection`);
    if (state === 'opening') return connectFailure(cause);
    if (state === 'connected') return tlsFailure(cause);
    // Whether the application did what it was asked is unknown, so this counts as a lost reply, not as no connection.
    if (!this.#heard) return new WebhookError(11205, cause.message, 'rt');
    return new WebhookError(11200, 'the reply broke off', 'rt');
  }
}

/** How long the application keeps a connection at rest, less a margin for what is on its way; for ever if it does not say. */
function idleMs(header: string | undefined): number {
  const [, seconds] = /timeout=(\d{1,6})/.exec(header ?? '') ?? [];
  if (seconds === undefined) return Number.POSITIVE_INFINITY;
  const ms = Number(seconds) * 1000;
  return Math.max(ms - 1000, ms / 2);
}

function stopped(): WebhookError {
  return new WebhookError(11200, 'the simulator stopped');
}

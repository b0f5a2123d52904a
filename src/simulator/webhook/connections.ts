// The open connections to the application under test, kept and used again.

import { Agent as HttpsAgent } from 'node:https';
import { connect, isIP, type Socket } from 'node:net';
import { loopbackLookup } from '../loopback.ts';

/** Where a connection leads. */
export interface Origin {
  /** One for each place a connection can be used for: scheme, host and port. */
  readonly key: string;
  readonly secure: boolean;
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Whoever a connection serves at the moment. */
export interface Listener {
  /** Connected, TLS included. */
  ready(): void;
  data(chunk: Buffer): void;
  /** Closed by either side; never called twice. */
  closed(error: Error | undefined): void;
}

export interface Connection {
  readonly origin: Origin;
  readonly socket: Socket;
  /** How far it has come: TCP, and TLS if there is to be any. Stays so when it is closed. */
  state: 'opening' | 'connected' | 'ready';
  /** It has served before, so the other side may be closing it at this moment. */
  isUsed: boolean;
  listener: Listener | undefined;
  /** Real instant until which it may be used again. */
  goodUntil: number;
}

/** Somebody who wants one. */
export interface Waiter {
  /** Not one that has served before. */
  readonly fresh: boolean;
  use(connection: Connection): void;
  /** There will be none: everything is being closed. */
  refuse(): void;
}

interface Place {
  readonly idle: Connection[];
  readonly waiting: Waiter[];
  open: number;
}

// Well below the 511 connections a Node server lets queue up: beyond, the kernel drops them and time is lost to retries.
const MAX_OPEN = 256;

/** At most 256 connections to a place; the last one to come back is the first to go out again. */
export class Connections {
  readonly #https = new HttpsAgent();
  readonly #places = new Map<string, Place>();
  readonly #all = new Set<Connection>();
  #closed = false;

  /** Hands one to the waiter, at once if there is one or may be one. */
  take(origin: Origin, now: number, waiter: Waiter): void {
    if (this.#closed) {
      waiter.refuse();
      return;
    }
    const place = this.#place(origin);
    while (!waiter.fresh && place.idle.length > 0) {
      const connection = place.idle.pop() as Connection;
      if (connection.goodUntil > now) {
        waiter.use(connection);
        return;
      }
      this.drop(connection);
    }
    // A second try after a stale connection does not queue again.
    if (place.open >= MAX_OPEN && !waiter.fresh) place.waiting.push(waiter);
    else waiter.use(this.#open(origin, place));
  }

  /** Takes one back that may serve again. */
  giveBack(connection: Connection): void {
    connection.listener = undefined;
    connection.isUsed = true;
    const place = this.#place(connection.origin);
    const next = place.waiting.shift();
    if (next) next.use(connection);
    else place.idle.push(connection);
  }

  /** Closes one for good, without a word to its listener. */
  drop(connection: Connection): void {
    connection.listener = undefined;
    this.#forget(connection);
    connection.socket.destroy();
  }

  close(): void {
    this.#closed = true;
    const waiting = [...this.#places.values()].flatMap((place) => place.waiting.splice(0));
    for (const connection of [...this.#all]) {
      const { listener } = connection;
      this.drop(connection);
      listener?.closed(undefined);
    }
    for (const waiter of waiting) waiter.refuse();
    this.#https.destroy();
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  #place({ key }: Origin): Place {
    let place = this.#places.get(key);
    if (place === undefined) {
      place = { idle: [], waiting: [], open: 0 };
      this.#places.set(key, place);
    }
    return place;
  }

  #open(origin: Origin, place: Place): Connection {
    const socket = this.#dial(origin);
    const connection: Connection = {
      origin,
      socket,
      state: 'opening',
      isUsed: false,
      listener: undefined,
      goodUntil: Number.POSITIVE_INFINITY,
    };
    place.open += 1;
    this.#all.add(connection);
    const ready = () => {
      connection.state = 'ready';
      connection.listener?.ready();
    };
    socket.setNoDelay(true);
    socket.on('connect', () => {
      if (origin.secure) connection.state = 'connected';
      else ready();
    });
    if (origin.secure) socket.on('secureConnect', ready);
    socket.on('data', (chunk) => {
      if (connection.listener) connection.listener.data(chunk);
      else this.drop(connection);
    });
    socket.on('error', (error) => this.#gone(connection, error));
    socket.on('end', () => this.#gone(connection));
    socket.on('close', () => this.#gone(connection));
    return connection;
  }

  #dial({ secure, host, port }: Origin): Socket {
    const options = { host, port, lookup: loopbackLookup };
    if (!secure) return connect(options);
    // A name is what the certificate is asked for; an address cannot be asked for by SNI.
    const servername = isIP(host) === 0 ? { servername: host } : {};
    return this.#https.createConnection({ ...options, ...servername }) as Socket;
  }

  #gone(connection: Connection, error?: Error): void {
    if (!this.#all.has(connection)) return;
    const { listener } = connection;
    this.drop(connection);
    listener?.closed(error);
  }

  #forget(connection: Connection): void {
    if (!this.#all.delete(connection)) return;
    const place = this.#place(connection.origin);
    place.open -= 1;
    const index = place.idle.indexOf(connection);
    if (index >= 0) place.idle.splice(index, 1);
    const next = place.open < MAX_OPEN ? place.waiting.shift() : undefined;
    if (next) next.use(this.#open(connection.origin, place));
    else if (place.open === 0) this.#places.delete(connection.origin.key);
  }
}

// A queue while somebody is in it, or waits for somebody to be: who is next, and who takes them.

import type { WebTarget } from '../call.ts';
import { averageWaitSeconds, DEFAULT_MAX_SIZE, type QueueMember, type QueueRow } from '../queue.ts';
import { newSid } from '../random.ts';
import type { Account, World } from '../world.ts';
import type { Leg } from './leg.ts';

/** Whoever takes calls out of a queue, as the call sees it. */
export interface Dequeuer {
  readonly leg: Leg;
  readonly whisper: WebTarget | null;
}

/** A call in a queue. */
export class Entry {
  readonly leg: Leg;
  readonly member: QueueMember;
  /** Set when somebody takes it. */
  dequeuer: Dequeuer | undefined;
  /** It was told that it is about to be connected, and waits for that. */
  isReady = false;
  /** The talk is over, or was not to be. */
  isReleased = false;
  /** It is in the queue no more, and does not wait for its dequeuer. */
  hasLeft = false;
  dequeuedAt: number | undefined;

  constructor(leg: Leg, member: QueueMember) {
    this.leg = leg;
    this.member = member;
  }

  /** Whole seconds in the queue. */
  get waitedSeconds(): number {
    const until = this.dequeuedAt ?? this.leg.world.clock.now();
    return Math.floor((until - this.member.enqueuedAt) / 1000);
  }

  release(): void {
    this.isReleased = true;
    this.leg.wake();
  }
}

/** A dequeuer that waits for a call to come. */
export interface Taker extends Dequeuer {
  entry: Entry | undefined;
}

export class WaitingLine {
  readonly row: QueueRow;
  readonly #world: World;
  readonly #account: Account;
  readonly #entries: Entry[] = [];
  readonly #takers: Taker[] = [];

  constructor(world: World, account: Account, row: QueueRow) {
    this.#world = world;
    this.#account = account;
    this.row = row;
    world.waitingLines.set(row.sid, this);
  }

  get size(): number {
    return this.#entries.length;
  }

  /** Whoever waits longest for a call gets it at once. */
  enter(leg: Leg): Entry {
    const member: QueueMember = {
      seq: this.#account.queueMembers.nextSeq(),
      sid: leg.call.sid,
      accountSid: this.#account.sid,
      queueSid: this.row.sid,
      enqueuedAt: this.#world.clock.now(),
    };
    this.#account.queueMembers.add(member);
    const entry = new Entry(leg, member);
    this.#entries.push(entry);
    const taker = this.#takers.shift();
    if (taker) this.#give(entry, taker);
    return entry;
  }

  /** Leaves the queue, whether somebody took it or not. */
  leave(entry: Entry): void {
    const index = this.#entries.indexOf(entry);
    if (index < 0) return;
    this.#entries.splice(index, 1);
    entry.dequeuedAt = this.#world.clock.now();
    this.#account.queueMembers.remove(entry.member);
    this.#closeIfEmpty();
  }

  /** Takes the call at the front, now or when one comes; then the taker's leg is woken. */
  take(taker: Taker): void {
    const entry = this.#entries[0];
    if (entry) this.#give(entry, taker);
    else this.#takers.push(taker);
  }

  /** Waits for a call no longer. */
  giveUp(taker: Taker): void {
    const index = this.#takers.indexOf(taker);
    if (index >= 0) this.#takers.splice(index, 1);
    this.#closeIfEmpty();
  }

  /** What the application is told with each request for something to hear. */
  fieldsFor(entry: Entry): [string, string][] {
    const members = this.#entries.map(({ member }) => member);
    const now = this.#world.clock.now();
    return [
      ['QueueSid', this.row.sid],
      ['QueuePosition', String(this.#entries.indexOf(entry) + 1)],
      ['QueueTime', String(entry.waitedSeconds)],
      ['AvgQueueTime', String(averageWaitSeconds({ members, now }))],
      ['CurrentQueueSize', String(this.size)],
      ['MaxQueueSize', String(this.row.maxSize)],
    ];
  }

  #give(entry: Entry, taker: Taker): void {
    this.leave(entry);
    entry.dequeuer = taker;
    taker.entry = entry;
    entry.leg.whenOver(() => taker.leg.wake());
    entry.leg.breakOff();
    taker.leg.wake();
  }

  #closeIfEmpty(): void {
    if (this.#entries.length === 0 && this.#takers.length === 0) {
      this.#world.waitingLines.delete(this.row.sid);
    }
  }
}

/** The queue of that name; undefined when there is none. */
export function findLine(world: World, account: Account, name: string): WaitingLine | undefined {
  const row = account.queues.all().find(({ friendlyName }) => friendlyName === name);
  return row && (world.waitingLines.get(row.sid) ?? new WaitingLine(world, account, row));
}

/** The queue of that name, made when there is none. */
export function openLine(world: World, account: Account, name: string): WaitingLine {
  const known = findLine(world, account, name);
  if (known) return known;
  return new WaitingLine(world, account, addQueue(world, account, { friendlyName: name }));
}

export function addQueue(
  world: World,
  account: Account,
  { friendlyName, maxSize = DEFAULT_MAX_SIZE }: { readonly friendlyName: string; readonly maxSize?: number },
): QueueRow {
  const now = world.clock.now();
  const row: QueueRow = {
    seq: account.queues.nextSeq(),
    sid: newSid(world.sids, 'QU'),
    accountSid: account.sid,
    friendlyName,
    maxSize,
    createdAt: now,
    updatedAt: now,
  };
  account.queues.add(row);
  return row;
}

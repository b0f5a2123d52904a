// Makes up a past for an account: on the disk, a chunk at a time, so that the simulator answers meanwhile.

import { UsageError } from '../../core/errors.ts';
import type { Book } from '../book.ts';
import { DAY_MS } from '../dates.ts';
import { seededRandom } from '../random.ts';
import { openTemporaryFile, type StateFile } from '../state-file.ts';
import type { Charge } from '../usage.ts';
import type { Account, PastFacts, World } from '../world.ts';
import { Bill } from './bill.ts';
import type { CallStage } from './call-rows.ts';
import type { Stop } from './message-rows.ts';
import { makePeople } from './people.ts';
import type { PastPlan } from './plan.ts';
import type { Period } from './rhythm.ts';
import { type Aftermath, openPastBooks, type PastBooks, writePast } from './writing.ts';

export interface PastProgress {
  readonly done: number;
  readonly of: number;
}

/** Some 15 ms of work: nobody who asks the simulator something meanwhile waits for longer. */
const CHUNK = 500;

export interface PastOptions {
  readonly world: World;
  readonly account: Account;
  /** Where the account is kept. Without one, a past goes to a file of its own that ends with the simulator. */
  readonly file: StateFile | undefined;
}

/** The past of one account, which has one or none. */
export class Past {
  readonly #options: PastOptions;
  #own: StateFile | undefined;
  #isBusy = false;
  #isClosed = false;

  constructor(options: PastOptions) {
    this.#options = options;
  }

  /**
   * To be run to its end: tells after each chunk how far it is, and returns what there is then.
   * Throws UsageError, before anything is done, for an account that has a past or is being given one.
   */
  async *seed(plan: PastPlan): AsyncGenerator<PastProgress, PastFacts> {
    const { account, file } = this.#options;
    this.#check();
    this.#isBusy = true;
    let books: PastBooks | undefined;
    try {
      if (file === undefined) this.#own ??= await openTemporaryFile();
      const target = file ?? (this.#own as StateFile);
      books = openPastBooks(target, account);
      return yield* this.#fill(target, plan, books);
    } finally {
      this.#isBusy = false;
      // Half a past is none. Of a file that is closed by now, the next run takes it out.
      if (account.past === undefined && !this.#isClosed) for (const book of bookList(books)) book.undo();
    }
  }

  /** Also ends a seeding under way. */
  close(): void {
    this.#isClosed = true;
    this.#own?.close();
  }

  #check(): void {
    const { past, numbers } = this.#options.account;
    if (this.#isBusy) throw new UsageError('a past is being made up already');
    if (numbers.all().length === 0) throw new UsageError('a past needs a number to send from');
    if (past === undefined) return;
    const count = (number: number) => number.toLocaleString('en');
    throw new UsageError(
      `this simulator has a past: ${count(past.messages)} messages and ${count(past.calls)} calls`,
      { hint: 'start another one, with another state file if it has one' },
    );
  }

  async *#fill(file: StateFile, plan: PastPlan, books: PastBooks): AsyncGenerator<PastProgress, PastFacts> {
    const { world, account } = this.#options;
    const stage = this.#stage(plan);
    const aftermath: Aftermath = { stops: [], notifications: 0 };
    const rows = writePast(stage, plan, { books, aftermath });
    const bill = new Bill();
    const of = plan.messages + plan.calls;
    for (let done = 0; done < of; ) {
      file.tx(() => {
        done += writeChunk(rows, bill);
      });
      yield { done, of };
      // Its turn for everybody else.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#isClosed) throw new UsageError('the simulator stopped before its past was made up');
    }
    if (file === this.#own) for (const book of bookList(books)) book.join();
    bill.settle(world, account);
    for (const stop of aftermath.stops) optOut(account, stop);
    account.past = factsOf(plan, stage, aftermath);
    world.changed();
    return account.past;
  }

  #stage({ messages, calls, days, seed }: PastPlan): CallStage {
    const { account } = this.#options;
    const own = account.numbers.all();
    const rows = messages + calls;
    const numbers = own.map(({ number }) => number);
    return {
      accountSid: account.sid,
      period: this.#period(days),
      people: makePeople(seededRandom(seed, 'people of the past'), rows, numbers),
      numberSids: new Map(own.map(({ number, sid }) => [number, sid])),
      random: seededRandom(seed, 'past'),
      sids: seededRandom(seed, 'SIDs of the past'),
    };
  }

  /** It ends now, or where the account's first row is. */
  #period(days: number): Period {
    const { world, account } = this.#options;
    const first = [oldest(account.messages), oldest(account.calls)].map(
      (row) => row?.createdAt ?? world.clock.now(),
    );
    const until = Math.min(world.clock.now(), ...first);
    return { from: until - days * DAY_MS, until };
  }
}

function bookList(books: PastBooks | undefined) {
  return books === undefined ? [] : [books.messages, books.calls, books.notifications];
}

function writeChunk(rows: Generator<readonly Charge[]>, bill: Bill): number {
  for (let wrote = 0; wrote < CHUNK; wrote += 1) {
    const { done, value } = rows.next();
    if (done) return wrote;
    for (const charge of value) bill.add(charge);
  }
  return CHUNK;
}

function oldest<Row extends { readonly seq: number; readonly sid: string }>(
  book: Book<Row>,
): Row | undefined {
  return book.page({ matches: () => true, backwards: true, limit: 1 }).rows[0];
}

function optOut({ optOuts }: Account, { person, word, at }: Stop): void {
  const { sender: scope, number: recipient } = person;
  const sid = `${scope}/${recipient}`;
  if (optOuts.find(sid) === undefined) {
    optOuts.add({ seq: optOuts.nextSeq(), sid, scope, recipient, word, at });
  }
}

function factsOf(
  { messages, calls }: PastPlan,
  stage: CallStage,
  { stops, notifications }: Aftermath,
): PastFacts {
  const { people, period } = stage;
  return { messages, calls, notifications, people: people.length, optOuts: stops.length, ...period };
}

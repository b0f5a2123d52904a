// Writes a past onto shelves, row by row.

import type { Book, BookRow } from '../book.ts';
import type { Books } from '../books.ts';
import type { Call } from '../call.ts';
import { DiskShelf } from '../disk-shelf.ts';
import type { Message } from '../message.ts';
import type { Notification } from '../notification.ts';
import { newSid } from '../random.ts';
import type { StateFile } from '../state-file.ts';
import type { Charge } from '../usage.ts';
import { type CallStage, callRows, failureOf } from './call-rows.ts';
import { messageRows, type Stop } from './message-rows.ts';
import { FIRST_SEQ } from './past-row.ts';
import type { PastPlan } from './plan.ts';

/** A book of which a past fills the shelf. */
export class PastBook<Row extends BookRow> {
  readonly #book: Book<Row>;
  readonly #shelf: DiskShelf<Row>;

  constructor(file: StateFile, book: Book<Row>, place: { readonly account: string; readonly name: string }) {
    this.#book = book;
    this.#shelf = new DiskShelf<Row>(file, place);
  }

  put(row: Row): void {
    this.#shelf.put(row, this.#book.cardOf(row));
  }

  /** The book answers from the shelf from here on. What is deleted there goes at once: nobody else keeps the file. */
  join(): void {
    this.#book.putOn(this.#shelf, this.#shelf.top());
    this.#book.onChange((change, { sid, seq }) => {
      if (change === 'removed' && seq < 0) this.#shelf.remove(sid);
    });
  }

  undo(): void {
    this.#shelf.removeBelow(0);
  }
}

export interface PastBooks {
  readonly messages: PastBook<Message>;
  readonly calls: PastBook<Call>;
  readonly notifications: PastBook<Notification>;
}

export function openPastBooks(file: StateFile, account: Books & { readonly sid: string }): PastBooks {
  const place = (name: keyof PastBooks) => ({ account: account.sid, name });
  return {
    messages: new PastBook(file, account.messages, place('messages')),
    calls: new PastBook(file, account.calls, place('calls')),
    notifications: new PastBook(file, account.notifications, place('notifications')),
  };
}

/** What else came of the rows that were written. */
export interface Aftermath {
  readonly stops: Stop[];
  notifications: number;
}

/** Each step writes one row of the plan and yields what it cost. */
export function* writePast(
  stage: CallStage,
  plan: PastPlan,
  { books, aftermath }: { readonly books: PastBooks; readonly aftermath: Aftermath },
): Generator<readonly Charge[]> {
  const onStop = (stop: Stop) => aftermath.stops.push(stop);
  for (const { row, charges } of messageRows(stage, { count: plan.messages, onStop })) {
    books.messages.put(row);
    yield charges;
  }
  const onFailure = (call: Call) => {
    const seq = FIRST_SEQ + aftermath.notifications;
    aftermath.notifications += 1;
    books.notifications.put(failureOf(call, { seq, sid: newSid(stage.sids, 'NO') }));
  };
  for (const { row, charges } of callRows(stage, { count: plan.calls, onFailure })) {
    books.calls.put(row);
    yield charges;
  }
}

// Saves and restores the world through the state file.

import type { Cancel, Clock } from '../core/clock.ts';
import type { Book, BookRow } from './book.ts';
import { BOOK_NAMES } from './books.ts';
import { resumeIncoming } from './incoming-text.ts';
import { resumeRent } from './rent.ts';
import { readState, type SavedAccount, type SavedState, writeState } from './state-file.ts';
import { resumeMessage } from './texting.ts';
import { restoreVoice } from './voice/restore.ts';
import { type Account, factsOf, openAccount, type World } from './world.ts';

/** Changes within this time are written once. */
const SETTLE_MS = 500;

/** Writes the state some time after a change, in real time: a paused virtual clock must not lose anything. */
export class Saver {
  readonly #path: string;
  readonly #realClock: Clock;
  #take: (() => SavedState) | undefined;
  #cancel: Cancel | undefined;

  constructor(path: string, realClock: Clock) {
    this.#path = path;
    this.#realClock = realClock;
  }

  read(): SavedState | undefined {
    return readState(this.#path);
  }

  /** From here on changes are written; `take` makes the picture. */
  start(take: () => SavedState): void {
    this.#take = take;
  }

  changed(): void {
    if (this.#take === undefined || this.#cancel !== undefined) return;
    this.#cancel = this.#realClock.at(this.#realClock.now() + SETTLE_MS, () => this.#write());
  }

  /** Writes what is there now and stops listening. */
  stop(): void {
    this.#cancel?.();
    this.#write();
    this.#take = undefined;
  }

  #write(): void {
    this.#cancel = undefined;
    if (this.#take) writeState(this.#path, this.#take());
  }
}

export function takePicture({ clock, journal, accounts }: World): SavedState {
  return {
    version: 2,
    now: clock.now(),
    accounts: [...accounts.values()].map((account) => ({ facts: factsOf(account), books: rowsOf(account) })),
    transcripts: journal.transcripts(),
  };
}

function rowsOf(account: Account): SavedAccount['books'] {
  return Object.fromEntries(BOOK_NAMES.map((name) => [name, account[name].all()]));
}

/** Opens the saved accounts with their rows, and takes up what was under way. */
export function restore(world: World, saved: SavedState): void {
  world.journal.restore(saved.transcripts);
  for (const { facts, books } of saved.accounts) {
    const account = openAccount(world, facts);
    for (const name of BOOK_NAMES) {
      const book = account[name] as unknown as Book<BookRow>;
      for (const row of books[name] ?? []) book.add(row);
    }
    for (const number of account.numbers.all()) resumeRent(world, account, number);
    for (const message of account.messages.all()) {
      resumeMessage(world, account, message);
      resumeIncoming(world, account, message);
    }
    restoreVoice(world, account, saved.now);
  }
}

// Keeps the world in the state file: writes what changed, some time after it did, and restores it all at the start.

import type { Cancel, Clock } from '../core/clock.ts';
import type { Book, BookRow } from './book.ts';
import { BOOK_NAMES } from './books.ts';
import { DiskShelf } from './disk-shelf.ts';
import { resumeIncoming } from './incoming-text.ts';
import { Notes, place } from './notes.ts';
import { resumeRent } from './rent.ts';
import { openStateFile, type StateFile } from './state-file.ts';
import { resumeMessage } from './texting.ts';
import { TranscriptNotes } from './transcript-notes.ts';
import { restoreVoice } from './voice/restore.ts';
import { type Account, type AccountFacts, factsOf, openAccount, type World } from './world.ts';

/** Changes within this time are written together. */
const SETTLE_MS = 500;
/** Finished rows beyond this many of a book are left to the file. */
const IN_MEMORY = 10_000;

/** A book, where it is kept, and its rows that are not written yet; null for one that was deleted. */
interface Kept {
  readonly book: Book<BookRow>;
  readonly shelf: DiskShelf<BookRow>;
  readonly changes: Map<string, BookRow | null>;
}

/** Writes in real time: a paused virtual clock must not lose anything. */
export class Saver {
  readonly file: StateFile;
  /** Virtual instant of the last write of the run before; undefined in a new file. */
  readonly savedAt: number | undefined;
  /** Counts the runs on this file, from 1. */
  readonly run: number;
  readonly #realClock: Clock;
  readonly #notes: Notes;
  readonly #transcripts: TranscriptNotes;
  readonly #kept: Kept[] = [];
  #world: World | undefined;
  #cancel: Cancel | undefined;

  /** Throws UsageError for a file that is something else or is in use. */
  static async open(path: string, realClock: Clock): Promise<Saver> {
    return new Saver(await openStateFile(path), realClock);
  }

  private constructor(file: StateFile, realClock: Clock) {
    this.file = file;
    this.#realClock = realClock;
    this.#notes = new Notes(file);
    this.#transcripts = new TranscriptNotes(this.#notes);
    const savedAt = this.#notes.get('now');
    this.savedAt = savedAt === undefined ? undefined : Number(savedAt);
    this.run = Number(this.#notes.get('runs') ?? 0) + 1;
    this.#notes.set('runs', String(this.run));
  }

  /** Brings the account's open rows into memory and leaves the others on the disk; what changes is written. */
  keep(account: Account): void {
    for (const name of BOOK_NAMES) {
      const book = account[name] as unknown as Book<BookRow>;
      const shelf = new DiskShelf<BookRow>(this.file, { account: account.sid, name });
      const changes: Kept['changes'] = new Map();
      // A run that ended while a past was being made up left half of one.
      if (account.past === undefined) shelf.removeBelow(0);
      for (const row of shelf.open()) book.add(row);
      if (book.shelving) book.putOn(shelf, shelf.top());
      book.onChange((change, row) => {
        changes.set(row.sid, change === 'put' ? row : null);
        this.changed();
      });
      this.#kept.push({ book, shelf, changes });
    }
  }

  /** Opens the saved accounts, and takes up what was under way. */
  restore(world: World): void {
    world.journal.restore(this.#transcripts.read());
    for (const { value } of this.#notes.under('account/')) {
      const account = openAccount(world, JSON.parse(value) as AccountFacts);
      for (const number of account.numbers.all()) resumeRent(world, account, number);
      for (const message of account.messages.all()) {
        resumeMessage(world, account, message);
        resumeIncoming(world, account, message);
      }
      restoreVoice(world, account, this.savedAt ?? world.clock.now());
    }
  }

  /** From here on changes are written. */
  start(world: World): void {
    this.#world = world;
    // A transcript grows without a row that changes.
    world.journal.onEvent(() => this.changed());
    this.changed();
  }

  changed(): void {
    if (this.#world === undefined || this.#cancel !== undefined) return;
    this.#cancel = this.#realClock.at(this.#realClock.now() + SETTLE_MS, () => this.write());
  }

  /** Writes what has changed, now. */
  write(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const world = this.#world;
    if (world === undefined) return;
    this.file.tx(() => {
      this.#writeRows();
      for (const transcript of world.journal.takeChanged()) this.#transcripts.write(transcript);
      [...world.accounts.values()].forEach((account, index) => {
        this.#notes.set(`account/${place(index)}`, JSON.stringify(factsOf(account)));
      });
      this.#notes.set('now', String(world.clock.now()));
    });
    for (const { book, changes } of this.#kept) {
      changes.clear();
      if (book.all().length > 2 * IN_MEMORY) book.shelve(IN_MEMORY);
    }
  }

  /** Writes what is left, if it was ever started, and closes the file. */
  stop(): void {
    this.write();
    this.file.close();
  }

  #writeRows(): void {
    for (const { book, shelf, changes } of this.#kept) {
      for (const [sid, row] of changes) {
        if (row === null) shelf.remove(sid);
        else shelf.put(row, book.cardOf(row));
      }
    }
  }
}

// What an import found and will do, counted as its rows go by.

import type { NewReminder } from '../../core/reminder.ts';
import { estimateReminder } from '../estimate.ts';
import { type Load, LoadMeter } from './load.ts';
import type { Change } from './reconcile.ts';

/** How many bad rows and notes are kept to be shown; the rest are only counted. */
export const SHOWN = 20;

export interface BadRow {
  readonly line: number;
  readonly reasons: readonly string[];
}

export interface Remark {
  readonly line: number;
  readonly text: string;
}

export interface ImportSummary {
  /** Null until something is stored. */
  readonly id: number | null;
  readonly source: string;
  readonly rows: number;
  readonly new: number;
  readonly moved: number;
  readonly same: number;
  readonly bad: number;
  /** In an earlier import of this source, still to come, and not in this file. */
  readonly gone: number;
  /** Whether what is gone is cancelled. */
  readonly pruned: boolean;
  /** Contacts to be made. */
  readonly contacts: number;
  readonly texts: number;
  readonly calls: number;
  readonly segments: number;
  /** Of what is new or moved, at about list price. */
  readonly costMicros: number;
  /** Reminders left out because their time has passed, of rows that have others. */
  readonly late: number;
  readonly load: Load;
  /** The first of each kind. */
  readonly badRows: readonly BadRow[];
  readonly notes: readonly Remark[];
  /** Notes there were in all. */
  readonly noted: number;
  /** Columns that no body uses. */
  readonly unused: readonly string[];
}

/** How texts could be cheaper: the letters at fault, the first line they stand on, and how many rows have some. */
interface Saving {
  rows: number;
  first: Remark | null;
}

export class Tally {
  rows = 0;
  readonly counts = { new: 0, moved: 0, same: 0, bad: 0, gone: 0, late: 0, texts: 0, calls: 0 };
  segments = 0;
  costMicros = 0;
  noted = 0;
  readonly badRows: BadRow[] = [];
  readonly #notes: Remark[] = [];
  readonly #meter = new LoadMeter();
  readonly #saving: Saving = { rows: 0, first: null };

  bad(line: number, reasons: readonly string[]): void {
    this.counts.bad += 1;
    if (this.badRows.length < SHOWN) this.badRows.push({ line, reasons });
  }

  /** The same words are told once, with the first line they are true of. */
  note(line: number, text: string): void {
    if (this.#notes.some((note) => note.text === text)) return;
    this.noted += 1;
    if (this.#notes.length < SHOWN) this.#notes.push({ line, text });
  }

  /** Counts a good row and what it will send. */
  good(line: number, { kind, create, update, late }: Change): void {
    this.counts[kind] += 1;
    if (kind === 'same') return;
    this.counts.late += late;
    for (const { wanted } of [...create, ...update]) this.#send(line, wanted);
  }

  #send(line: number, reminder: NewReminder): void {
    const { micros, segments, hint } = estimateReminder(reminder);
    this.costMicros += micros;
    if (segments === null) {
      this.counts.calls += 1;
      this.#meter.addCall(reminder.dueAt);
      return;
    }
    this.counts.texts += 1;
    this.segments += segments;
    this.#meter.addMessage(reminder.dueAt, segments, reminder.from ?? '');
    if (hint === null) return;
    this.#saving.rows += 1;
    this.#saving.first ??= { line, text: hint };
  }

  summary(rest: Pick<ImportSummary, 'id' | 'source' | 'pruned' | 'contacts' | 'unused'>): ImportSummary {
    const { rows, segments, costMicros, badRows } = this;
    const notes = [...this.#notes, ...this.#savingNote()];
    const noted = this.noted + (notes.length - this.#notes.length);
    const load = this.#meter.load();
    return { ...rest, rows, ...this.counts, segments, costMicros, load, badRows, notes, noted };
  }

  #savingNote(): Remark[] {
    const { rows, first } = this.#saving;
    if (!first) return [];
    const more = rows > 1 ? `; so in ${rows} texts` : '';
    return [{ line: first.line, text: `${first.text}${more}` }];
  }
}

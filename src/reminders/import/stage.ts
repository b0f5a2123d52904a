// Reads a file, checks every row and stages what it will do. Nothing staged can fire.

import { crashPoint } from '../../core/crash-point.ts';
import { describeInstant } from '../../core/say-time.ts';
import type { Db } from '../../store/db.ts';
import { type RowAction, stageRow } from '../../store/imports.ts';
import { loadStored } from './apply-row.ts';
import type { Directory } from './directory.ts';
import { type Entry, packEntry } from './entry.ts';
import type { GoneEntry } from './gone.ts';
import { type Fields, type PlanTerms, planRow } from './plan.ts';
import { isPast, reconcile } from './reconcile.ts';
import type { ImportHooks } from './request.ts';
import type { SourceRow } from './source.ts';
import type { Tally } from './summary.ts';

/** After so many allowed numbers it is taken that the others are: asking costs as much as reading the number. */
const ASKED = 200;
/** Rows to a transaction: some 15 ms, so that a daemon waiting for the database is not late. */
const CHUNK = 1000;

interface StagedRow {
  readonly line: number;
  readonly externalId: string;
  readonly action: RowAction;
  readonly data: string;
}

export interface StagerTerms {
  readonly db: Db;
  /** Null in a dry run: everything is checked and nothing written. */
  readonly importId: number | null;
  readonly plan: PlanTerms;
  /** Which times are past. */
  readonly now: number;
  readonly tally: Tally;
  readonly skipBad: boolean;
  readonly onBad: (row: SourceRow, reasons: readonly string[]) => void;
  readonly isAllowed: ImportHooks['isAllowed'];
}

/** Takes rows one by one. Holds their keys, and no more of them than a chunk. */
export class Stager {
  readonly #terms: StagerTerms;
  /** The line on which each key of the file stood first. */
  readonly #lines = new Map<string, number>();
  #chunk: StagedRow[] = [];
  #written = 0;
  #asked = 0;

  constructor(terms: StagerTerms) {
    this.#terms = terms;
  }

  /** Rows staged so far. */
  get staged(): number {
    return this.#written + this.#chunk.length;
  }

  isNamed({ tenantId, key }: GoneEntry): boolean {
    return this.#lines.has(`${tenantId}/${key}`);
  }

  async take(row: SourceRow, fields: Fields): Promise<void> {
    const { tally, plan: terms, db, now } = this.#terms;
    tally.rows += 1;
    if (row.problem !== undefined) return this.#bad(row, [row.problem]);
    const plan = await planRow(fields, terms);
    if ('reasons' in plan) return this.#bad(row, plan.reasons);
    const { entry } = plan;
    const double = this.#doubleOf(entry, fields.has('id'));
    if (double === 'same') {
      tally.counts.same += 1;
      return;
    }
    if (double !== null) return this.#bad(row, [double]);
    const change = reconcile(entry, await loadStored(db, entry.tenantId, entry.key), now);
    if (change.kind !== 'same' && change.late > 0 && entry.wanted.every((each) => isPast(each, now))) {
      return this.#bad(row, [pastReason(entry)]);
    }
    this.#lines.set(`${entry.tenantId}/${entry.key}`, row.line);
    for (const note of plan.notes) tally.note(row.line, note);
    tally.good(row.line, change);
    if (change.kind === 'same') return;
    await this.#noteIfNotAllowed(row.line, entry.to);
    introduce(entry, terms.directory);
    if (this.#terms.importId === null) return;
    await this.#stage({ line: row.line, externalId: entry.key, action: change.kind, data: packEntry(entry) });
  }

  /** Lines below 0: there is no row in the file. */
  async takeGone(entry: GoneEntry, index: number): Promise<void> {
    const row = { line: -1 - index, externalId: entry.key, action: 'gone' as const };
    await this.#stage({ ...row, data: JSON.stringify(entry) });
  }

  async flush(): Promise<void> {
    const { db, importId } = this.#terms;
    const chunk = this.#chunk;
    this.#chunk = [];
    this.#written += chunk.length;
    if (importId === null || chunk.length === 0 || this.#isLost()) return;
    await db.tx(async (sql) => {
      for (const row of chunk) await stageRow(sql, importId, row);
    });
    crashPoint('import:staged');
  }

  async #stage(row: StagedRow): Promise<void> {
    if (this.#isLost()) return;
    this.#chunk.push(row);
    if (this.#chunk.length >= CHUNK) await this.flush();
  }

  /** Told once: it is true of most numbers of a file or of none. */
  async #noteIfNotAllowed(line: number, to: string): Promise<void> {
    if (this.#asked >= ASKED) return;
    this.#asked += 1;
    if ((await this.#terms.isAllowed(to)) !== false) return;
    this.#asked = ASKED;
    const others =
      'like others of this file, perhaps, it will be held when due (held:mode); see: remind mode';
    this.#terms.tally.note(line, `${to} is not among your own numbers: ${others}`);
  }

  /** Nothing will be imported; the rest of the file is only checked. */
  #isLost(): boolean {
    const { skipBad, tally } = this.#terms;
    return tally.counts.bad > 0 && !skipBad;
  }

  #bad(row: SourceRow, reasons: readonly string[]): void {
    this.#terms.tally.bad(row.line, reasons);
    this.#terms.onBad(row, reasons);
  }

  /** The same id twice is a mistake in the file; the same words twice to the same person are one reminder. */
  #doubleOf({ tenantId, key }: Entry, hasId: boolean): string | null {
    const first = this.#lines.get(`${tenantId}/${key}`);
    if (first === undefined) return null;
    return hasId ? `id "${key}" stands on line ${first} already` : 'same';
  }
}

function introduce({ contact, tenantId, to }: Entry, directory: Directory): void {
  if (contact.kind === 'new') directory.introduce(tenantId, contact.name, to);
}

function pastReason({ appointment, wanted, zone }: Entry): string {
  const last = Math.max(...wanted.map(({ dueAt }) => dueAt));
  const at = describeInstant(appointment?.startsAt ?? last, zone);
  return appointment ? `every reminder of the appointment, ${at}, would be past` : `${at} is past`;
}

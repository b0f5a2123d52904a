// The transcripts in the state file: one note for each phone, and one for each thing that reached it.

import type { Transcript } from './journal.ts';
import { type Notes, place } from './notes.ts';

/** What has been written of one list of a transcript. */
interface Mark {
  count: number;
  /** Entries that were not over yet: calls under way. */
  open: readonly number[];
}

interface Phone {
  readonly name: string;
  readonly marks: Map<string, Mark>;
}

const PREFIX = 'phone/';

export class TranscriptNotes {
  readonly #notes: Notes;
  readonly #phones = new Map<string, Phone>();

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  read(): readonly Transcript[] {
    const transcripts: Transcript[] = [];
    let lists: Record<string, unknown[]> = {};
    for (const { name, value } of this.#notes.under(PREFIX)) {
      const [, , list, index] = name.split('/');
      if (list === undefined) {
        const { lists: names, ...facts } = JSON.parse(value);
        lists = Object.fromEntries((names as string[]).map((each) => [each, []]));
        transcripts.push({ ...facts, ...lists });
      } else {
        // By place, not by order: a place that is missing must not shift the ones after it.
        const entries = lists[list];
        if (entries !== undefined) entries[Number(index)] = JSON.parse(value);
      }
    }
    for (const transcript of transcripts) this.#mark(transcript);
    return transcripts;
  }

  /** Writes what came since the last time, and again what was not over then. */
  write(transcript: Transcript): void {
    const { name, marks } =
      this.#phones.get(transcript.number) ?? this.#mark(transcript, { isWritten: false });
    const { lists, facts } = split(transcript);
    this.#notes.set(name, JSON.stringify({ ...facts, lists: lists.map(([list]) => list) }));
    for (const [list, entries] of lists) {
      const { count, open } = marks.get(list) ?? { count: 0, open: [] };
      const due = [...open, ...Array.from({ length: entries.length - count }, (_, i) => count + i)];
      for (const index of due) {
        this.#notes.add(`${name}/${list}/${place(index)}`, JSON.stringify(entries[index]));
      }
      marks.set(list, { count: entries.length, open: due.filter((index) => isOpen(entries[index])) });
    }
  }

  #mark(transcript: Transcript, { isWritten = true } = {}): Phone {
    const phone = { name: PREFIX + place(this.#phones.size), marks: new Map<string, Mark>() };
    this.#phones.set(transcript.number, phone);
    if (!isWritten) return phone;
    for (const [list, entries] of split(transcript).lists) {
      const open = entries.map((_, index) => index).filter((index) => isOpen(entries[index]));
      phone.marks.set(list, { count: entries.length, open });
    }
    return phone;
  }
}

/** The lists of a transcript, and what it is besides. */
function split(transcript: Transcript) {
  const all = Object.entries(transcript);
  const lists = all.filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const facts = Object.fromEntries(all.filter(([, value]) => !Array.isArray(value)));
  return { lists, facts };
}

function isOpen(entry: unknown): boolean {
  return (entry as { endedAt?: unknown } | undefined)?.endedAt === null;
}

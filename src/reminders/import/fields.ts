// Turns a row's cells into fields: our names for its columns, with flags filling in what it leaves out.

import { listVariables } from '../../core/template.ts';
import { KNOWN_COLUMNS, type Mapping, meaningOf, REJECT_COLUMNS } from './columns.ts';
import type { Fields } from './plan.ts';
import type { SourceRow } from './source.ts';

const NEVER_UNUSED: ReadonlySet<string> = new Set([...KNOWN_COLUMNS, ...REJECT_COLUMNS]);

/** Works out each column's meaning once, and remembers which variables no body has used. */
export class FieldReader {
  readonly #mapping: Mapping;
  readonly #fallbacks: ReadonlyMap<string, string>;
  readonly #meanings = new Map<string, string>();
  readonly #variables = new Set<string>();
  readonly #used = new Set<string>();
  #lastBody = '';

  constructor(mapping: Mapping, fallbacks: ReadonlyMap<string, string>) {
    this.#mapping = mapping;
    this.#fallbacks = fallbacks;
  }

  read({ cells }: SourceRow): Fields {
    const fields = new Map(this.#fallbacks);
    for (const [column, cell] of cells) fields.set(this.#meaning(column), cell);
    this.#noteUse(fields.get('body'));
    return fields;
  }

  /** Columns that were neither ours nor in any body: misspelt, perhaps. */
  get unused(): readonly string[] {
    return [...this.#variables].filter((name) => !this.#used.has(name));
  }

  #meaning(column: string): string {
    let meaning = this.#meanings.get(column);
    if (meaning !== undefined) return meaning;
    meaning = meaningOf(column, this.#mapping);
    this.#meanings.set(column, meaning);
    if (!NEVER_UNUSED.has(meaning)) this.#variables.add(meaning);
    return meaning;
  }

  /** Most files have one body for all rows: a body is looked at when it is not the one before. */
  #noteUse(body: string | undefined): void {
    if (body === undefined || body === this.#lastBody) return;
    this.#lastBody = body;
    try {
      for (const name of listVariables(body)) this.#used.add(name);
    } catch {
      // Its braces do not pair up, which is told with the row.
    }
  }
}

// Everything in the state file that is no row of a book: small texts, by name.

import type { StateFile } from './state-file.ts';

export class Notes {
  readonly #file: StateFile;
  /** As written: what has not changed is not written again. */
  readonly #known = new Map<string, string>();

  constructor(file: StateFile) {
    this.#file = file;
  }

  get(name: string): string | undefined {
    return this.#file.column<string>('select value from note where name = ?', [name])[0];
  }

  set(name: string, value: string): void {
    if (this.#known.get(name) === value) return;
    this.add(name, value);
    this.#known.set(name, value);
  }

  /** As `set`, of what is written once or twice and never looked at again in this run. */
  add(name: string, value: string): void {
    this.#file.run('insert into note values (?, ?) on conflict do update set value = excluded.value', [
      name,
      value,
    ]);
  }

  /** Those whose name begins with `prefix`, in the order of their names. */
  under(prefix: string): readonly { readonly name: string; readonly value: string }[] {
    const end = `${prefix}\u{10ffff}`;
    return this.#file.all('select name, value from note where name > ? and name < ? order by name', [
      prefix,
      end,
    ]);
  }
}

/** A number as part of a name, so that names sort as numbers do. */
export function place(number: number): string {
  return String(number).padStart(9, '0');
}

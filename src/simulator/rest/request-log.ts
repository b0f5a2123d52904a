// The last requests of the REST API and what became of each: what a test looks at when numbers do not add up.

import { type Fields, parseForm } from '../form.ts';

export interface LoggedRequest {
  /** Virtual instant of its arrival. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string | readonly string[]>>;
  /** 0 when the connection was cut instead of an answer. */
  readonly status: number;
  /** Twilio's error code. */
  readonly code: number | null;
  /** What it made or touched, also when the reply was spoilt by a fault. */
  readonly sid: string | null;
  /** The fault that struck it. */
  readonly fault: string | null;
}

/** As kept: the parameters stay the text they came as, which is read for those who ask. */
export type RequestRecord = Omit<LoggedRequest, 'params'> & { readonly form: string };

// About 10 MB of short texts; a test that needs more asks in between.
const KEPT = 20_000;
/** Longer than any form that Twilio takes; of a body of a megabyte, this much is kept. */
const KEPT_CHARACTERS = 32_768;

export class RequestLog {
  #records: RequestRecord[] = [];
  #next = 0;
  /** How many there were in all. */
  total = 0;

  add(record: RequestRecord): void {
    this.total += 1;
    const { form } = record;
    // By way of bytes: a slice would keep the whole text alive.
    const cut = form.length > KEPT_CHARACTERS && Buffer.from(form.slice(0, KEPT_CHARACTERS)).toString();
    this.#records[this.#next] = cut ? { ...record, form: cut } : record;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** Oldest first. */
  list(): readonly LoggedRequest[] {
    const older = this.#records.length < KEPT ? [] : this.#records.slice(this.#next);
    const newer = this.#records.slice(0, this.#records.length < KEPT ? KEPT : this.#next);
    return [...older, ...newer].map(({ form, ...record }) => ({
      ...record,
      params: toParams(parseForm(form)),
    }));
  }
}

function toParams(fields: Fields): LoggedRequest['params'] {
  return Object.fromEntries(
    [...fields].map(([key, values]) => [key, values.length === 1 ? (values[0] as string) : values]),
  );
}

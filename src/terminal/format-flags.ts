// What the flags --json, --ndjson, --csv and --limit ask for.

import type { FormatFlags } from '../core/command.ts';
import { UsageError } from '../core/errors.ts';

export type Shape = 'table' | 'json' | 'ndjson' | 'csv';

export interface Format {
  readonly shape: Shape;
  /** The fields wanted, in the order asked for; undefined means all. */
  readonly fields: readonly string[] | undefined;
}

/** Whether a program is to read the output: then no table is drawn and nothing is told in words. */
export function isForProgram(flags: FormatFlags): boolean {
  return flags.json !== undefined || flags.ndjson === true || flags.csv === true;
}

/** `--ndjson` and `--csv` exclude each other; `--json=a,b` may go with either to choose fields. */
export function formatOf(flags: FormatFlags, known: readonly string[]): Format {
  if (flags.csv && flags.ndjson) throw new UsageError('--csv and --ndjson exclude each other');
  const fields = typeof flags.json === 'string' ? parseFields(flags.json, known) : undefined;
  if (flags.csv) return { shape: 'csv', fields };
  if (flags.ndjson) return { shape: 'ndjson', fields };
  return { shape: flags.json === undefined ? 'table' : 'json', fields };
}

function parseFields(text: string, known: readonly string[]): readonly string[] | undefined {
  const fields = text
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '');
  if (fields.length === 0) return undefined;
  const unknown = fields.filter((field) => !known.includes(field));
  if (unknown.length === 0) return fields;
  throw new UsageError(`--json: there is no field ${unknown.map((name) => `"${name}"`).join(', ')}`, {
    hint: `fields: ${known.join(', ')}`,
  });
}

/** `--limit` as a whole number of 1 or more; `fallback` when it was not given. Throws UsageError. */
export function parseLimit(text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const limit = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(limit) && limit > 0) return limit;
  throw new UsageError(`--limit: "${text}" is not a whole number of 1 or more`);
}

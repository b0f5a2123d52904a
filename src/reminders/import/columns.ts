// Which column means what: our own names, a mapping from the file's names to them, and the rest as variables.

import { UsageError } from '../../core/errors.ts';

/** The columns an import acts on. Any other column is a variable of the body: `{{doctor}}`. */
export const KNOWN_COLUMNS = [
  'to',
  'name',
  'body',
  'at',
  'for',
  'before',
  'via',
  'tz',
  'tenant',
  'id',
  'from',
  'priority',
  'expires',
] as const;
export type KnownColumn = (typeof KNOWN_COLUMNS)[number];

/** What `remind schedule` calls the same thing. */
const SYNONYMS: ReadonlyMap<string, KnownColumn> = new Map([
  ['dedupe', 'id'],
  ['dedupe-key', 'id'],
]);

/** What a rejects file adds; passed over when that file, mended, is imported. */
export const REJECT_COLUMNS = ['reject_line', 'reject_reason'] as const;

/** From a column of the file (lower case) to a column of ours, or to a variable's name. */
export type Mapping = ReadonlyMap<string, string>;

/**
 * `Phone=to,When=for` as a mapping.
 * @throws UsageError
 */
export function parseMapping(text: string): Mapping {
  const mapping = new Map<string, string>();
  for (const pair of text.split(',')) {
    const [source = '', target = '', ...more] = pair.split('=').map((part) => part.trim());
    if (source === '' || target === '' || more.length > 0) {
      throw new UsageError(`--map: "${pair.trim()}" is not COLUMN=MEANING`, {
        hint: `write --map 'Phone=to,When=for'; meanings: ${KNOWN_COLUMNS.join(', ')}, or a variable's name`,
      });
    }
    if (mapping.has(source.toLowerCase())) throw new UsageError(`--map: "${source}" is mapped twice`);
    mapping.set(source.toLowerCase(), target);
  }
  return mapping;
}

/** As kept with the tenant. */
export function formatMapping(mapping: Mapping): string {
  return JSON.stringify(Object.fromEntries(mapping));
}

/** The inverse of `formatMapping`; nothing kept is an empty mapping. */
export function readMapping(stored: string | null): Mapping {
  return new Map(stored === null ? [] : Object.entries(JSON.parse(stored) as Record<string, string>));
}

/**
 * What a column of the file means. Our own names are recognised in any case: `To`, `TO`. A variable cannot
 * have spaces in its name, so the column `First name` is `{{First_name}}`.
 */
export function meaningOf(column: string, mapping: Mapping): string {
  const name = column.trim();
  const mapped = mapping.get(name.toLowerCase());
  if (mapped !== undefined) return mapped;
  const lower = name.toLowerCase();
  const known = SYNONYMS.get(lower) ?? KNOWN_COLUMNS.find((each) => each === lower);
  return known ?? name.replace(/\s+/g, '_');
}

export interface HeaderCheck {
  readonly mapping: Mapping;
  /** Meanings that a flag supplies for rows that lack them. */
  readonly supplied: ReadonlySet<string>;
}

/**
 * Refuses a header with which no row could be right, before any row is read.
 * @throws UsageError naming the columns that are doubled, missing or mapped and absent
 */
export function checkHeader(columns: readonly string[], { mapping, supplied }: HeaderCheck): void {
  const sources = new Map<string, string>();
  for (const column of columns) {
    const meaning = meaningOf(column, mapping);
    const other = sources.get(meaning);
    if (other === column) throw new UsageError(`the header has two columns "${column}"`);
    if (other !== undefined)
      throw new UsageError(`columns "${other}" and "${column}" both mean "${meaning}"`);
    sources.set(meaning, column);
  }
  const has = (meaning: KnownColumn): boolean => sources.has(meaning) || supplied.has(meaning);
  const missing: string[] = [];
  if (!has('to') && !has('name')) missing.push('"to"');
  if (!has('at') && !has('for')) missing.push('"at" or "for"');
  if (!has('body')) missing.push('"body"');
  if (missing.length === 0) return;
  throw new UsageError(`the header has no column ${missing.join(', none ')}`, {
    hint: `it has: ${columns.join(', ')}. Say what they mean: --map 'Phone=to,When=for'`,
  });
}

/** @throws UsageError when `--map` names a column that the file lacks; a mapping kept from before may */
export function checkMapped(columns: readonly string[], mapping: Mapping): void {
  const present = new Set(columns.map((column) => column.toLowerCase()));
  const absent = [...mapping.keys()].filter((source) => !present.has(source));
  if (absent.length === 0) return;
  throw new UsageError(`--map: the file has no column ${absent.map((name) => `"${name}"`).join(', ')}`, {
    hint: `it has: ${columns.join(', ')}`,
  });
}

// Single values of a phone file: durations, words, keys, yes or no; each complaint names its key.

import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import type { UsageError } from '../core/errors.ts';
import { speechMs } from './pace.ts';
import { RING_MS, type Words } from './phones.ts';

/** Says where the mistake is. */
export type Refuse = (node: unknown, message: string) => UsageError;
/** Takes the value of one key into a draft. */
export type Reader<Draft> = (draft: Draft, node: unknown, refuse: Refuse) => void;
export type Readers<Draft> = Readonly<Record<string, Reader<Draft>>>;

const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  ring: RING_MS,
  rings: RING_MS,
};

const ALL_KEYS = '0123456789*#';

/** Reads each key of a map by its reader. Throws UsageError for an unknown one. */
export function readKeys<Draft>(
  map: YAMLMap,
  readers: Readers<Draft>,
  { draft, refuse }: { readonly draft: Draft; readonly refuse: Refuse },
): void {
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? String(key.value) : '?';
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (reader === undefined)
      throw refuse(key, `${name}: unknown; known are ${Object.keys(readers).join(', ')}`);
    reader(draft, value ?? key, refuse);
  }
}

/** The node itself, or each of a list's. */
export function itemsOf(node: unknown): readonly unknown[] {
  return isSeq(node) ? node.items : [node];
}

/** A map's values read into an empty draft; undefined when it is no map. */
export function readMap<Draft extends object>(
  node: unknown,
  readers: Readers<Draft>,
  refuse: Refuse,
): Partial<Draft> | undefined {
  if (!isMap(node)) return undefined;
  const draft = {} as Draft;
  readKeys(node, readers, { draft, refuse });
  return draft;
}

export function readText(node: unknown, key: string, refuse: Refuse): string {
  if (!isScalar(node) || typeof node.value !== 'string' || node.value === '') {
    throw refuse(node, `${key}: expected a value`);
  }
  return node.value;
}

export function readDuration(node: unknown, key: string, refuse: Refuse): number {
  const text = readText(node, key, refuse);
  const ms = parseDuration(text);
  if (ms === undefined) throw refuse(node, `${key}: ${text} is no duration such as 500ms, 3s, 1m or 2 rings`);
  return ms;
}

/** Bare numbers are refused: nobody remembers their unit. In ms; undefined for what is no duration. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?) ?(ms|s|m|h|rings?)$/.exec(text) ?? [];
  const unitMs = UNITS_MS[unit];
  return amount === undefined || unitMs === undefined ? undefined : Math.round(Number(amount) * unitMs);
}

/** A duration, for which the words stay what they are, or words, which take their time. */
export function readWords(node: unknown, key: string, { refuse, usual }: WordsRule): Words {
  const text = readText(node, key, refuse);
  const ms = parseDuration(text);
  return ms === undefined ? { words: text, ms: speechMs(text) } : { words: usual, ms };
}

export interface WordsRule {
  readonly refuse: Refuse;
  /** The words when only their duration is given. */
  readonly usual: string;
}

export function isNone(node: unknown): boolean {
  return isScalar(node) && node.value === 'none';
}

export function readFlag(node: unknown, key: string, refuse: Refuse): boolean {
  const text = readText(node, key, refuse);
  if (/^(yes|true)$/.test(text)) return true;
  if (/^(no|false)$/.test(text)) return false;
  throw refuse(node, `${key}: ${text} is neither yes nor no`);
}

export function readDigits(node: unknown, key: string, refuse: Refuse): string {
  const text = readText(node, key, refuse);
  if (!/^[0-9*#]+$/.test(text)) throw refuse(node, `${key}: ${text} has other keys than 0-9, * and #`);
  return text;
}

/** At least one key, and pauses. */
export function isTyped(text: string): boolean {
  return /^[wW]*[0-9*#][0-9*#wW]*$/.test(text);
}

/** Keys as somebody types them, with `w` for half a second in between and `W` for a whole one. */
export function readTyped(node: unknown, key: string, refuse: Refuse): string {
  const text = readText(node, key, refuse);
  if (!isTyped(text)) {
    throw refuse(node, `${key}: ${text} has other keys than 0-9, * and #, and the pauses w and W`);
  }
  return text;
}

/** A set of keys: `1*#`, `any` or `none`. */
export function readKeySet(node: unknown, key: string, refuse: Refuse): string {
  if (isNone(node)) return '';
  return readText(node, key, refuse) === 'any' ? ALL_KEYS : readDigits(node, key, refuse);
}

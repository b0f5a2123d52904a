// Query strings and forms as PHP reads them: `Options[1]=a` is a list, and the last of two wins.

import { parseForm } from '../form.ts';
import { isTrue } from './php.ts';

export interface Vars extends ReadonlyMap<string, string | Vars> {}
interface Growing extends Map<string, string | Growing> {}

// PHP's own limits, max_input_vars and max_input_nesting_level: what is beyond them is dropped.
const MAX_VARS = 1_000;
const MAX_DEPTH = 64;

/** Never throws, whatever the text. */
export function parseVars(text: string): Vars {
  const vars: Growing = new Map();
  let count = 0;
  // One pair at a time: the order in which `Message[]` and `Message[0]` alternate decides what is kept.
  for (const pair of pairsOf(text)) {
    for (const [key, [value = '']] of parseForm(pair)) {
      count += 1;
      if (count > MAX_VARS) return vars;
      assign(vars, key, value);
    }
  }
  return vars;
}

/** One by one: a megabyte of `&` is no reason for a million strings. */
function* pairsOf(text: string): Iterable<string> {
  for (let start = 0; start < text.length; ) {
    const mark = text.indexOf('&', start);
    const end = mark < 0 ? text.length : mark;
    if (end > start) yield text.slice(start, end);
    start = end + 1;
  }
}

function assign(vars: Growing, key: string, value: string): void {
  const path = pathOf(key);
  const last = path.pop();
  if (last === undefined) return;
  let place = vars;
  for (const step of path) {
    const name = step === '' ? nextIndex(place) : step;
    const there = place.get(name);
    const inner: Growing = there === undefined || typeof there === 'string' ? new Map() : there;
    place.set(name, inner);
    place = inner;
  }
  place.set(last === '' ? nextIndex(place) : last, value);
}

/** `a[b][]` is a, b and an empty step, for the next index; no step at all for a key that PHP drops. */
function pathOf(key: string): string[] {
  const open = key.indexOf('[');
  const isList = open > 0 && key.includes(']', open);
  const base = (isList ? key.slice(0, open) : key).replace(/^ +/, '').replace(/[ .[]/g, '_');
  if (base === '') return [];
  const path = [base];
  for (let at = open; isList && key[at] === '['; ) {
    const close = key.indexOf(']', at);
    if (close < 0) break;
    path.push(key.slice(at + 1, close));
    at = close + 1;
    if (path.length > MAX_DEPTH + 1) return [];
  }
  return path;
}

function nextIndex(vars: Vars): string {
  let next = 0;
  for (const key of vars.keys())
    if (/^(?:0|[1-9]\d{0,14})$/.test(key)) next = Math.max(next, Number(key) + 1);
  return String(next);
}

/** A single value; empty when it is missing or a list, which is what PHP's string functions made of those. */
export function text(vars: Vars, name: string): string {
  const value = vars.get(name);
  return typeof value === 'string' ? value : '';
}

/** A list's single values by key, lists within it left out; undefined when it is no list. */
export function list(vars: Vars, name: string): ReadonlyMap<string, string> | undefined {
  const value = vars.get(name);
  if (value === undefined || typeof value === 'string') return undefined;
  return new Map([...value].filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** A list, or the one value given in its place under the key 0; what PHP holds for false is left out. */
export function filled(vars: Vars, name: string): ReadonlyMap<string, string> {
  const values = list(vars, name) ?? new Map([['0', text(vars, name)]]);
  return new Map([...values].filter(([, value]) => isTrue(value)));
}

// Phone scripts as YAML, read with an eye for the mistake: every complaint names the line and the key.

import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { UsageError } from '../core/errors.ts';
import { readNumber } from './number.ts';
import { MS_PER_CHARACTER } from './pace.ts';
import { completeScript, PHONE_KINDS, type PhoneScript, type Press, REACTION_MS, RING_MS } from './phones.ts';

const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  ring: RING_MS,
  rings: RING_MS,
};

/** Says where the mistake is. */
type Refuse = (node: unknown, message: string) => UsageError;

/**
 * Reads a list of phones (or `phones:` with one). Throws UsageError; `name` is what the complaint calls the file.
 *
 *     - number: +15551230001
 *       is: person            # voicemail, busy, no-answer, unreachable, not-in-service, landline, filtered
 *       name: Cindy
 *       answer-after: 2 rings # or 1500ms, 3s
 *       presses: [1, {digits: 2, at: 20s}]  # when asked; or at an instant of the call
 *       hangs-up-after: 30s
 *       greeting: 8s          # voicemail: a duration, or the words themselves
 *       records: 60s          # voicemail
 */
export function parsePhones(text: string, name = 'phones'): PhoneScript[] {
  const lines = new LineCounter();
  // Failsafe: every value stays the text it is. +15551230001 is otherwise a number, and 0123 is 83.
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines });
  const refuse: Refuse = (node, message) => {
    const offset = (node as Node | null | undefined)?.range?.[0] ?? 0;
    return new UsageError(`${name}, line ${lines.linePos(offset).line}: ${message}`, {
      hint: 'a phone is `- number: +15551230001` with what it does: `is: voicemail`, `answer-after: 2 rings`, …',
    });
  };
  const broken = document.errors[0];
  if (broken) {
    const { line } = lines.linePos(broken.pos[0]);
    throw new UsageError(`${name}, line ${line}: ${broken.message.split('\n')[0]}`);
  }
  const { contents } = document;
  const list = isMap(contents) ? contents.get('phones', true) : contents;
  if (list === null) return [];
  if (!isSeq(list)) throw refuse(contents, 'expected a list of phones');
  const scripts = list.items.map((item) => readPhone(item, refuse));
  return rejectDuplicates(scripts, list.items, refuse);
}

function rejectDuplicates(scripts: PhoneScript[], items: readonly unknown[], refuse: Refuse): PhoneScript[] {
  const seen = new Set<string>();
  scripts.forEach(({ number }, index) => {
    if (seen.has(number)) throw refuse(items[index], `number: ${number} has a script already`);
    seen.add(number);
  });
  return scripts;
}

type Draft = { -readonly [Key in keyof PhoneScript]?: PhoneScript[Key] };
type Reader = (draft: Draft, node: unknown, refuse: Refuse) => void;

const READERS: Readonly<Record<string, Reader>> = {
  number: (draft, node, refuse) => {
    const text = readText(node, 'number', refuse);
    const number = readNumber(text);
    if (number === undefined) throw refuse(node, `number: ${text} is no phone number`);
    draft.number = number;
  },
  name: (draft, node, refuse) => {
    draft.name = readText(node, 'name', refuse);
  },
  is: (draft, node, refuse) => {
    const text = readText(node, 'is', refuse);
    const kind = PHONE_KINDS.find((known) => known === text);
    if (kind === undefined) throw refuse(node, `is: ${text} is none of ${PHONE_KINDS.join(', ')}`);
    draft.kind = kind;
  },
  'answer-after': (draft, node, refuse) => {
    draft.answerAfterMs = readDuration(node, 'answer-after', refuse);
  },
  'hangs-up-after': (draft, node, refuse) => {
    draft.hangsUpAfterMs = readDuration(node, 'hangs-up-after', refuse);
  },
  greeting: (draft, node, refuse) => {
    const text = readText(node, 'greeting', refuse);
    draft.greetingMs = parseDuration(text) ?? text.length * MS_PER_CHARACTER;
  },
  records: (draft, node, refuse) => {
    draft.recordsMs = readDuration(node, 'records', refuse);
  },
  presses: (draft, node, refuse) => {
    draft.presses = isSeq(node)
      ? node.items.map((item) => readPress(item, refuse))
      : [readPress(node, refuse)];
  },
};

function readPhone(item: unknown, refuse: Refuse): PhoneScript {
  if (!isMap(item)) throw refuse(item, 'expected a phone: `number:` and what it does');
  const draft: Draft = {};
  readKeys(item, READERS, { draft, refuse });
  if (draft.number === undefined) throw refuse(item, 'number: missing');
  return completeScript({ ...draft, number: draft.number });
}

function readKeys<Target>(
  map: YAMLMap,
  readers: Readonly<Record<string, (draft: Target, node: unknown, refuse: Refuse) => void>>,
  { draft, refuse }: { readonly draft: Target; readonly refuse: Refuse },
): void {
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? String(key.value) : '?';
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (reader === undefined)
      throw refuse(key, `${name}: unknown; known are ${Object.keys(readers).join(', ')}`);
    reader(draft, value ?? key, refuse);
  }
}

type PressDraft = { digits?: string; atMs?: number; afterAskedMs?: number };

const PRESS_READERS: Readonly<Record<string, (draft: PressDraft, node: unknown, refuse: Refuse) => void>> = {
  digits: (draft, node, refuse) => {
    draft.digits = readDigits(node, refuse);
  },
  at: (draft, node, refuse) => {
    draft.atMs = readDuration(node, 'at', refuse);
  },
  after: (draft, node, refuse) => {
    draft.afterAskedMs = readDuration(node, 'after', refuse);
  },
};

function readPress(node: unknown, refuse: Refuse): Press {
  if (!isMap(node)) return { digits: readDigits(node, refuse), afterAskedMs: REACTION_MS };
  const draft: PressDraft = {};
  readKeys(node, PRESS_READERS, { draft, refuse });
  const { digits, atMs, afterAskedMs } = draft;
  if (digits === undefined) throw refuse(node, 'digits: missing');
  if (atMs === undefined) return { digits, afterAskedMs: afterAskedMs ?? REACTION_MS };
  if (afterAskedMs !== undefined) {
    throw refuse(node, 'at: counts from answering, after: from a question; give one of them');
  }
  return { digits, atMs };
}

function readDigits(node: unknown, refuse: Refuse): string {
  const text = readText(node, 'digits', refuse);
  if (!/^[0-9*#]+$/.test(text)) throw refuse(node, `digits: ${text} has other keys than 0-9, * and #`);
  return text;
}

function readText(node: unknown, key: string, refuse: Refuse): string {
  if (!isScalar(node) || typeof node.value !== 'string' || node.value === '') {
    throw refuse(node, `${key}: expected a value`);
  }
  return node.value;
}

function readDuration(node: unknown, key: string, refuse: Refuse): number {
  const text = readText(node, key, refuse);
  const ms = parseDuration(text);
  if (ms === undefined) throw refuse(node, `${key}: ${text} is no duration such as 500ms, 3s, 1m or 2 rings`);
  return ms;
}

/** Bare numbers are refused: nobody remembers their unit. */
function parseDuration(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?) ?(ms|s|m|rings?)$/.exec(text) ?? [];
  const unitMs = UNITS_MS[unit];
  return amount === undefined || unitMs === undefined ? undefined : Math.round(Number(amount) * unitMs);
}

// Phone scripts as YAML, read with an eye for the mistake: every complaint names the line and the key.

import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { UsageError } from '../core/errors.ts';
import { readNumber } from './number.ts';
import { readOwnerPress, readPress, readSaying, readTalk } from './phone-file-cues.ts';
import {
  isNone,
  itemsOf,
  type Readers,
  type Refuse,
  readDuration,
  readFlag,
  readKeySet,
  readKeys,
  readText,
  readWords,
} from './phone-file-values.ts';
import { completeScript, DEFAULT_SCRIPT, type Mailbox, PHONE_KINDS, type PhoneScript } from './phones.ts';

/**
 * Reads a list of phones (or `phones:` with one). Throws UsageError; `name` is what the complaint calls the file.
 * All keys are told in docs/simulator.md.
 *
 *     - number: +15551230001
 *       is: person            # or voicemail, busy, landline, …
 *       name: Cindy
 *       answer-after: 2 rings # or 1500ms, 3s
 *       presses: [1, {digits: 2, at: 20s}, {digits: 3, when: "to cancel"}]
 *       hangs-up-after: 30s
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

type MailboxDraft = { -readonly [Key in keyof Mailbox]?: Mailbox[Key] };
type Draft = { -readonly [Key in keyof Omit<PhoneScript, 'mailbox'>]?: PhoneScript[Key] } & {
  mailbox: MailboxDraft;
};

const ANY_PHONE: Readers<Draft> = {
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
};

const PERSON: Readers<Draft> = {
  'declines-after': (draft, node, refuse) => {
    draft.declinesAfterMs = readDuration(node, 'declines-after', refuse);
  },
  hello: (draft, node, refuse) => {
    const { hello } = DEFAULT_SCRIPT;
    draft.hello = isNone(node)
      ? { words: '', ms: 0 }
      : readWords(node, 'hello', { refuse, usual: hello.words });
  },
  presses: (draft, node, refuse) => {
    draft.presses = itemsOf(node).map((item) => readPress(item, refuse));
  },
  says: (draft, node, refuse) => {
    draft.says = [...(draft.says ?? []), ...itemsOf(node).map((item) => readSaying(item, refuse))];
  },
  'talks-over': (draft, node, refuse) => {
    draft.says = [...(draft.says ?? []), ...itemsOf(node).map((item) => readTalk(item, refuse))];
  },
  'hangs-up-when': (draft, node, refuse) => {
    draft.hangsUpWhen = readText(node, 'hangs-up-when', refuse);
  },
};

const VOICEMAIL: Readers<Draft> = {
  greeting: ({ mailbox }, node, refuse) => {
    const { greeting } = DEFAULT_SCRIPT.mailbox;
    mailbox.greeting = readWords(node, 'greeting', { refuse, usual: greeting.words });
  },
  beep: ({ mailbox }, node, refuse) => {
    mailbox.beepMs = isNone(node) ? 0 : readDuration(node, 'beep', refuse);
  },
  'skip-keys': ({ mailbox }, node, refuse) => {
    mailbox.skipKeys = readKeySet(node, 'skip-keys', refuse);
  },
  'erase-keys': ({ mailbox }, node, refuse) => {
    mailbox.eraseKeys = readKeySet(node, 'erase-keys', refuse);
  },
  'owner-presses': ({ mailbox }, node, refuse) => {
    mailbox.ownerPresses = readOwnerPress(node, refuse);
  },
  'owner-listens-after': ({ mailbox }, node, refuse) => {
    mailbox.ownerListensAfterMs = readDuration(node, 'owner-listens-after', refuse);
  },
  records: ({ mailbox }, node, refuse) => {
    mailbox.recordsMs = readDuration(node, 'records', refuse);
  },
  silence: ({ mailbox }, node, refuse) => {
    mailbox.silenceMs = readDuration(node, 'silence', refuse);
  },
  full: ({ mailbox }, node, refuse) => {
    mailbox.isFull = readFlag(node, 'full', refuse);
  },
};

const READERS: Readers<Draft> = { ...ANY_PHONE, ...PERSON, ...VOICEMAIL };

function readPhone(item: unknown, refuse: Refuse): PhoneScript {
  if (!isMap(item)) throw refuse(item, 'expected a phone: `number:` and what it does');
  const draft: Draft = { mailbox: {} };
  readKeys(item, READERS, { draft, refuse });
  const { number, kind = 'person' } = draft;
  if (number === undefined) throw refuse(item, 'number: missing');
  if (kind !== 'voicemail') rejectKeys(item, VOICEMAIL, { refuse, why: 'goes with is: voicemail' });
  if (kind === 'voicemail' || kind === 'fax') {
    rejectKeys(item, PERSON, { refuse, why: `does not go with is: ${kind}, which is no person` });
  }
  return completeScript({ ...draft, number });
}

/** A key that would do nothing is a mistake. */
function rejectKeys(
  map: YAMLMap,
  readers: Readers<Draft>,
  { refuse, why }: { readonly refuse: Refuse; readonly why: string },
): void {
  for (const { key } of map.items) {
    const name = isScalar(key) ? String(key.value) : '';
    if (Object.hasOwn(readers, name)) throw refuse(key, `${name}: ${why}`);
  }
}

// What a person of a phone file does, and when: presses, says, talks over.

import { isMap } from 'yaml';
import { speechMs } from './pace.ts';
import {
  type Reader,
  type Readers,
  type Refuse,
  readDigits,
  readDuration,
  readMap,
  readText,
  readTyped,
} from './phone-file-values.ts';
import { type Cue, type Press, REACTION_MS, type Saying } from './phones.ts';

interface CueDraft {
  atMs?: number;
  afterMs?: number;
  when?: string;
}

interface PressDraft extends CueDraft {
  digits?: string;
}

interface SayingDraft extends CueDraft {
  words?: string;
  ms?: number;
  thenKeys?: string;
}

const CUE_READERS: Readers<CueDraft> = {
  at: (draft, node, refuse) => {
    draft.atMs = readDuration(node, 'at', refuse);
  },
  after: (draft, node, refuse) => {
    draft.afterMs = readDuration(node, 'after', refuse);
  },
  when: (draft, node, refuse) => {
    draft.when = readText(node, 'when', refuse);
  },
};

const digits: Reader<PressDraft> = (draft, node, refuse) => {
  draft.digits = readTyped(node, 'digits', refuse);
};
const words: Reader<SayingDraft> = (draft, node, refuse) => {
  draft.words = readText(node, 'words', refuse);
};
const lasts: Reader<SayingDraft> = (draft, node, refuse) => {
  draft.ms = readDuration(node, 'for', refuse);
};
const thenKeys: Reader<SayingDraft> = (draft, node, refuse) => {
  draft.thenKeys = readTyped(node, 'and-presses', refuse);
};

const PRESS_READERS: Readers<PressDraft> = { digits, ...CUE_READERS };
const SAYING_READERS: Readers<SayingDraft> = { words, for: lasts, 'and-presses': thenKeys, ...CUE_READERS };
const TALK_READERS: Readers<SayingDraft> = { at: CUE_READERS['at'] as Reader<CueDraft>, for: lasts, words };
const ownerDigits: Reader<PressDraft> = (draft, node, refuse) => {
  draft.digits = readDigits(node, 'digits', refuse);
};
const OWNER_READERS: Readers<PressDraft> = {
  digits: ownerDigits,
  when: CUE_READERS['when'] as Reader<CueDraft>,
};

/** `1`, or `{digits: 1, at: 20s}`. */
export function readPress(node: unknown, refuse: Refuse): Press {
  const draft = readMap(node, PRESS_READERS, refuse);
  if (draft === undefined) {
    return { digits: readTyped(node, 'digits', refuse), afterAskedMs: REACTION_MS };
  }
  if (draft.digits === undefined) throw refuse(node, 'digits: missing');
  return { digits: draft.digits, ...cueOf(draft, node, refuse) };
}

/** `"yes"`, or `{words: "yes", at: 2s, for: 1s, and-presses: "#"}`. */
export function readSaying(node: unknown, refuse: Refuse): Saying {
  const draft = readMap(node, SAYING_READERS, refuse) ?? { words: readText(node, 'says', refuse) };
  if (draft.words === undefined) throw refuse(node, 'words: missing');
  return sayingOf({ ...draft, words: draft.words }, cueOf(draft, node, refuse));
}

/** `{at: 2s, for: 3s}`: a sound of that length, with words or without. */
export function readTalk(node: unknown, refuse: Refuse): Saying {
  const draft = readMap(node, TALK_READERS, refuse);
  if (draft?.atMs === undefined || draft.ms === undefined) {
    throw refuse(node, 'talks-over: expected {at: 2s, for: 3s}');
  }
  return sayingOf({ words: '', ...draft }, { atMs: draft.atMs });
}

/** `5`, or `{digits: 5, when: "menu.mp3"}`. */
export function readOwnerPress(node: unknown, refuse: Refuse): { digits: string; when: string | null } {
  if (!isMap(node)) return { digits: readDigits(node, 'owner-presses', refuse), when: null };
  const draft = readMap(node, OWNER_READERS, refuse) ?? {};
  if (draft.digits === undefined) throw refuse(node, 'digits: missing');
  return { digits: draft.digits, when: draft.when ?? null };
}

function sayingOf(draft: SayingDraft & { words: string }, cue: Cue): Saying {
  const { ms = speechMs(draft.words), thenKeys: keys = '' } = draft;
  return { words: draft.words, ms, thenKeys: keys, ...cue };
}

function cueOf({ atMs, afterMs, when }: CueDraft, node: unknown, refuse: Refuse): Cue {
  if (atMs !== undefined && (afterMs !== undefined || when !== undefined)) {
    throw refuse(
      node,
      'at: counts from answering, after: from a question or from what was heard; give one of them',
    );
  }
  if (atMs !== undefined) return { atMs };
  if (when !== undefined) return { when, afterMs: afterMs ?? REACTION_MS };
  return { afterAskedMs: afterMs ?? REACTION_MS };
}

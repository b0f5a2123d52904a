// Segments: how a text is cut up and billed, and what a plain letter would save.

import { counted } from './count.ts';

// GSM 03.38 default alphabet and its extension table (3GPP TS 23.038 §6.2.1); escape itself is left out.
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENSION = '\f^{}\\[~]|€';
const basic = new Set(BASIC);
const extension = new Set(EXTENSION);

// A lone segment of 140 bytes holds 160 letters of 7 bits, or 70 of 16. In a longer text each segment gives
// 6 bytes to the header that joins them, which leaves 153 and 67.
const LIMITS = { 'GSM-7': [160, 153], 'UCS-2': [70, 67] } as const;

/** Letters that word processors and phones put in, and what says the same in GSM-7. */
const PLAIN: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '´': "'",
  '`': "'",
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '…': '...',
  '•': '*',
  '·': '.',
  '\t': ' ',
  '\u00a0': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
  '\u200b': '',
  '\ufeff': '',
  '′': "'",
  '″': '"',
};

export type Encoding = 'GSM-7' | 'UCS-2';

export interface Replacement {
  /** The letter in the text that GSM-7 lacks. */
  readonly from: string;
  readonly to: string;
}

export interface Segments {
  readonly encoding: Encoding;
  readonly segments: number;
  /** Septets or UTF-16 units, whichever the encoding counts; an extended letter such as € takes two septets. */
  readonly units: number;
  /** Units left before one more segment begins. */
  readonly left: number;
  /** Letters that force UCS-2, each once, in their order; empty in GSM-7. */
  readonly forcing: readonly string[];
}

/** How the carrier cuts up and Twilio bills `text` as it is. An empty text is one segment. */
export function countSegments(text: string): Segments {
  const letters = Array.from(text);
  const forcing = [...new Set(letters.filter((letter) => !basic.has(letter) && !extension.has(letter)))];
  const encoding: Encoding = forcing.length === 0 ? 'GSM-7' : 'UCS-2';
  const sizes = letters.map((letter) =>
    encoding === 'UCS-2' ? letter.length : extension.has(letter) ? 2 : 1,
  );
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const [alone, joined] = LIMITS[encoding];
  if (units <= alone) return { encoding, segments: 1, units, left: alone - units, forcing };
  const { segments, used } = fill(sizes, joined);
  return { encoding, segments, units, left: joined - used, forcing };
}

export interface Saving {
  /** One for each letter at fault. */
  readonly replacements: readonly Replacement[];
  readonly text: string;
  /** Segments saved by writing `text` instead. */
  readonly saved: number;
}

/**
 * The plain wording that would cost fewer segments, or undefined when there is none: a letter such as 中 has no
 * plain form, and then replacing the others saves nothing.
 */
export function plainSaving(text: string): Saving | undefined {
  const now = countSegments(text);
  const replacements = now.forcing.map((from) => ({ from, to: plainFor(from) }));
  if (!replacements.every((entry): entry is Replacement => entry.to !== undefined)) return undefined;
  const plain = replacements.reduce((words, { from, to }) => words.replaceAll(from, to), text);
  const saved = now.segments - countSegments(plain).segments;
  return saved > 0 ? { replacements, text: plain, saved } : undefined;
}

/** `’ → ' and “ → " save 1 segment`: one line for a person; undefined when there is nothing to save. */
export function describeSaving(text: string): string | undefined {
  const saving = plainSaving(text);
  if (saving === undefined) return undefined;
  const list = saving.replacements.map(
    ({ from, to }) => `${visible(from)} → ${to === '' ? 'nothing' : visible(to)}`,
  );
  const verb = list.length === 1 ? 'saves' : 'save';
  return `${list.join(', ')} ${verb} ${counted(saving.saved, 'segment')}`;
}

/** Without its accent, when there is no better: `ç` as `c`. The person decides whether that still reads well. */
function plainFor(letter: string): string | undefined {
  const bare = letter.normalize('NFD').replace(/\p{Mark}/gu, '');
  return PLAIN[letter] ?? (basic.has(bare) ? bare : undefined);
}

/** A letter is never cut in two: neither an escape from its letter nor half of an emoji from the other. */
function fill(sizes: readonly number[], room: number): { segments: number; used: number } {
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > room) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return { segments, used };
}

function visible(letter: string): string {
  if (/^[\s\u200b\ufeff]$/.test(letter)) {
    return letter === ' '
      ? 'space'
      : `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  }
  return letter;
}

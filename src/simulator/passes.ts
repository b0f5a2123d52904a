// A message said several times: how much of it was heard at least once, and how often all of it in one go.

import type { Part } from './hearing.ts';

/** One sound of the message, cut into what was heard and what was lost. */
export interface SaidSound {
  readonly text: string;
  readonly ms: number;
  readonly isName: boolean;
  readonly parts: readonly Part[];
}

export interface MessageHearing {
  /** The words of one pass. */
  readonly text: string;
  /** How much of all that is different in what was said was heard at least once, from 0 to 1. */
  readonly fraction: number;
  /** How often the message was begun. */
  readonly passes: number;
  /** How often it was heard from its beginning to its end. */
  readonly wholePasses: number;
}

/** A sentence, or a sound file: what a message is put together from. */
interface Unit {
  readonly text: string;
  readonly ms: number;
  /** The shares of it that were heard, in order. */
  readonly heard: readonly Share[];
  readonly isWhole: boolean;
}

interface Share {
  readonly from: number;
  readonly to: number;
}

interface Repeat {
  readonly start: number;
  /** Units in one pass. */
  readonly period: number;
  /** Units in all passes, of which the last may be incomplete. */
  readonly length: number;
}

/** A message of more sentences than this is looked at as if it were not repeated. */
const MAX_PERIOD = 200;
/** What is repeated is the message only if it is at least this much of all that is different in what was said. */
const LEAST_SHARE = 0.5;

/** Null when nothing was said. */
export function hearMessage(sounds: readonly SaidSound[]): MessageHearing | null {
  const units = sounds.flatMap(unitsOf);
  if (units.length === 0) return null;
  const distinct = mergeByText(units);
  const total = weightOf(distinct);
  const once = { start: 0, period: units.length, length: units.length };
  const repeat = findRepeat(units);
  const passOf = ({ start, period }: Repeat) => units.slice(start, start + period);
  const isMessage = repeat !== undefined && weightOf(mergeByText(passOf(repeat))) >= LEAST_SHARE * total;
  const message = isMessage ? repeat : once;
  return {
    text: passOf(message)
      .map(({ text }) => text)
      .join(' '),
    fraction: distinct.reduce((sum, unit) => sum + unit.ms * widthOf(unit.heard), 0) / total,
    passes: Math.ceil(message.length / message.period),
    wholePasses: countWhole(units, message),
  };
}

function unitsOf({ text, ms, isName, parts }: SaidSound): Unit[] {
  if (ms <= 0 || text.trim() === '') return [];
  const heard = parts.filter(({ loss }) => loss === null);
  let offset = 0;
  return (isName ? [text] : sentencesOf(text)).map((sentence) => {
    const [from, width] = [offset / text.length, sentence.length / text.length];
    offset += sentence.length;
    const shares = heard
      .map((part) => ({ from: (part.from - from) / width, to: (part.to - from) / width }))
      .map((part) => ({ from: Math.max(0, part.from), to: Math.min(1, part.to) }))
      .filter((part) => part.to > part.from);
    // Half a letter is nothing: the texts of the parts are rounded to whole ones.
    const isWhole = 1 - widthOf(shares) <= (isName ? 1e-9 : 0.5 / sentence.length);
    return { text: sentence.trim(), ms: ms * width, heard: shares, isWhole };
  });
}

/** The whole text in pieces, each with the blanks that follow its full stop. */
function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?…]["'”’)]?\s+)(?=\S)/);
}

/** One unit for each text, with all that was heard of it at any time. */
function mergeByText(units: readonly Unit[]): Unit[] {
  const merged = new Map<string, Unit>();
  for (const unit of units) {
    const { heard = [] } = merged.get(unit.text) ?? {};
    merged.set(unit.text, { ...unit, heard: [...heard, ...unit.heard] });
  }
  return [...merged.values()];
}

function weightOf(units: readonly Unit[]): number {
  return units.reduce((sum, { ms }) => sum + ms, 0);
}

/** How much of the whole the shares cover together. */
function widthOf(shares: readonly Share[]): number {
  let [width, reached] = [0, 0];
  for (const { from, to } of [...shares].sort((a, b) => a.from - b.from)) {
    width += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return width;
}

/** The stretch of units in which the most is said again, by what of it is repetition; the shortest period of equals. */
function findRepeat(units: readonly Unit[]): Repeat | undefined {
  let best: Repeat | undefined;
  let bestWeight = 0;
  for (let period = 1; period <= Math.min(units.length - 1, MAX_PERIOD); period += 1) {
    let [run, weight] = [0, 0];
    for (let index = period; index < units.length; index += 1) {
      const isSame = units[index]?.text === units[index - period]?.text;
      run = isSame ? run + 1 : 0;
      weight = isSame ? weight + (units[index]?.ms ?? 0) : 0;
      if (weight > bestWeight + 1e-6) {
        bestWeight = weight;
        best = { start: index - period - run + 1, period, length: period + run };
      }
    }
  }
  return best;
}

function countWhole(units: readonly Unit[], { start, period, length }: Repeat): number {
  let count = 0;
  for (let from = start; from + period <= start + length; from += period) {
    if (units.slice(from, from + period).every(({ isWhole }) => isWhole)) count += 1;
  }
  return count;
}

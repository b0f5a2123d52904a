// Durations as people type them: `90s`, `5m`, `2h`, `1d`, `1w`, `1h30m`. A day here is always 24 hours.

import { counted } from './count.ts';
import { UsageError } from './errors.ts';

const UNITS = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

// Each unit at most once and the greater first, so that `5m2h` or `1h1h`, which are slips, are not guessed at.
const SHAPE = /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?$/;

// A hundred years: past it a slip of the finger is likelier than a wish.
const LONGEST_MS = 100 * 365 * 86_400_000;

/**
 * Milliseconds in `text`. `m` is minutes.
 *
 * @param what names the value in the error: `--expires`, `REMIND_LEASE`
 * @throws UsageError for a bare number (nobody can tell seconds from minutes), a fraction, or no duration at all
 */
export function parseDuration(text: string, what = 'the duration'): number {
  const word = text.trim().toLowerCase();
  const match = word === '' ? null : SHAPE.exec(word);
  if (match === null) throw new UsageError(`${what}: "${text}" is not a duration`, { hint: hintFor(word) });
  const ms = UNITS.reduce((sum, [, size], index) => sum + Number(match[index + 1] ?? 0) * size, 0);
  if (ms > LONGEST_MS) throw new UsageError(`${what}: "${text}" is more than a hundred years`);
  return ms;
}

/** The shortest text that `parseDuration` reads as the same: `1h30m`, `2d`, `0s`. */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`;
  let rest = Math.round(ms);
  let text = '';
  for (const [unit, size] of UNITS) {
    // A week reads worse than seven days unless it comes out even.
    if (unit === 'w' && rest % size !== 0) continue;
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === '' ? '0s' : text;
}

/**
 * `1d,2h` as [86400000, 7200000]: how long before an appointment its reminders are due. Longest first,
 * doubles once.
 */
export function parseLeadTimes(text: string, what = '--before'): number[] {
  const leads = text.split(',').map((part) => parseDuration(part, what));
  return [...new Set(leads)].sort((a, b) => b - a);
}

function hintFor(word: string): string {
  if (/^\d+$/.test(word)) return `say the unit: ${word}s, ${word}m, ${word}h or ${word}d`;
  if (/\d[.,]\d/.test(word)) return 'no fractions: write 1h30m for an hour and a half';
  return 'write 90s, 5m, 2h, 1d, 1w, or 1h30m';
}

/** `3 hours`, `1 day`: the greatest unit only, for a sentence. */
export function roughDuration(ms: number): string {
  const names = { d: 'day', h: 'hour', m: 'minute', s: 'second' } as const;
  for (const [unit, size] of UNITS) {
    if (unit === 'w' || unit === 'ms' || (ms < size && unit !== 's')) continue;
    return counted(Math.floor(ms / size), names[unit]);
  }
  return '0 seconds';
}

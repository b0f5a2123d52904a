// A day foretold on the terminal: a line and a bar for each quarter of an hour, then what to know of.

import type { Output } from '../src/core/command.ts';
import { counted } from '../src/core/count.ts';
import { formatMicros } from '../src/core/price.ts';
import { describeInstant } from '../src/core/say-time.ts';
import { wallAt } from '../src/core/zone.ts';
import { LATE_MS } from '../src/reminders/foresight/lateness.ts';
import type { Foresight } from '../src/reminders/foresight/look-ahead.ts';
import type { Finding } from '../src/reminders/foresight/outlook.ts';
import { sumsOf, type Window, windowsOf } from '../src/reminders/foresight/windows.ts';
import { clockIn, lateWords } from '../src/reminders/foresight/words.ts';

const BAR = 40;

export function planText(out: Output, { outlook, findings }: Foresight): string {
  const { calls, texts, micros } = sumsOf(outlook);
  const { from, until, zone, balance } = outlook;
  const money = balance === null ? '' : `; the balance is ${formatMicros(balance.micros)}`;
  const head = `${describeInstant(from, zone)} to ${endIn(from, until, zone)}: ${counted(calls, 'call')} and ${counted(texts, 'text')}, about ${formatMicros(micros)}${money}`;
  const windows = windowsOf(outlook);
  const lines = windows.length === 0 ? [] : ['', ...table(out, windows, zone)];
  return [head, ...lines, '', ...findingLines(out, findings)].join('\n');
}

/** With its day of the week, where that is another one. */
function endIn(from: number, until: number, zone: string): string {
  const isNextDay = wallAt(from, zone).slice(0, 10) !== wallAt(until, zone).slice(0, 10);
  return `${isNextDay ? `${describeInstant(until, zone).slice(0, 3)} ` : ''}${clockIn(until, zone)}`;
}

function table({ style }: Output, windows: readonly Window[], zone: string): string[] {
  const most = Math.max(...windows.map(({ calls, texts }) => calls + texts));
  const width = (key: 'calls' | 'texts'): number =>
    Math.max(key.length, ...windows.map((window) => String(window[key]).length));
  const [calls, texts] = [width('calls'), width('texts')];
  const head = `  ${'due'.padEnd(5)}  ${'calls'.padStart(calls)}  ${'texts'.padStart(texts)}`;
  return [
    style.bold(head),
    ...windows.map((window) => {
      const counts = `${String(window.calls).padStart(calls)}  ${String(window.texts).padStart(texts)}`;
      const bar = barOf(window, most);
      const late = window.lateMs < 1_000 ? '' : `  the last ${lateWords(window.lateMs)} late`;
      const told = window.lateMs > LATE_MS ? style.red(late) : style.dim(late);
      return `  ${clockIn(window.from, zone)}  ${counts}  ${style.cyan(bar)}${told}`;
    }),
  ];
}

/** Calls are dark and texts are light; whoever is there at all is seen. */
function barOf({ calls, texts }: Window, most: number): string {
  const part = (count: number): number => (count === 0 ? 0 : Math.max(1, Math.round((count / most) * BAR)));
  return `${'█'.repeat(part(calls))}${'▒'.repeat(part(texts))}`;
}

function findingLines({ style }: Output, findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [style.green('All of it goes in time.')];
  return findings.flatMap(({ level, detail, remedy }) => [
    `${level === 'problem' ? style.red('!') : style.yellow('·')} ${detail}`,
    ...(remedy === null ? [] : [`    ${remedy}`]),
  ]);
}

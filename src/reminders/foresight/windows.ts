// The outlook in figures: for the whole span, and for each quarter of an hour of it in which something is due.

import { isUseless, latestMs } from '../../core/forecast.ts';
import { byWindow } from './lateness.ts';
import { isAsked, isSent, type Outlook, type Told } from './outlook.ts';

export interface Sums {
  readonly calls: number;
  readonly texts: number;
  /** Likely cost, in micros of USD. */
  readonly micros: number;
  /** How late the last one goes, of those that do. */
  readonly lateMs: number;
  /** How many come too late to be of use. */
  readonly useless: number;
}

export interface Window extends Sums {
  readonly from: number;
}

export function sumsOf(outlook: Outlook): Sums {
  return sum(outlook.told.filter(({ row }) => isAsked(outlook, row)));
}

export function windowsOf(outlook: Outlook): readonly Window[] {
  const windows = byWindow(
    outlook.told.filter(({ row }) => isAsked(outlook, row)),
    ({ dueAt }) => dueAt,
  );
  return [...windows].sort(([a], [b]) => a - b).map(([from, told]) => ({ from, ...sum(told) }));
}

function sum(told: readonly Told[]): Sums {
  const calls = told.filter(({ row }) => row.channel === 'call').length;
  return {
    calls,
    texts: told.length - calls,
    micros: told.reduce((micros, { row }) => micros + row.micros, 0),
    lateMs: latestMs(told.filter(isSent)),
    useless: told.filter(isUseless).length,
  };
}

// Letting go of what was held back: who goes, when, and who no more. Spread out, so that no release is a flood.

import type { Channel, Priority } from './reminder.ts';
import { nextAllowedAt, nextGapAt, type WindowLimit } from './windows.ts';

/** A reminder that waits to be let go. */
export interface Waiting {
  readonly id: number;
  readonly tenantId: number;
  readonly channel: Channel;
  readonly to: string;
  readonly priority: Priority;
  readonly dueAt: number;
  readonly expiresAt: number;
}

export interface ReleaseTerms {
  readonly now: number;
  /** The time between one send and the next, whoever they go to. */
  readonly gapMs: number;
  readonly windowsOf: (channel: Channel) => readonly WindowLimit[];
  /** When a recipient was sent something, and is to be without this, ascending; counts in the same windows. */
  readonly history: (channel: Channel, to: string) => readonly number[];
}

export interface Released<Row> {
  readonly row: Row;
  readonly runAt: number;
}

export interface ReleasePlan<Row> {
  /** In the order in which they go. */
  readonly go: readonly Released<Row>[];
  /** Of no more use when their turn would come. */
  readonly useless: readonly Row[];
}

// Gaps between so many are looked for, which takes the square of it; beyond it there is a place behind all of them.
const WEIGHED = 24;

/** Critical ones first, then those that were due first; each recipient no faster than its windows allow. */
export function planRelease<Row extends Waiting>(
  rows: readonly Row[],
  terms: ReleaseTerms,
): ReleasePlan<Row> {
  const sent = new Map<string, number[]>();
  const go: Released<Row>[] = [];
  const useless: Row[] = [];
  let free = terms.now;
  for (const row of [...rows].sort(byUrgency)) {
    const key = `${row.channel} ${row.to}`;
    const instants = sent.get(key) ?? [...terms.history(row.channel, row.to)];
    const next = instants.length > WEIGHED ? nextAllowedAt : nextGapAt;
    const runAt = next(instants, terms.windowsOf(row.channel), free);
    if (runAt > row.expiresAt) {
      useless.push(row);
      continue;
    }
    // In order: a gap may be before what is planned already.
    instants.splice(instants.findLastIndex((at) => at <= runAt) + 1, 0, runAt);
    sent.set(key, instants);
    go.push({ row, runAt });
    free += terms.gapMs;
  }
  return { go: go.sort((a, b) => a.runAt - b.runAt), useless };
}

/** Critical ones first, then those that were due first. */
export function byUrgency(a: Waiting, b: Waiting): number {
  if (a.priority !== b.priority) return a.priority === 'critical' ? -1 : 1;
  return a.dueAt - b.dueAt || a.id - b.id;
}

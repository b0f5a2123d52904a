// What is known of a recipient before anything is scheduled: has opted out, or has a number that leads nowhere.

import { describeBadNumber, isBadFor } from '../core/bad-number.ts';
import { describeOptOut } from '../core/opt-out.ts';
import type { Channel } from '../core/reminder.ts';
import { badMarks } from '../store/bad-numbers.ts';
import type { Sql } from '../store/db.ts';
import { hasOptedOut, optOutAgainst } from '../store/opt-outs.ts';

export interface Planned {
  readonly to: string;
  /** What it will be sent from; null when nothing is set yet. */
  readonly from: string | null;
  readonly tenantId: number;
  readonly channels: readonly Channel[];
}

/** A warning, or null: the door will say the same when it is due, unless things have changed by then. */
export async function unwantedNote(sql: Sql, planned: Planned): Promise<string | null> {
  const against = (await hasOptedOut(sql, planned.to)) ? await optOutAgainst(sql, planned) : undefined;
  if (against) return `${describeOptOut(against)}: it will not be sent`;
  const marks = await badMarks(sql, planned.to);
  const bad = marks.find((mark) => planned.channels.some((channel) => isBadFor(mark, channel)));
  return bad ? `${describeBadNumber(bad)}: it will not be sent; see: remind badnumber list` : null;
}

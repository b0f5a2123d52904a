// What people texted between a backup and its restore: whoever said STOP gets nothing before a person has seen it.

import type { Db } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { textsIn } from '../store/loose-rows.ts';
import { holdAllTo } from '../store/restored.ts';

export interface TextSource {
  readonly db: Db;
  readonly accountSid: string;
}

/**
 * Handed the span whose inbound texts have been stored; returns how many reminders it kept from going. The seam to
 * whoever keeps opt-outs: the texts are `textsIn` of that span, the oldest first.
 */
export type HeedTexts = (
  source: TextSource,
  span: { readonly from: number; readonly until: number },
  now: number,
) => Promise<number>;

// Twilio's own words, which it obeys by itself (https://www.twilio.com/docs/api/errors/21610).
const STOPS = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'OPTOUT', 'REVOKE']);
const STARTS = new Set(['START', 'YES', 'UNSTOP']);

/** Without a list of opt-outs: holds whatever is to go to somebody whose last word was STOP. */
export const holdWhoSaidStop: HeedTexts = async ({ db, accountSid }, span, now) => {
  const last = new Map<string, { readonly isStop: boolean; readonly sid: string }>();
  for (const { person, body, sid } of await textsIn(db, { accountSid, ...span })) {
    const word = body.replace(/[^\p{L}]/gu, '').toUpperCase();
    if (STOPS.has(word) || STARTS.has(word)) last.set(person, { isStop: STOPS.has(word), sid });
  }
  let held = 0;
  for (const [person, { isStop, sid }] of last) {
    if (!isStop) continue;
    const detail = `${person} texted STOP after the backup (${sid}); if it may go all the same: remind retry`;
    held += await db.tx(async (sql) => {
      const count = await holdAllTo(sql, person, detail, now);
      if (count > 0) await insertEvent(sql, { at: now, tenantId: 1, kind: 'held', detail });
      return count;
    });
  }
  return held;
};

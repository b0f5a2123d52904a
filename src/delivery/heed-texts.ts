// What people texted between a backup and its restore is heeded as ever, the oldest first, before anything is let go.

import type { Db } from '../store/db.ts';
import { textsIn } from '../store/loose-rows.ts';
import { type HeedTerms, heed } from './heed.ts';

export interface HeedSpan {
  readonly accountSid: string;
  readonly from: number;
  readonly until: number;
}

/** The inbound texts of that span that have been stored, each once. Returns how many of them said STOP. */
export async function heedTexts(
  db: Db,
  { accountSid, from, until }: HeedSpan,
  terms: HeedTerms,
): Promise<number> {
  let stops = 0;
  for (const { sid, person, sender, body, at } of await textsIn(db, { accountSid, from, until })) {
    const text = { accountSid, messageSid: sid, person, sender, body, receivedAt: at };
    const event = await db.tx((sql) => heed(sql, text, terms));
    if (event?.event === 'inbound' && event.meaning === 'stop') stops += 1;
  }
  return stops;
}

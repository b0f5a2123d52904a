// How far Twilio's lists were compared with this database, and since when a send that it does not know is a stranger's.

import type { Sql } from './db.ts';
import { readSetting, writeSetting } from './settings.ts';

export interface StrangerMark {
  /** What was sent before is nobody's business: this database did not exist, was restored, or a person said so. */
  readonly since: number;
  /** Everything made before this instant has been compared. */
  readonly comparedTo: number;
  /** When some process compares next. */
  readonly nextAt: number;
  /** Those made until then have been told, where that is all that is done about them. */
  readonly toldTo?: number;
}

const KEY = 'strangers';

/** Undefined before the first daemon. */
export async function readStrangerMark(sql: Sql): Promise<StrangerMark | undefined> {
  const text = await readSetting(sql, KEY);
  return text === undefined ? undefined : (JSON.parse(text) as StrangerMark);
}

export async function writeStrangerMark(sql: Sql, mark: StrangerMark, now: number): Promise<void> {
  await writeSetting(sql, KEY, JSON.stringify(mark), now);
}

/** From `since` on, what this database does not know is a stranger's. */
export async function forgetStrangersBefore(sql: Sql, since: number, now: number): Promise<void> {
  await writeStrangerMark(sql, { since, comparedTo: since, nextAt: now }, now);
}

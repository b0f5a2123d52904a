// The limits of sending in the database: what they are, and what they say about a send.

import type { IntentDraft } from '../core/intent.ts';
import { FUSE_KEYS, type FuseKey, type FuseLimits } from '../core/limits.ts';
import type { Db, Sql, Value } from './db.ts';
import { ASK_RULES, BEGIN_STRETCHES, limitColumn, type RuleName } from './send-rules.ts';

export interface SendLimits {
  readonly fuse: FuseLimits;
  /** True where a simulator's fuse is switched off. On any other database it holds all the same. */
  readonly isFuseOff: boolean;
}

const FUSE_COLUMNS = FUSE_KEYS.map((key) => `${limitColumn(key)} as "${key}"`).join(', ');

export async function readLimits(sql: Sql): Promise<SendLimits> {
  const row = await sql.get<Record<FuseKey, number> & { isFuseOff: number }>(
    `select fuse_off as "isFuseOff", ${FUSE_COLUMNS} from send_limit where id = 1`,
  );
  if (!row) throw new Error('the limits of sending are gone from the database');
  const { isFuseOff } = row;
  const fuse = Object.fromEntries(FUSE_KEYS.map((key) => [key, row[key]])) as FuseLimits;
  return { fuse, isFuseOff: isFuseOff === 1 };
}

const WRITE_LIMITS = `update send_limit
  set fuse_off = ?, ${FUSE_KEYS.map((key) => `${limitColumn(key)} = ?`).join(', ')} where id = 1`;

/** Makes these the limits that hold, for every process from the commit on. */
export async function writeLimits(sql: Sql, { fuse, isFuseOff }: SendLimits): Promise<void> {
  await sql.run(WRITE_LIMITS, [isFuseOff ? 1 : 0, ...FUSE_KEYS.map((key) => fuse[key])]);
}

/** Writes them where they are not what holds already. */
export async function bringLimits(db: Db, limits: SendLimits): Promise<void> {
  if (JSON.stringify(await readLimits(db)) !== JSON.stringify(limits)) {
    await db.tx((sql) => writeLimits(sql, limits));
  }
}

type Asked = Pick<IntentDraft, 'kind' | 'purpose' | 'tenantId' | 'reminderId' | 'to' | 'params'>;

/** The first rule that forbids this send at `now`; null when none does. Its own transaction must write the intent. */
export async function askRules(
  sql: Sql,
  draft: Asked,
  now: number,
): Promise<Exclude<RuleName, 'begin'> | null> {
  const params = paramsOf(draft, now);
  let verdict = await ask(sql, params);
  if (verdict === 'begin') {
    for (const begin of BEGIN_STRETCHES) await sql.run(begin, params);
    verdict = await ask(sql, params);
  }
  if (verdict === 'begin') throw new Error('a stretch of the tally could not be begun');
  return verdict;
}

async function ask(sql: Sql, params: readonly Value[]): Promise<RuleName | null> {
  return (await sql.get<{ verdict: RuleName | null }>(ASK_RULES, params))?.verdict ?? null;
}

function paramsOf({ kind, purpose, tenantId, reminderId, to, params }: Asked, now: number): readonly Value[] {
  return [kind, purpose, tenantId, reminderId, to, JSON.stringify(params), now];
}

/** Forgets sums that no window reaches any more, but for the last one before: windows are counted from it. */
export async function pruneTally(sql: Sql, now: number): Promise<void> {
  for (const [scope, keptMs] of [
    ['all', 10 * 60_000],
    ['new', 2 * 3_600_000],
  ] as const) {
    await sql.run(
      `delete from tally where scope = ? and stretch < (
         select max(t.stretch) from tally t where t.scope = ? and t.stretch < ?)`,
      [scope, scope, now - keptMs],
    );
  }
}

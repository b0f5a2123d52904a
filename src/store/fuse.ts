// The blast fuse's memory: sends that the limits of one recipient held back, and what else a person decides by.

import type { Channel } from '../core/reminder.ts';
import type { Sql, Value } from './db.ts';
import { areApart, isUnheard, ordinary, stands } from './send-scopes.ts';

export interface Block {
  readonly at: number;
  readonly rule: string;
  readonly to: string;
  readonly reminderId: number | null;
}

/** Remembers a send that was held back. Too many different ones within a minute trip the fuse, by a trigger. */
export async function insertBlock(sql: Sql, { at, rule, to, reminderId }: Block): Promise<void> {
  await sql.run('insert into fuse_block (at, rule, to_number, reminder_id) values (?, ?, ?, ?)', [
    at,
    rule,
    to,
    reminderId,
  ]);
}

/** Newest first. */
export function blocksSince(sql: Sql, since: number, limit: number): Promise<Block[]> {
  return sql.all<Block>(
    `select at, rule, to_number as "to", reminder_id as "reminderId" from fuse_block
     where at > ? order by at desc, id desc limit ?`,
    [since, limit],
  );
}

/** How many sends were held back, however often each. */
export async function countBlocks(sql: Sql, since: number): Promise<number> {
  const row = await sql.get<{ n: number }>(
    'select count(distinct coalesce(reminder_id, -id)) as n from fuse_block where at > ?',
    [since],
  );
  return row?.n ?? 0;
}

export async function forgetBlocks(sql: Sql, before: number): Promise<void> {
  await sql.run('delete from fuse_block where at < ?', [before]);
}

/** When other reminders to this recipient are to go out by `until`, ascending. */
export async function plannedTo(
  sql: Sql,
  {
    channel,
    to,
    besides,
    from,
    until,
  }: {
    readonly channel: Channel;
    readonly to: string;
    readonly besides: number | null;
    readonly from: number;
    readonly until: number;
  },
): Promise<number[]> {
  const rows = await sql.all<{ at: number }>(
    `select run_at as at from reminder
     where to_number = ? and channel = ? and state = 'scheduled' and run_at > ? and run_at <= ? and id is not ?
     order by run_at limit 200`,
    [to, channel, from, until, besides],
  );
  return rows.map(({ at }) => at);
}

export interface Twin {
  readonly at: number;
  readonly reminderId: number;
}

/** Words, to whom, and for which reminder. */
export interface Said {
  readonly kind: 'message' | 'call';
  readonly to: string;
  readonly reminderId: number | null;
  /** The body of a text; the document of a call. */
  readonly words: string;
}

const TWINS = `from intent i
  where i.to_number = ? and i.kind = ? and i.reminder_id <> ? and ${ordinary('i')} and ${stands('i')}
    and coalesce(json_extract(i.params, '$.Body'), json_extract(i.params, '$.Twiml'), '') = ?
    and not ${areApart('i.reminder_id', '?')} and not ${isUnheard('i')}`;

function twinParams({ to, kind, reminderId, words }: Said): Value[] {
  return [to, kind, reminderId ?? 0, words, reminderId ?? 0];
}

/** The newest send with the same words to the same recipient that was for another reminder. */
export function twinOf(sql: Sql, said: Said): Promise<Twin | undefined> {
  return sql.get<Twin>(
    `select i.created_at as at, i.reminder_id as "reminderId" ${TWINS} order by i.created_at desc limit 1`,
    twinParams(said),
  );
}

/** For how many other reminders the same words went to the same recipient after `since`. */
export async function countTwins(sql: Sql, said: Said, since: number): Promise<number> {
  const row = await sql.get<{ n: number }>(
    `select count(distinct i.reminder_id) as n ${TWINS} and i.created_at > ?`,
    [...twinParams(said), since],
  );
  return row?.n ?? 0;
}

// What ten million stored reminders cost the sending of those that are due.

import { drain } from './drain.mjs';

const FEW = 10_000;
const MANY = 10_000_000;
const DUE = 5_000;
const PEOPLE = 100_000;

export async function measureStored() {
  const few = await drain({ due: DUE, prepare: (db) => store(db, FEW) });
  const many = await drain({ due: DUE, prepare: (db) => store(db, MANY) });
  return [
    {
      what: 'throughput with ten thousand stored against ten million',
      value: few.perSecond / many.perSecond,
      unit: '×',
      limit: 1.3,
      settings: `${DUE} due; ${few.perSecond.toFixed(0)} and ${many.perSecond.toFixed(0)} a second, RSS ${few.rssMb.toFixed(0)} and ${many.rssMb.toFixed(0)} MB; half of them past, half to come`,
    },
  ];
}

/** `count` reminders, every other one of the past and cancelled. Indexes and triggers are made anew after them. */
function store(db, count) {
  const made = db
    .prepare(`select type, name, sql from sqlite_master
      where tbl_name = 'reminder' and type in ('index', 'trigger') and sql is not null`)
    .all();
  for (const { type, name } of made) db.exec(`drop ${type} "${name}"`);
  const now = Date.now();
  const year = 365 * 86_400_000;
  db.prepare(`
    with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < ?)
    insert into reminder (tenant_id, channel, to_number, body, priority, due_at, zone, wall, expires_at, run_at, state,
      created_at, updated_at)
    select 1, 'sms', '+1202' || (3000000 + i % ${PEOPLE}), 'Hello, see you at half past two. ' || i, 'normal',
      at, 'Europe/Berlin', '2027-01-01T09:00:00', at + 14400000, at,
      case i % 2 when 0 then 'scheduled' else 'cancelled' end, cast(? as integer), cast(? as integer)
    from (select i, cast(case i % 2 when 0 then ? + ? * i / ? else ? - ? * i / ? end as integer) as at from n)
  `).run(count, now, now, now + 86_400_000, year, count, now - 86_400_000, year, count);
  for (const { sql } of made) db.exec(sql);
}

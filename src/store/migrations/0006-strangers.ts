// Schema 6: two more reasons to stop, a restore and a stranger, and the indexes that find what nobody here has sent.

import type { Migration } from '../db.ts';

export const migration: Migration = {
  version: 6,
  name: 'strangers',
  sqlite: `
  -- SQLite cannot change a constraint: the table is made anew, with its rows. halt is the kind of schema 4.
  create table stop_before as select * from stop;
  drop table stop;
  create table stop (
    id integer primary key,
    kind text not null check (kind in ('pause', 'fuse', 'halt', 'restored', 'strangers')),
    tenant_id integer references tenant (id),
    reason text,
    since integer not null,
    ended_at integer
  ) strict;
  insert into stop (id, kind, tenant_id, reason, since, ended_at)
    select id, kind, tenant_id, reason, since, ended_at from stop_before;
  drop table stop_before;
  create unique index stop_open on stop (kind, coalesce(tenant_id, 0)) where ended_at is null;

  -- Rows of Twilio's that no request was given: few beside those that one was, which are not in these.
  create index twilio_message_loose on twilio_message (account_sid, date_created) where intent_id is null;
  create index twilio_call_loose on twilio_call (account_sid, date_created) where intent_id is null;
  create index intent_absent on intent (created_at) where outcome = 'absent';
`,
};

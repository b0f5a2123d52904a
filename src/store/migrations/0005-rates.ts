// Schema 5: the rates that hold now, their token buckets, and the line of those who wait for one.

import type { Migration } from '../db.ts';

export const migration: Migration = {
  version: 5,
  name: 'rates',
  sqlite: `
  -- One row, written from the configuration. 0 leaves the queueing to Twilio; null goes by the kind of sender.
  create table send_rate (
    id integer primary key check (id = 1),
    calls_per_second real not null default 0 check (calls_per_second >= 0),
    segments_per_second real default 0 check (segments_per_second >= 0)
  ) strict;
  insert into send_rate (id) values (1);

  -- Shared by all processes: when each bucket is full again (ms with a fraction: 30 a second is no whole number), and
  -- the tenant whose turn was the last.
  create table rate_bucket (
    lane text primary key,
    free_at real not null,
    last_tenant_id integer not null default 0
  ) strict, without rowid;

  -- Whoever is held for its rate waits in this lane. Nobody else is in the index: without rates it costs nothing.
  alter table reminder add column lane text;
  create index reminder_line on reminder (lane, priority, tenant_id, due_at) where hold_reason = 'rate';
`,
};

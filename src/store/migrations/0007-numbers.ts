// Schema 7: numbers are bought one a day, whoever asks; what was set on one is remembered.

import type { Migration } from '../db.ts';

const DAY_MS = 86_400_000;

// The window ends at the instant that the intent says, but no later than the machine's own: whoever writes next
// week's date must not buy next week's number. A simulator's clock runs as it likes.
const WINDOW_END = `min(new.created_at, case
  when exists (select 1 from stamp where mode = 'simulator') then new.created_at
  else unixepoch() * 1000 end)`;

export const migration: Migration = {
  version: 7,
  name: 'numbers',
  sqlite: `
  -- DELETE gives a number up.
  alter table intent add column method text not null default 'POST'
    check (method = 'POST' or (method = 'DELETE' and kind = 'number' and target_sid is not null));

  create table purchase_limit (
    id integer primary key check (id = 1),
    per_day integer not null default 1 check (per_day between 1 and 100)
  ) strict;
  insert into purchase_limit (id) values (1);
  create trigger purchase_limit_stays before delete on purchase_limit
  begin
    select raise(abort, 'the limit of purchases cannot be taken away');
  end;

  create index intent_purchase on intent (created_at) where kind = 'number' and target_sid is null;
  create trigger intent_bought before insert on intent
  when new.kind = 'number' and new.target_sid is null and coalesce((
    select count(*) from intent i where i.kind = 'number' and i.target_sid is null
      and i.outcome not in ('rejected', 'not-sent', 'absent') and i.created_at > ${WINDOW_END} - ${DAY_MS})
    >= (select per_day from purchase_limit where id = 1), 1)
  begin
    select raise(abort, 'limit: numbers a day');
  end;
  -- What was asked for stays what it was: nothing becomes a purchase or a send that no rule was asked about, nor moves
  -- out of the time in which it counts.
  create trigger intent_stays before update of kind, target_sid, method, params, to_number, created_at on intent
  when old.kind <> new.kind or old.target_sid is not new.target_sid or old.method <> new.method
    or old.params <> new.params or old.to_number <> new.to_number or old.created_at <> new.created_at
  begin
    select raise(abort, 'what was asked for cannot be changed');
  end;
  -- Nor is one born as what never left, to be sent uncounted later.
  create trigger intent_sound before insert on intent
  when new.outcome in ('not-sent', 'absent') or (new.kind = 'call-update' and new.target_sid is null)
    or length(new.target_sid) < 3 or new.target_sid glob '*[^A-Za-z0-9]*'
  begin
    select raise(abort, 'not a request that could be made');
  end;
  create trigger intent_settled before update of outcome on intent
  when new.outcome = 'pending' and old.outcome <> 'pending'
  begin
    select raise(abort, 'a request whose end is known is not made again');
  end;

  -- What was set on a number, and what it was before. It counts once its intent is accepted.
  create table number_change (
    id integer primary key,
    -- The first of those that were made together.
    batch integer not null,
    at integer not null,
    account_sid text not null,
    sid text not null,
    number text not null,
    intent_id integer not null references intent (id),
    before text not null,
    after text not null,
    undone_at integer
  ) strict;
  create index number_change_number on number_change (number, id);
`,
};

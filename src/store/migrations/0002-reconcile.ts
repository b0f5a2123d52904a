// Schema 2: sends of unknown outcome are looked for at Twilio, and an equal one waits until it is known.

import type { Migration } from '../db.ts';

// What was unknown before is looked for at the next start. It gets no content key: two equal ones may be among
// them, which the index would refuse.
export const migration: Migration = {
  version: 2,
  name: 'reconcile',
  sqlite: `
  -- What makes it indistinguishable at Twilio from an equal send; null for what nobody has to wait for.
  alter table intent add column content_key text;
  alter table intent add column unknown_at integer;
  -- How often it was looked for, and the most rows that a look could not rule out.
  alter table intent add column looks integer not null default 0;
  alter table intent add column sightings integer not null default 0;
  alter table intent add column next_look_at integer check (next_look_at is null or outcome = 'unknown');
  -- A person decided without knowing: nobody looks or waits any more.
  alter table intent add column closed_at integer check (closed_at is null or next_look_at is null);

  update intent set unknown_at = settled_at, next_look_at = settled_at
  where outcome = 'unknown' and kind in ('message', 'call');

  create index intent_look on intent (next_look_at) where next_look_at is not null;
  -- At most one in doubt for each content: two could not be told apart at Twilio. No process and no statement gets
  -- by this.
  create unique index intent_doubt on intent (account_sid, kind, from_sender, to_number, content_key)
    where content_key is not null and outcome in ('pending', 'unknown');
`,
};

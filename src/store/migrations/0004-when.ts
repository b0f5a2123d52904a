// Schema 4: who wants no more, which numbers lead nowhere, and what people answered.

import type { Migration } from '../db.ts';

export const migration: Migration = {
  version: 4,
  name: 'when',
  sqlite: `
  -- Whoever wants nothing more: from a sender (a number, or a messaging service), as Twilio keeps it, or from a tenant
  -- whatever its senders, or, without either, from anybody.
  create table opt_out (
    id integer primary key,
    person text not null,
    sender text,
    tenant_id integer references tenant (id),
    word text not null,
    source text not null check (source in ('text', 'refusal', 'hand')),
    message_sid text,
    since integer not null,
    ended_at integer,
    ended_by text,
    check ((ended_at is null) = (ended_by is null))
  ) strict;
  create unique index opt_out_open on opt_out (person, coalesce(sender, ''), coalesce(tenant_id, 0))
    where ended_at is null;

  -- A STOP to a sender holds for whatever that sender's tenant sends, also by call from another number.
  create view opt_out_reach as
    select o.id as opt_out_id, o.person, t.id as tenant_id, o.sender
    from opt_out o, tenant t
    where o.ended_at is null and (
      (o.sender is null and (o.tenant_id is null or o.tenant_id = t.id))
      or (o.sender is not null and (t.sender = o.sender or exists (
        select 1 from intent i where i.to_number = o.person and i.tenant_id = t.id and i.from_sender = o.sender))));

  create trigger intent_opted_out before insert on intent
  when new.kind in ('message', 'call') and new.target_sid is null and new.purpose <> 'alarm'
    and exists (select 1 from opt_out o where o.person = new.to_number and o.ended_at is null)
    and (exists (select 1 from opt_out o
        where o.person = new.to_number and o.ended_at is null and o.sender = new.from_sender)
      or exists (select 1 from opt_out_reach r where r.person = new.to_number and r.tenant_id = new.tenant_id))
  begin
    select raise(abort, 'its recipient has opted out');
  end;

  -- Numbers that lead nowhere: at all, or for texts only.
  create table bad_number (
    id integer primary key,
    number text not null,
    channel text check (channel in ('sms')),
    code integer,
    reason text not null,
    reminder_id integer references reminder (id),
    since integer not null,
    ended_at integer
  ) strict;
  create unique index bad_number_open on bad_number (number, coalesce(channel, '')) where ended_at is null;
  create trigger intent_leads_nowhere before insert on intent
  when new.kind in ('message', 'call') and new.target_sid is null and new.purpose <> 'alarm'
    and exists (select 1 from bad_number b where b.number = new.to_number and b.ended_at is null
      and (b.channel is null or new.kind = 'message'))
  begin
    select raise(abort, 'its number leads nowhere');
  end;

  -- What people texted, and what became of it. Their words are in twilio_message.
  create table reply (
    id integer primary key,
    account_sid text not null,
    message_sid text not null,
    person text not null,
    sender text not null,
    body text not null,
    received_at integer not null,
    meaning text not null
      check (meaning in ('stop', 'start', 'confirm', 'cancel', 'contact', 'doubt', 'other')),
    tenant_id integer references tenant (id),
    reminder_id integer references reminder (id),
    -- What a person has to decide, and what was decided.
    review text check (review in ('open', 'opted-out', 'dismissed')),
    reviewed_at integer
  ) strict;
  create unique index reply_sid on reply (account_sid, message_sid);
  create index reply_person on reply (person, received_at);
  create index reply_review on reply (received_at) where review = 'open';

  -- Cancelled by it, so that taking it back can let them go.
  alter table reminder add column opt_out_id integer references opt_out (id);
  create index reminder_opt_out on reminder (opt_out_id) where opt_out_id is not null;
  -- It goes in quiet hours, too: said in so many words.
  alter table reminder add column any_hour integer not null default 0 check (any_hour in (0, 1));
  -- The text whose place this call takes, since it could not be delivered.
  alter table reminder add column instead_of integer references reminder (id);
  create unique index reminder_instead on reminder (instead_of) where instead_of is not null;
`,
};

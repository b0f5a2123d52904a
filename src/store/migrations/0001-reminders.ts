// Schema 1, second part: appointments, rules, reminders with their legal life, and events.

import { HOLD_REASONS, REMINDER_STATES } from '../../core/lifecycle.ts';
import { lifecycleTrigger } from '../lifecycle-trigger.ts';
import { oneOf } from '../one-of.ts';

export const REMINDERS = `
  create table appointment (
    id integer primary key,
    tenant_id integer not null references tenant (id),
    contact_id integer references contact (id),
    import_id integer references import (id),
    external_id text,
    name text,
    to_number text not null,
    starts_at integer not null,
    zone text not null,
    wall text not null,
    state text not null default 'booked' check (state in ('booked', 'cancelled')),
    created_at integer not null,
    updated_at integer not null
  ) strict;
  create unique index appointment_external on appointment (tenant_id, external_id) where external_id is not null;
  create index appointment_contact on appointment (contact_id) where contact_id is not null;
  create index appointment_start on appointment (starts_at);

  -- A recurring reminder. One occurrence is always ahead; when it comes due (newest_at), the next one is made.
  create table rule (
    id integer primary key,
    tenant_id integer not null references tenant (id),
    contact_id integer references contact (id),
    cron text not null,
    zone text not null,
    catch_up text not null check ${oneOf('catch_up', ['skip', 'latest', 'all'])},
    via text not null check ${oneOf('via', ['sms', 'call', 'both'])},
    name text,
    to_number text not null,
    from_sender text,
    template text not null,
    variables text,
    priority text not null check (priority in ('critical', 'normal')),
    on_unknown text check ${oneOf('on_unknown', ['resend', 'hold', 'drop'])},
    expires_after_ms integer not null,
    dedupe_key text,
    newest_at integer not null,
    newest_key text not null,
    created_at integer not null,
    updated_at integer not null,
    ended_at integer
  ) strict;
  create index rule_newest on rule (newest_at) where ended_at is null;
  create unique index rule_dedupe on rule (tenant_id, dedupe_key) where dedupe_key is not null;

  create table reminder (
    id integer primary key,
    tenant_id integer not null references tenant (id),
    contact_id integer references contact (id),
    appointment_id integer references appointment (id),
    rule_id integer references rule (id),
    import_id integer references import (id),
    dedupe_key text,
    group_key text,
    occurrence_key text,
    channel text not null check (channel in ('sms', 'call')),
    to_number text not null,
    from_sender text,
    body text not null,
    template text,
    variables text,
    lead_ms integer,
    priority text not null check (priority in ('critical', 'normal')),
    on_unknown text check ${oneOf('on_unknown', ['resend', 'hold', 'drop'])},
    due_at integer not null,
    zone text not null,
    wall text not null,
    expires_at integer not null,
    run_at integer not null,
    state text not null check ${oneOf('state', REMINDER_STATES)},
    hold_reason text check ${oneOf('hold_reason', HOLD_REASONS)},
    receipt text,
    response text check ${oneOf('response', ['confirmed', 'cancelled', 'contact', 'opted-out'])},
    attempts integer not null default 0,
    intent_id integer references intent (id),
    last_error text,
    created_at integer not null,
    updated_at integer not null,
    check ((state = 'held') = (hold_reason is not null)),
    check (not ${oneOf('state', ['processing', 'sent', 'unknown'])} or intent_id is not null)
  ) strict;
  -- What the daemon sleeps on and claims from: critical sorts before normal. Partial, so that ten million
  -- sent reminders cost a claim nothing.
  create index reminder_run on reminder (priority, run_at) where state = 'scheduled';
  create index reminder_due on reminder (due_at, id);
  create index reminder_state on reminder (state, due_at, id);
  create index reminder_held on reminder (expires_at) where state = 'held';
  create index reminder_to on reminder (to_number, due_at);
  create index reminder_contact on reminder (contact_id, due_at) where contact_id is not null;
  create index reminder_appointment on reminder (appointment_id) where appointment_id is not null;
  create index reminder_import on reminder (import_id) where import_id is not null;
  create index reminder_group on reminder (group_key) where group_key is not null;
  create unique index reminder_dedupe on reminder (tenant_id, dedupe_key, channel) where dedupe_key is not null;
  create unique index reminder_occurrence on reminder (rule_id, occurrence_key, channel) where rule_id is not null;

  create trigger reminder_born before insert on reminder
  when new.state not in ('scheduled', 'processing')
  begin
    select raise(abort, 'a reminder is born scheduled, or processing when it is sent at once');
  end;
  ${lifecycleTrigger()}

  -- What happened to a reminder apart from being delivered; before holds the old values where it can be undone.
  -- A change of several reminders is one event with before, and others that are part_of it.
  create table event (
    id integer primary key,
    at integer not null,
    tenant_id integer not null references tenant (id),
    reminder_id integer references reminder (id),
    appointment_id integer references appointment (id),
    kind text not null,
    detail text,
    before text,
    part_of integer references event (id),
    undone_at integer
  ) strict;
  create index event_part on event (part_of) where part_of is not null;
  create index event_reminder on event (reminder_id) where reminder_id is not null;
  create index event_appointment on event (appointment_id) where appointment_id is not null;
`;

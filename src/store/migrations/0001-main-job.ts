// Schema 1: tenants to receipts. Instants are ms since 1970 UTC, `wall` a local time without offset, JSON is text.

import { HOLD_REASONS, REMINDER_STATES } from '../../core/lifecycle.ts';
import { MODES } from '../../core/mode.ts';
import { FINAL_CALL_STATUSES, FINAL_MESSAGE_STATUSES } from '../../core/receipt.ts';
import type { Migration } from '../db.ts';
import { lifecycleTrigger } from '../lifecycle-trigger.ts';

const list = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

/** A Twilio status that is final is never left: late or reordered news cannot undo it. */
function finalStatusTrigger(table: string, finals: readonly string[]): string {
  return `
    create trigger ${table}_final before update of status on ${table}
    when old.status in (${list(finals)}) and new.status <> old.status
      and not (old.status = 'delivered' and new.status = 'read')
    begin
      select raise(abort, 'a final status was about to be left');
    end;`;
}

export const migration: Migration = {
  version: 1,
  name: 'main job',
  sqlite: `
    -- The account and mode this database belongs to; written once, at the first use that sends.
    create table stamp (
      id integer primary key check (id = 1),
      account_sid text not null,
      mode text not null check (mode in (${list(MODES)})),
      stamped_at integer not null
    ) strict;

    create table tenant (
      id integer primary key,
      name text not null,
      name_key text not null,
      zone text,
      region text,
      sender text,
      on_unknown text check (on_unknown in ('resend', 'hold', 'drop')),
      quiet_from integer,
      quiet_until integer,
      import_mapping text,
      created_at integer not null,
      updated_at integer not null,
      removed_at integer
    ) strict;
    create unique index tenant_name on tenant (name_key) where removed_at is null;
    insert into tenant (id, name, name_key, created_at, updated_at) values (1, 'default', 'default', 0, 0);

    create table contact (
      id integer primary key,
      tenant_id integer not null references tenant (id),
      name text not null,
      name_key text not null,
      phone text not null,
      zone text,
      email text,
      note text,
      quiet_from integer,
      quiet_until integer,
      created_at integer not null,
      updated_at integer not null,
      removed_at integer
    ) strict;
    create unique index contact_name on contact (tenant_id, name_key) where removed_at is null;
    create index contact_phone on contact (phone);

    -- A file of reminders. Rows are staged first; released_at is the one moment at which all of them count.
    create table import (
      id integer primary key,
      tenant_id integer not null references tenant (id),
      source text not null,
      state text not null check (state in ('staging', 'released', 'applied', 'undone', 'abandoned')),
      worker_id text not null,
      options text not null,
      counts text not null,
      created_at integer not null,
      released_at integer,
      applied_at integer,
      undone_at integer
    ) strict;

    create table import_row (
      import_id integer not null references import (id),
      line integer not null,
      external_id text,
      action text not null check (action in ('new', 'moved', 'same', 'gone')),
      data text not null,
      before text,
      applied integer not null default 0 check (applied in (0, 1)),
      primary key (import_id, line)
    ) strict, without rowid;

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

    -- A recurring reminder. next_at is the first occurrence that has no row yet.
    create table rule (
      id integer primary key,
      tenant_id integer not null references tenant (id),
      contact_id integer references contact (id),
      cron text not null,
      zone text not null,
      catch_up text not null check (catch_up in ('skip', 'latest', 'all')),
      via text not null check (via in ('sms', 'call', 'both')),
      name text,
      to_number text not null,
      from_sender text,
      template text not null,
      variables text,
      priority text not null check (priority in ('critical', 'normal')),
      on_unknown text check (on_unknown in ('resend', 'hold', 'drop')),
      expires_after_ms integer not null,
      dedupe_key text,
      next_at integer,
      next_wall text,
      next_key text,
      created_at integer not null,
      updated_at integer not null,
      ended_at integer
    ) strict;
    create index rule_next on rule (next_at) where ended_at is null and next_at is not null;
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
      on_unknown text check (on_unknown in ('resend', 'hold', 'drop')),
      due_at integer not null,
      zone text not null,
      wall text not null,
      expires_at integer not null,
      run_at integer not null,
      state text not null check (state in (${list(REMINDER_STATES)})),
      hold_reason text check (hold_reason in (${list(HOLD_REASONS)})),
      receipt text,
      response text check (response in ('confirmed', 'cancelled', 'contact', 'opted-out')),
      attempts integer not null default 0,
      intent_id integer references intent (id),
      last_error text,
      created_at integer not null,
      updated_at integer not null,
      check ((state = 'held') = (hold_reason is not null)),
      check (state not in ('processing', 'sent', 'unknown') or intent_id is not null)
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

    -- The durable word that a request is about to be made. Nothing is sent without one.
    create table intent (
      id integer primary key,
      tenant_id integer not null references tenant (id),
      reminder_id integer references reminder (id),
      kind text not null check (kind in ('message', 'call', 'call-update', 'number')),
      purpose text not null check (purpose in ('reminder', 'send', 'alarm', 'bridge', 'drill', 'purchase')),
      attempt integer not null,
      account_sid text not null,
      mode text not null check (mode in (${list(MODES)})),
      to_number text not null,
      from_sender text not null,
      params text not null,
      expires_at integer,
      worker_id text not null,
      created_at integer not null,
      lease_until integer not null,
      outcome text not null default 'pending'
        check (outcome in ('pending', 'accepted', 'rejected', 'not-sent', 'unknown', 'absent')),
      sid text,
      http_status integer,
      twilio_code integer,
      error text,
      settled_at integer,
      check ((outcome = 'accepted') = (sid is not null))
    ) strict;
    create unique index intent_attempt on intent (reminder_id, attempt) where reminder_id is not null;
    create unique index intent_sid on intent (account_sid, sid) where sid is not null;
    create index intent_pending on intent (lease_until) where outcome = 'pending';
    create index intent_unknown on intent (created_at) where outcome = 'unknown';

    -- Twilio's truth: the only home of status, price and Twilio's dates. poll_at is null once nothing can change.
    create table twilio_message (
      account_sid text not null,
      sid text not null,
      intent_id integer references intent (id),
      direction text,
      from_number text,
      to_number text,
      messaging_service_sid text,
      body text,
      status text not null,
      error_code integer,
      error_message text,
      num_segments integer,
      num_media integer,
      price_micros integer,
      price_unit text,
      date_created integer,
      date_sent integer,
      date_updated integer,
      fetched_at integer not null,
      poll_at integer,
      polls integer not null default 0,
      primary key (account_sid, sid)
    ) strict, without rowid;
    create index twilio_message_poll on twilio_message (poll_at) where poll_at is not null;
    ${finalStatusTrigger('twilio_message', FINAL_MESSAGE_STATUSES)}

    create table twilio_call (
      account_sid text not null,
      sid text not null,
      intent_id integer references intent (id),
      parent_call_sid text,
      direction text,
      from_number text,
      to_number text,
      status text not null,
      answered_by text,
      duration_s integer,
      queue_time_ms integer,
      price_micros integer,
      price_unit text,
      date_created integer,
      start_time integer,
      end_time integer,
      date_updated integer,
      fetched_at integer not null,
      poll_at integer,
      polls integer not null default 0,
      primary key (account_sid, sid)
    ) strict, without rowid;
    create index twilio_call_poll on twilio_call (poll_at) where poll_at is not null;
    ${finalStatusTrigger('twilio_call', FINAL_CALL_STATUSES)}

    -- Every exchange with Twilio, kept for two weeks, then overwritten with zeroes. Credentials never enter.
    create table api_log (
      id integer primary key,
      at integer not null,
      account_sid text not null,
      intent_id integer references intent (id),
      method text not null,
      url text not null,
      request text,
      status integer,
      response text,
      error text,
      duration_ms integer not null,
      request_id text
    ) strict;
    create index api_log_at on api_log (at);
    create index api_log_intent on api_log (intent_id) where intent_id is not null;

    -- What happened to a reminder apart from being delivered; before holds the old values where it can be undone.
    create table event (
      id integer primary key,
      at integer not null,
      tenant_id integer not null references tenant (id),
      reminder_id integer references reminder (id),
      appointment_id integer references appointment (id),
      kind text not null,
      detail text,
      before text,
      undone_at integer
    ) strict;
    create index event_reminder on event (reminder_id) where reminder_id is not null;
    create index event_appointment on event (appointment_id) where appointment_id is not null;

    create table setting (
      key text primary key,
      value text not null,
      updated_at integer not null
    ) strict, without rowid;

    -- One row a process start: the id is never used again.
    create table heartbeat (
      worker_id text primary key,
      role text not null,
      host text not null,
      pid integer not null,
      version text not null,
      started_at integer not null,
      beat_at integer not null,
      stopped_at integer,
      in_flight integer not null default 0,
      sent integer not null default 0,
      failed integer not null default 0,
      last_error text,
      last_error_at integer
    ) strict, without rowid;
  `,
};

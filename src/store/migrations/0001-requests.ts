// Schema 1, third part: intents, Twilio's rows, the API log, settings and heartbeats.

import { MODES } from '../../core/mode.ts';
import { FINAL_CALL_STATUSES, FINAL_MESSAGE_STATUSES } from '../../core/receipt.ts';
import { oneOf } from '../one-of.ts';

/** A Twilio status that is final is never left: late or reordered news cannot undo it. */
function finalStatusTrigger(table: string, finals: readonly string[]): string {
  return `
    create trigger ${table}_final before update of status on ${table}
    when ${oneOf('old.status', finals)} and new.status <> old.status
      and not (old.status = 'delivered' and new.status = 'read')
    begin
      select raise(abort, 'a final status was about to be left');
    end;`;
}

export const REQUESTS = `
  -- The durable word that a request is about to be made. Nothing is sent without one.
  create table intent (
    id integer primary key,
    tenant_id integer not null references tenant (id),
    reminder_id integer references reminder (id),
    kind text not null check ${oneOf('kind', ['message', 'call', 'call-update', 'number'])},
    purpose text not null check ${oneOf('purpose', ['reminder', 'send', 'alarm', 'bridge', 'drill', 'purchase'])},
    attempt integer not null,
    account_sid text not null,
    mode text not null check ${oneOf('mode', MODES)},
    to_number text not null,
    from_sender text not null,
    target_sid text,
    params text not null,
    expires_at integer,
    worker_id text not null,
    created_at integer not null,
    lease_until integer not null,
    outcome text not null default 'pending'
      check ${oneOf('outcome', ['pending', 'accepted', 'rejected', 'not-sent', 'unknown', 'absent'])},
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
`;

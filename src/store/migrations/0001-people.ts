// Schema 1, first part: whose database it is, tenants, contacts, imports.

import { MODES } from '../../core/mode.ts';
import { oneOf } from '../one-of.ts';

export const PEOPLE = `
  -- The account and mode this database belongs to; written once, at the first use that sends.
  create table stamp (
    id integer primary key check (id = 1),
    account_sid text not null,
    mode text not null check ${oneOf('mode', MODES)},
    stamped_at integer not null
  ) strict;

  create table tenant (
    id integer primary key,
    name text not null,
    name_key text not null,
    zone text,
    region text,
    sender text,
    on_unknown text check ${oneOf('on_unknown', ['resend', 'hold', 'drop'])},
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
    state text not null check ${oneOf('state', ['staging', 'released', 'applied', 'undone', 'abandoned'])},
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
    action text not null check ${oneOf('action', ['new', 'moved', 'same', 'gone'])},
    data text not null,
    before text,
    applied integer not null default 0 check (applied in (0, 1)),
    primary key (import_id, line)
  ) strict, without rowid;
`;

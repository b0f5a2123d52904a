// Schema 3: what holds sending back, as rows and triggers that no process and no statement gets by.

import { STOP_KINDS } from '../../core/stop.ts';
import type { Migration } from '../db.ts';
import { lifecycleTrigger } from '../lifecycle-trigger.ts';
import { oneOf } from '../one-of.ts';
import { SEND_LIMITS } from '../send-triggers.ts';

export const migration: Migration = {
  version: 3,
  name: 'limits',
  sqlite: `
  -- A send that was stopped just before the wire is held: a new legal step.
  drop trigger reminder_lifecycle;
  ${lifecycleTrigger()}

  -- Sending stands still while a row of these has not ended; without a tenant for everybody.
  create table stop (
    id integer primary key,
    kind text not null check ${oneOf('kind', STOP_KINDS)},
    tenant_id integer references tenant (id),
    reason text,
    since integer not null,
    ended_at integer
  ) strict;
  create unique index stop_open on stop (kind, coalesce(tenant_id, 0)) where ended_at is null;

  create trigger intent_stopped before insert on intent
  when new.kind in ('message', 'call') and new.target_sid is null and new.purpose <> 'alarm'
    and exists (
      select 1 from stop where ended_at is null and (tenant_id is null or tenant_id = new.tenant_id))
  begin
    select raise(abort, 'sending is stopped');
  end;

  -- What one recipient was sent of late.
  create index intent_to on intent (to_number, kind, created_at);

  ${SEND_LIMITS}

  -- Requests that change a call or a message have its SID as well: as many as there are, beside the one that made it.
  drop index intent_sid;
  create unique index intent_sid
    on intent (account_sid, sid, (case when target_sid is null then 0 else id end)) where sid is not null;
`,
};

// The limits of sending as SQL: one text of rules, asked by the door and enforced by triggers on whoever writes.

import {
  ALARM_LIMITS,
  FUSE_KEYS,
  FUSE_LIMITS,
  type FuseKey,
  RECIPIENT_LIMITS,
  type RecipientKey,
} from '../core/limits.ts';
import type { Channel } from '../core/reminder.ts';
import { beginStretch, correctIn, countIn, renewRoom, type Scope, stretchOf } from './tally.ts';

const HOUR_MS = 3_600_000;

/** The rule that says no: `alarms` is the cap of alarms, `begin` asks for the stretches to be begun. */
export type RuleName = FuseKey | 'alarms' | 'begin' | 'stopped';

/** `callsPer15Minutes` is kept in `calls_per_15_minutes`. */
export function limitColumn(key: string): string {
  return key.replace(/[A-Z]|\d+/g, (part) => `_${part.toLowerCase()}`);
}

// What rings or texts somebody, as opposed to what changes a call or buys a number.
const sends = (row: string): string => `${row}.kind in ('message', 'call') and ${row}.target_sid is null`;
const stands = (row: string): string => `${row}.outcome not in ('not-sent', 'absent')`;
const ordinary = (row: string): string => `${sends(row)} and ${row}.purpose <> 'alarm'`;

const isNew = (row: string): string => `not exists (
  select 1 from intent s where s.to_number = ${row}.to_number and s.kind in ('message', 'call')
    and s.id <> ${row}.id and s.purpose <> 'alarm' and ${sends('s')} and ${stands('s')})
  and not exists (select 1 from reminder m where m.id = ${row}.reminder_id and m.import_id is not null)`;

const ALL: Scope = {
  name: () => `'all'`,
  applies: (row) => `${row}.purpose <> 'alarm'`,
  stretchMs: 1_000,
  windows: [{ ms: 60_000, sends: 'all_per_minute' }],
};

const NEW: Scope = {
  name: () => `'new'`,
  applies: (row) => `${row}.purpose <> 'alarm' and ${isNew(row)}`,
  stretchMs: 60_000,
  windows: [{ ms: HOUR_MS, sends: 'new_per_hour' }],
};

/** What an intent that is written is counted in: whether its recipient was new then, its row remembers. */
const COUNTED: readonly Scope[] = [
  ALL,
  { ...NEW, applies: (row) => `(select f.fresh from intent f where f.id = ${row}.id) = 1` },
];

const CORRECTED: readonly Scope[] = [ALL, { ...NEW, applies: (row) => `${row}.fresh = 1` }];

/** Writes a rule's name as the answer to a question, or as the end of a statement. */
type Say = (name: RuleName) => string;

const answer: Say = (name) => `'${name}'`;
const refuse: Say = (name) => `raise(abort, 'limit: ${name}')`;

/** Calls, or texts, to one recipient: one look at the widest window counts for all of them. */
function recipientRule(channel: Channel, say: Say): string {
  const keys = keysOf(channel);
  const since = (ms: number): string => `i.created_at > new.created_at - ${ms}`;
  return `(select case
    ${keys.map((key) => `when sum(${since(RECIPIENT_LIMITS[key].windowMs)}) >= l.${limitColumn(key)} then ${say(key)}`).join('\n')}
    end
    from intent i where i.to_number = new.to_number and i.kind = new.kind and ${since(widestOf(channel))}
      and ${ordinary('i')} and ${stands('i')})`;
}

function keysOf(channel: Channel): readonly RecipientKey[] {
  const keys = Object.keys(RECIPIENT_LIMITS) as RecipientKey[];
  return keys.filter((key) => RECIPIENT_LIMITS[key].channel === channel);
}

function widestOf(channel: Channel): number {
  return Math.max(...keysOf(channel).map((key) => RECIPIENT_LIMITS[key].windowMs));
}

/** One seek tells of most recipients that they were sent nothing of late; then there is nothing to count. */
function sentOfLate(): string {
  return `exists (select 1 from intent i where i.to_number = new.to_number and i.kind = new.kind
    and i.created_at > new.created_at - ${widestOf('sms')})`;
}

// Words, media, template or script: whatever a person would hear or read. Twilio's other parameters may differ.
const content = (row: string): string =>
  `json_extract(${row}.params, '$.Body', '$.MediaUrl', '$.ContentSid', '$.ContentVariables', '$.Twiml', '$.Url')`;
const NO_CONTENT = JSON.stringify(Array(6).fill(null));

/** Of different reminders only: a second try is the same one. Two appointments, or two times of a rule, are two. */
function identicalRule(say: Say): string {
  return `(select case when count(distinct i.reminder_id) >= l.identical_per_hour then ${say('identicalPerHour')} end
    from intent i where i.to_number = new.to_number and i.kind = new.kind
      and i.created_at > new.created_at - ${HOUR_MS} and i.reminder_id <> new.reminder_id
      and ${ordinary('i')} and ${stands('i')}
      and ${content('i')} = ${content('new')} and ${content('new')} <> '${NO_CONTENT}'
      and not exists (select 1 from reminder a, reminder b where a.id = i.reminder_id and b.id = new.reminder_id
        and (a.appointment_id <> b.appointment_id
          or (a.rule_id = b.rule_id and a.occurrence_key <> b.occurrence_key))))`;
}

/** A stretch that has not been begun has no room either: it is begun, and the rules are asked again. */
function tallyRule(scope: Scope, key: FuseKey, say: Say, applies = '1'): string {
  const row = `from tally t where t.scope = ${scope.name('new')} and t.stretch = ${stretchOf('new.created_at', scope)}`;
  return `case coalesce((select t.room > 0 ${row}), 2) when 1 then null
    when 0 then case when ${applies} then ${say(key)} end
    else case when ${applies} then ${say('begin')} end end`;
}

function alarmRule(say: Say): string {
  const since = (ms: number): string => `i.created_at > new.created_at - ${ms}`;
  const widest = Math.max(...ALARM_LIMITS.map(({ windowMs }) => windowMs));
  return `(select case
    ${ALARM_LIMITS.map(({ most, windowMs }) => `when sum(${since(windowMs)}) >= ${most} then ${say('alarms')}`).join('\n')}
    end
    from intent i where i.to_number = new.to_number and i.kind in ('message', 'call') and ${since(widest)}
      and i.purpose = 'alarm' and ${sends('i')} and ${stands('i')})`;
}

const IS_OFF = `l.fuse_off = 1 and exists (select 1 from stamp where mode = 'simulator')`;

/** The first rule that says no to `new`, under the limits `l`; null when none does. */
function verdict(say: Say): string {
  const ofRecipient = `coalesce(
    case new.kind when 'call' then ${recipientRule('call', say)} else ${recipientRule('sms', say)} end,
    ${identicalRule(say)})`;
  const rules = [
    `case when ${sentOfLate()} then ${ofRecipient} end`,
    tallyRule(ALL, 'allPerMinute', say),
    tallyRule(NEW, 'newPerHour', say, isNew('new')),
  ];
  return `case
    when new.purpose = 'alarm' then ${alarmRule(say)}
    when ${IS_OFF} then null
    else coalesce(${rules.join(',\n')})
  end`;
}

// Parameters in this order: kind, purpose, tenant, reminder, recipient, Twilio's parameters, now.
const DRAFT = `(select 0 as id, ? as kind, ? as purpose, ? as tenant_id, ? as reminder_id, ? as to_number,
  ? as params, ? as created_at) as new`;

const IS_STOPPED = `new.purpose <> 'alarm' and exists (
  select 1 from stop where ended_at is null and (tenant_id is null or tenant_id = new.tenant_id))`;

/** Asks every rule about an intent that is not written yet. */
export const ASK_RULES = `select case when ${IS_STOPPED} then 'stopped' else ${verdict(answer)} end as verdict
  from ${DRAFT}, send_limit l where l.id = 1`;

/** Begins the stretches that such an intent would fall in. */
export const BEGIN_STRETCHES: readonly string[] = [ALL, NEW].map((scope) =>
  beginStretch(scope, 'new', `from ${DRAFT}`),
);

const LIMIT_COLUMNS = FUSE_KEYS.map(
  (key) =>
    `${limitColumn(key)} integer not null default ${FUSE_LIMITS[key].fallback}
      check (${limitColumn(key)} between 1 and ${FUSE_LIMITS[key].most})`,
);

const TABLES = `
  -- The limits that hold now, one row. Written from the configuration, and never without a number.
  create table send_limit (
    id integer primary key check (id = 1),
    fuse_off integer not null default 0 check (fuse_off in (0, 1)),
    ${LIMIT_COLUMNS.join(',\n')}
  ) strict;
  insert into send_limit (id) values (1);
  create trigger send_limit_stays before delete on send_limit
  begin
    select raise(abort, 'the limits of sending cannot be taken away');
  end;

  -- Cumulative sums by stretches of time, see tally.ts; kept by the triggers of intent.
  create table tally (
    scope text not null,
    stretch integer not null,
    sends integer not null,
    micros integer not null,
    room integer not null,
    room_micros integer not null,
    primary key (scope, stretch)
  ) strict, without rowid;

  -- Sends that the limits of their recipient held back. Many in a short time trip the fuse.
  create table fuse_block (
    id integer primary key,
    at integer not null,
    rule text not null,
    to_number text not null,
    reminder_id integer references reminder (id)
  ) strict;
  create index fuse_block_at on fuse_block (at);
  create trigger fuse_block_trips after insert on fuse_block
  when (select count(*) from fuse_block b where b.at > new.at - 60000
      and b.at > coalesce((select max(ended_at) from stop where kind = 'fuse'), -1))
    >= (select blocks_per_minute from send_limit where id = 1)
  begin
    insert into stop (kind, tenant_id, reason, since)
    select 'fuse', null, (select blocks_per_minute from send_limit where id = 1)
      || ' sends were held back by the limits of one recipient within a minute', new.at
    where not exists (select 1 from stop where kind = 'fuse' and tenant_id is null and ended_at is null);
  end;

  -- Empty but within a statement.
  create table tally_correction (
    id integer primary key,
    tenant_id integer not null,
    purpose text not null,
    fresh integer not null,
    created_at integer not null,
    sends integer not null
  ) strict;

  -- 1 when its recipient had never been sent anything before.
  alter table intent add column fresh integer not null default 0;
`;

const IS_SEND = sends('new');
const isNewestStretch = 'stretch = (select max(m.stretch) from tally m where m.scope = tally.scope)';

const TRIGGERS = `
  create trigger intent_limited before insert on intent when ${IS_SEND}
  begin
    ${[ALL, NEW].map((scope) => beginStretch(scope, 'new')).join('\n')}
    select ${verdict(refuse)} from send_limit l where l.id = 1;
  end;

  create trigger intent_counted after insert on intent when ${IS_SEND} and ${stands('new')}
  begin
    update intent set fresh = 1 where id = new.id and ${NEW.applies?.('new') ?? ''};
    ${COUNTED.map((scope) => countIn(scope, 'new', '0')).join('\n')}
  end;

  -- What never left gives its place back; what turns out to have left takes it again. By way of a table, so that
  -- the trigger that every answer fires is a small one: SQLite sets a whole program up before it asks its condition.
  create trigger intent_recounted after update of outcome on intent
  when (${stands('old')}) <> (${stands('new')}) and ${sends('new')}
  begin
    insert into tally_correction (tenant_id, purpose, fresh, created_at, sends)
    values (new.tenant_id, new.purpose, new.fresh, new.created_at, (${stands('new')}) - (${stands('old')}));
  end;
  create trigger tally_corrected after insert on tally_correction
  begin
    ${CORRECTED.map((scope) => correctIn(scope, 'new', { sends: 'new.sends', micros: '0' })).join('\n')}
    delete from tally_correction where id = new.id;
  end;

  create trigger send_limit_changed after update on send_limit
  begin
    ${[ALL, NEW]
      .map((scope) => renewRoom(scope, `scope = ${scope.name('')} and ${isNewestStretch}`))
      .join('\n')}
  end;
`;

export const SEND_RULES = `${TABLES}${TRIGGERS}`;

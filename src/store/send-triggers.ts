// The limits of sending as tables and triggers: what no process and no statement gets by. Part of schema 3.

import { BUDGET_NAMES, DEFAULT_BUDGETS, MOST_MICROS, MOST_SENDS } from '../core/budget.ts';
import { FUSE_KEYS, FUSE_LIMITS } from '../core/limits.ts';
import { refuse, verdict } from './send-rules.ts';
import {
  budgetColumn,
  CORRECTED,
  COUNTED,
  cost,
  limitColumn,
  NEW,
  reaches,
  SCOPES,
  sends,
  stands,
  TENANT,
} from './send-scopes.ts';
import { beginStretch, correctIn, countIn, isBegun, isOvertaken, renewRoom, type Scope } from './tally.ts';

const column = (name: string, fallback: number, most: number): string =>
  `${name} integer not null default ${fallback} check (${name} between 1 and ${most})`;

const LIMIT_COLUMNS = [
  ...FUSE_KEYS.map((key) => column(limitColumn(key), FUSE_LIMITS[key].fallback, FUSE_LIMITS[key].most)),
  ...(['everybody', 'tenant'] as const).flatMap((who) =>
    BUDGET_NAMES.flatMap((window) => {
      const { sends, micros } = DEFAULT_BUDGETS[who][window];
      return [
        column(budgetColumn(who, window, 'sends'), sends, MOST_SENDS),
        column(budgetColumn(who, window, 'micros'), micros, MOST_MICROS),
      ];
    }),
  ),
];

/** A reminder that waits is one send, however often it is held back; what no reminder stands for is one each time. */
export const BLOCKS_TRIP = `create trigger fuse_block_trips after insert on fuse_block
  when (select count(distinct coalesce(b.reminder_id, -b.id)) from fuse_block b where b.at > new.at - 60000
      and b.at > coalesce((select max(ended_at) from stop where kind = 'fuse'), -1))
    >= (select blocks_per_minute from send_limit where id = 1)
  begin
    insert into stop (kind, tenant_id, reason, since)
    select 'fuse', null, (select blocks_per_minute from send_limit where id = 1)
      || ' sends were held back by the limits of one recipient within a minute', new.at
    where not exists (select 1 from stop where kind = 'fuse' and tenant_id is null and ended_at is null);
  end;`;

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
  ${BLOCKS_TRIP}

  -- Empty but within a statement.
  create table tally_correction (
    id integer primary key,
    tenant_id integer not null,
    purpose text not null,
    fresh integer not null,
    created_at integer not null,
    sends integer not null,
    micros integer not null
  ) strict;

  -- 1 when its recipient had never been sent anything before.
  alter table intent add column fresh integer not null default 0;
  -- What it may cost, and what Twilio says that it did: millionths of a US dollar.
  alter table intent add column estimated_micros integer check (estimated_micros >= 0);
  alter table intent add column price_micros integer check (price_micros >= 0);
`;

const IS_SEND = sends('new');
/** Rows of the scope, for whichever tenant. */
const isOf = (scope: Scope): string =>
  scope === TENANT ? `scope glob 'tenant:*'` : `scope = ${scope.name('')}`;
const isNewestStretch = 'stretch = (select max(m.stretch) from tally m where m.scope = tally.scope)';

// What counting asks about a send.
const ASKED = ['id', 'tenant_id', 'reminder_id', 'purpose', 'to_number', 'created_at'];
const ASKED_OF_NEW = Object.fromEntries(ASKED.map((name) => [name, `new.${name}`]));

/**
 * A table of one row by which a trigger calls for what happens rarely: the row is changed, and `steps` happen. A
 * statement that reads what it writes, or may find several rows, makes a table in memory first, whether it finds a row
 * or not; eight of them were half of the time that an intent took. A change of one row by its key makes none.
 */
function onCall(table: string, columns: readonly string[], steps: readonly string[]): string {
  return `
  create table ${table} (
    only integer primary key check (only = 1), ${columns.map((name) => `${name} any`).join(', ')}
  ) strict;
  insert into ${table} (only) values (1);
  create trigger ${table}_called after update on ${table}
  begin
    ${steps.join('\n')}
  end;`;
}

function call(table: string, values: Readonly<Record<string, string>>, when: readonly string[]): string {
  const sets = Object.entries(values).map(([name, value]) => `${name} = ${value}`);
  return `update ${table} set ${sets.join(', ')} where only = 1 and (${when.join(' or ')});`;
}

/** No send that a limit forbids is written, whoever writes it. */
export const LIMITED = `create trigger intent_limited before insert on intent when ${IS_SEND}
  begin
    ${call(
      'tally_opening',
      ASKED_OF_NEW,
      SCOPES.map((scope) => `not ${isBegun(scope, 'new')}`),
    )}
    select ${verdict(refuse)} from send_limit l where l.id = 1;
  end;`;

/** The triggers that hold a send against the limits, and count it. */
export const COUNTING = `
  -- The first send of a stretch begins it; one whose clock is behind another's counts in the later stretches, too.
  ${onCall(
    'tally_opening',
    ASKED,
    SCOPES.map((scope) => beginStretch(scope, 'new')),
  )}
  ${onCall(
    'tally_lateness',
    [...ASKED, 'micros'],
    COUNTED.map((scope) => countIn(scope, 'new', 'later', 'new.micros')),
  )}

  ${LIMITED}

  create trigger intent_counted after insert on intent when ${reaches('new')} and ${stands('new')}
  begin
    -- What a restore has found was held against no limit, and may be of a stretch that nothing else was sent in.
    ${call('tally_opening', ASKED_OF_NEW, [
      `new.target_sid is not null and not (${SCOPES.map((scope) => isBegun(scope, 'new')).join(' and ')})`,
    ])}
    update intent set fresh = 1 where id = new.id and ${NEW.applies?.('new') ?? ''};
    ${COUNTED.map((scope) => countIn(scope, 'new', 'its own', `(${cost('new')})`)).join('\n')}
    ${call(
      'tally_lateness',
      { ...ASKED_OF_NEW, micros: cost('new') },
      SCOPES.map((scope) => isOvertaken(scope, 'new')),
    )}
  end;

  -- What never left gives its place back; what turns out to have left takes it again. By way of a table, so that
  -- the trigger that every answer fires is a small one: SQLite sets a whole program up before it asks its condition.
  create trigger intent_recounted after update of outcome, price_micros on intent
  when ((${stands('old')}) <> (${stands('new')}) or (${cost('old')}) <> (${cost('new')})) and ${reaches('new')}
  begin
    insert into tally_correction (tenant_id, purpose, fresh, created_at, sends, micros)
    values (new.tenant_id, new.purpose, new.fresh, new.created_at, (${stands('new')}) - (${stands('old')}),
      (${cost('new')}) - (${cost('old')}));
  end;
`;

const TRIGGERS = `
${COUNTING}

  create trigger tally_corrected after insert on tally_correction
  begin
    ${CORRECTED.map((scope) => correctIn(scope, 'new', { sends: 'new.sends', micros: 'new.micros' })).join('\n')}
    delete from tally_correction where id = new.id;
  end;

  create trigger send_limit_changed after update on send_limit
  begin
    ${SCOPES.map((scope) => renewRoom(scope, `${isOf(scope)} and ${isNewestStretch}`)).join('\n')}
  end;
`;

/** Twilio's own price, negative as it gives it, corrects what was estimated. In other currencies the estimate stays. */
function priceTrigger(table: string, event: 'insert' | 'update of price_micros, intent_id'): string {
  const name = `${table}_price_${event === 'insert' ? 'first' : 'later'}`;
  return `
  create trigger ${name} after ${event} on ${table}
  when new.price_micros is not null and new.intent_id is not null and new.price_unit = 'USD'
  begin
    update intent set price_micros = abs(new.price_micros)
    where id = new.intent_id and price_micros is not abs(new.price_micros);
  end;`;
}

const PRICES = ['twilio_message', 'twilio_call']
  .flatMap((table) => [
    priceTrigger(table, 'insert'),
    priceTrigger(table, 'update of price_micros, intent_id'),
  ])
  .join('\n');

export const SEND_LIMITS = `${TABLES}${TRIGGERS}${PRICES}`;
